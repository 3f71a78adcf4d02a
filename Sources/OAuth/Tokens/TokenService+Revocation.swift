internal import Primitives

extension TokenService {
    /// What a revocation request did; the client is answered alike in both cases (RFC 7009 §2.2).
    public enum RevocationOutcome: Sendable, Equatable {
        /// The grant with this identifier has ended.
        case ended(grant: String)
        /// The token was not a good one of this client, so nothing changed.
        case nothing
    }

    /// Ends the grant of a token that its own client gives back (RFC 7009 §2.1).
    ///
    /// An access token ends its whole grant, as the RFC allows: a client that says it no longer
    /// wants access should not keep a refresh token that a person believes gone. Only a token that
    /// is good at this moment counts, so that one found in an old log ends nothing.
    ///
    /// - Parameters:
    ///   - token: The token as it was sent.
    ///   - client: The client, authenticated as its registration demands.
    /// - Returns: What happened, for the log.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func revoke(
        _ token: [UInt8],
        from client: Client
    ) async throws(StoreError) -> RevocationOutcome {
        let presented = codec.decode(token).flatMap { $0.claims.kind == .code ? nil : $0 }
        // One row is read whatever was sent, so that the time tells no more than the answer does.
        let found = try await grants.access(presented?.claims.grant ?? Self.anyGrant)
        guard let presented, let access = found,
            presented.isAuthentic(salt: access.grant.tokens.salt),
            access.client.identifier.isIdentical(to: client.identifier)
        else { return .nothing }
        let claims = presented.claims
        let now = clock.now()
        let lifetimes = lifetimes
        let hasEnded = try await grants.update(access.grant.key) { grant, standing in
            guard Self.isGood(claims, in: grant, standing, now: now, lifetimes) else {
                return false
            }
            grant.revocation = Revocation(at: now, by: .client, reason: .endedByClient)
            return true
        }
        return hasEnded == true ? .ended(grant: access.grant.identifier) : .nothing
    }

    /// A row to read in place of one that nobody named.
    private static let anyGrant = GrantKey(1)

    private static func isGood(
        _ claims: TokenClaims,
        in grant: Grant,
        _ standing: GrantStanding,
        now: Timestamp,
        _ lifetimes: TokenLifetimes
    ) -> Bool {
        if claims.kind == .access {
            let check = AccessCheck(claims: claims, now: now, lifetimes: lifetimes)
            return (try? check.life(in: grant, standing: standing)) != nil
        }
        var copy = grant
        let rule = RefreshRotation(
            isFromOwner: true,
            generation: claims.generation,
            scope: nil,
            resourceRefusal: nil,
            now: now,
            lifetimes: lifetimes
        )
        guard case .issued = rule.apply(to: &copy, standing: standing) else { return false }
        return true
    }
}
