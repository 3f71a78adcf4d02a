internal import OAuth
internal import Primitives
internal import Storage

/// What a token is and whether it works, found out without changing anything.
struct TokenInspection {
    /// What the text turned out to be.
    enum Finding {
        /// It does not have the form of a token of this server, or another server made it.
        case foreign
        /// It has the form, but its signature is wrong or its grant is unknown.
        case forged(TokenKind)
        /// This server made it.
        case authentic(TokenKind, GrantAccess, Verdict)
    }

    /// Whether an authentic token works.
    enum Verdict {
        /// It does, until then, for these scopes.
        case works(until: Timestamp, scopes: ScopeSet)
        /// It does not; the text says why in one sentence.
        case refused(String)
    }

    let codec: TokenCodec
    let now: Timestamp
    let lifetimes: TokenLifetimes

    /// Reads `token`, without its row.
    func decode(_ token: [UInt8]) -> PresentedToken? {
        codec.decode(token)
    }

    /// Judges `token` by the row that it names.
    func finding(of token: PresentedToken, access: GrantAccess?) -> Finding {
        let kind = token.claims.kind
        guard let access, token.isAuthentic(salt: access.grant.tokens.salt) else {
            return .forged(kind)
        }
        let verdict =
            switch kind {
            case .access: accessVerdict(token.claims, access)
            case .refresh: refreshVerdict(token.claims, access)
            case .code: codeVerdict(access)
            }
        return .authentic(kind, access, verdict)
    }

    private func accessVerdict(_ claims: TokenClaims, _ access: GrantAccess) -> Verdict {
        let check = AccessCheck(claims: claims, now: now, lifetimes: lifetimes)
        do {
            let life = try check.life(in: access.grant, standing: access.standing)
            return .works(until: life.expiresAt, scopes: life.scopes)
        } catch {
            switch error {
            case .revoked, .userDisabled, .clientDisabled:
                return .refused(ending(of: access) ?? "Its grant has ended.")
            case .otherGeneration: return .refused("Newer tokens have replaced it.")
            case .expired: return .refused("It has expired; its client should refresh.")
            }
        }
    }

    private func refreshVerdict(_ claims: TokenClaims, _ access: GrantAccess) -> Verdict {
        let rule = RefreshRotation(
            isFromOwner: true,
            generation: claims.generation,
            scope: nil,
            resourceRefusal: nil,
            now: now,
            lifetimes: lifetimes
        )
        // The rule changes a copy only; the grant stays as it is.
        var copy = access.grant
        switch rule.apply(to: &copy, standing: access.standing) {
        case .issued:
            let own = access.grant.terms.lifetimes ?? lifetimes
            let idleEnd = access.grant.tokens.issuedAt.adding(seconds: own.idleSeconds)
            let end = access.grant.createdAt.adding(seconds: own.absoluteSeconds)
            return .works(until: min(idleEnd, end), scopes: access.grant.terms.scopes)
        case .refused(.refreshReplayed):
            return .refused("It was used before; presenting it again would end its grant.")
        case .refused(.idleExpired): return .refused("It was not used for too long.")
        case .refused(.absoluteExpired): return .refused("Its grant has reached its full age.")
        case .refused(.fromTheFuture):
            return .refused("The database is older than the token, as after restoring a backup.")
        case .refused: return .refused(ending(of: access) ?? "Its grant has ended.")
        }
    }

    private func codeVerdict(_ access: GrantAccess) -> Verdict {
        if let ending = ending(of: access) { return .refused(ending) }
        let grant = access.grant
        guard grant.tokens.generation == 0 else {
            return .refused("It was redeemed before; presenting it again would end its grant.")
        }
        let end = grant.createdAt.adding(
            seconds: (grant.terms.lifetimes ?? lifetimes).codeSeconds
        )
        guard now <= end else { return .refused("It has expired.") }
        return .works(until: end, scopes: grant.terms.scopes)
    }

    private func ending(of access: GrantAccess) -> String? {
        if let revocation = access.grant.revocation {
            return "Its grant was revoked on \(revocation.at.exact). \(revocation.reason.text)"
        }
        if access.user.isDisabled { return "The person is disabled." }
        if access.client.isDisabled { return "The client is disabled." }
        return nil
    }
}

extension TokenKind {
    /// The kind in words.
    var words: String {
        switch self {
        case .code: "authorization code"
        case .access: "access token"
        case .refresh: "refresh token"
        }
    }

    /// The kind for programs.
    var name: String {
        switch self {
        case .code: "authorization_code"
        case .access: "access_token"
        case .refresh: "refresh_token"
        }
    }
}
