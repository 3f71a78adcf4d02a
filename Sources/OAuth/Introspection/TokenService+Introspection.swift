private import Primitives

extension TokenService {
    /// Answers whether a token is good now for the audience of the asking resource server.
    ///
    /// One read, no wait for a write; a revocation that was committed before the call shows.
    ///
    /// - Parameters:
    ///   - token: The token as it was sent.
    ///   - audience: The canonical resource of the authenticated resource server.
    ///   - offered: The scopes of that resource; others are not reported.
    /// - Returns: The token's access, or why it has none.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func introspect(
        _ token: [UInt8],
        audience: String,
        offered: ScopeSet = .resource
    ) async throws(StoreError) -> Introspection {
        if case .value(let answer) = try introspectAtOnce(
            token,
            audience: audience,
            offered: offered
        ) {
            return answer
        }
        guard let presented = codec.decode(token, as: .access) else {
            return .inactive(.notAnAccessToken)
        }
        let access = try await grants.access(presented.claims.grant)
        return judge(presented, access, audience, offered)
    }

    /// Answers what ``introspect(_:audience:offered:)`` answers where that needs no waiting.
    ///
    /// - Parameters:
    ///   - token: The token as it was sent.
    ///   - audience: The canonical resource of the authenticated resource server.
    ///   - offered: The scopes of that resource; others are not reported.
    /// - Returns: The token's access, or why it has none.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func introspectAtOnce(
        _ token: [UInt8],
        audience: String,
        offered: ScopeSet = .resource
    ) throws(StoreError) -> AtOnce<Introspection> {
        let state = try grants.stateAtOnce(since: known.seen)
        if let state {
            known.hear(of: state)
            if let found = known.found(token) {
                return .value(judge(found.claims, found.access, audience, offered))
            }
        }
        guard let presented = codec.decode(token, as: .access) else {
            return .value(.inactive(.notAnAccessToken))
        }
        guard case .value(let access) = try grants.accessAtOnce(presented.claims.grant) else {
            return .mustWait
        }
        guard let access, presented.isAuthentic(salt: access.grant.tokens.salt) else {
            return .value(.inactive(.notAuthentic))
        }
        if let state {
            let found = KnownTokens.Found(claims: presented.claims, access: access)
            known.keep(found, for: token, in: state.snapshot)
        }
        return .value(judge(presented.claims, access, audience, offered))
    }

    private func judge(
        _ presented: PresentedToken,
        _ access: GrantAccess?,
        _ audience: String,
        _ offered: ScopeSet
    ) -> Introspection {
        guard let access, presented.isAuthentic(salt: access.grant.tokens.salt) else {
            return .inactive(.notAuthentic)
        }
        return judge(presented.claims, access, audience, offered)
    }

    /// Judges an authentic token.
    private func judge(
        _ claims: TokenClaims,
        _ access: GrantAccess,
        _ audience: String,
        _ offered: ScopeSet
    ) -> Introspection {
        guard access.grant.terms.resource.isIdentical(to: audience) else {
            return .inactive(.otherAudience)
        }
        let now = clock.now()
        let check = AccessCheck(claims: claims, now: now, lifetimes: lifetimes)
        do {
            let life = try check.life(in: access.grant, standing: access.standing)
            noteUse(of: access, at: now)
            let limited = AccessCheck.Life(
                issuedAt: life.issuedAt,
                expiresAt: life.expiresAt,
                scopes: life.scopes.intersection(offered)
            )
            return .active(ActiveAccess(issuer: issuer.text, access: access, life: limited))
        } catch {
            return .inactive(.refused(error))
        }
    }

    private func noteUse(of access: GrantAccess, at now: Timestamp) {
        guard access.isNoteDue(at: now, everySeconds: useNoteIntervalSeconds) else { return }
        grants.noteUse(access.grant.key, at: now)
    }
}
