public import Primitives

/// The rule for an authentic access token: whether it is good now, and for what.
public struct AccessCheck: Sendable {
    /// Why an authentic access token is not good.
    public enum Refusal: Error, Sendable, Equatable {
        /// The grant has ended.
        case revoked(RevocationReason)
        /// The person was disabled.
        case userDisabled
        /// The client was disabled.
        case clientDisabled
        /// Two newer generations exist, or the database does not know this one yet.
        case otherGeneration
        /// Its time is over.
        case expired
    }

    /// What an access token is good for.
    public struct Life: Sendable, Equatable {
        /// When it was issued.
        public let issuedAt: Timestamp
        /// When the server gives it up, grace included.
        public let expiresAt: Timestamp
        /// The scopes that both the token and the grant have.
        public let scopes: ScopeSet
    }

    /// What the token says.
    public let claims: TokenClaims
    /// The time of the request.
    public let now: Timestamp
    /// The lifetimes of this server.
    public let lifetimes: TokenLifetimes

    /// Creates the rule for one token.
    public init(claims: TokenClaims, now: Timestamp, lifetimes: TokenLifetimes) {
        self.claims = claims
        self.now = now
        self.lifetimes = lifetimes
    }

    /// Judges the token by the state of its grant.
    ///
    /// - Parameters:
    ///   - grant: The grant as it is now.
    ///   - standing: Whether person and client may still act.
    /// - Returns: The token's life and scopes.
    /// - Throws: ``Refusal`` when it is not good any more.
    public func life(
        in grant: Grant,
        standing: GrantStanding
    ) throws(Refusal) -> Life {
        if let revocation = grant.revocation { throw .revoked(revocation.reason) }
        if standing.isUserDisabled { throw .userDisabled }
        if standing.isClientDisabled { throw .clientDisabled }
        guard let issuedAt = issueTime(in: grant.tokens) else { throw .otherGeneration }
        let lifetimes = grant.terms.lifetimes ?? lifetimes
        let expiresAt = lifetimes.accessEnd(issuedAt: issuedAt, approvedAt: grant.createdAt)
            .adding(seconds: lifetimes.graceSeconds)
        guard now < expiresAt else { throw .expired }
        return Life(
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            scopes: claims.scopes.intersection(grant.terms.scopes)
        )
    }

    private func issueTime(in tokens: TokenState) -> Timestamp? {
        guard claims.generation > 0, claims.generation <= tokens.generation else { return nil }
        switch tokens.generation - claims.generation {
        case 0: return tokens.issuedAt
        case 1: return tokens.previousIssuedAt
        default: return nil
        }
    }
}

extension TokenLifetimes {
    /// The advertised end of an access token; rotation never moves it past the grant's own end.
    func accessEnd(issuedAt: Timestamp, approvedAt: Timestamp) -> Timestamp {
        min(
            issuedAt.adding(seconds: accessSeconds),
            approvedAt.adding(seconds: absoluteSeconds)
        )
    }
}
