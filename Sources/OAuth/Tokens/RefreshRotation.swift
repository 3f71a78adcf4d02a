public import Primitives

/// The rule for an authentic refresh token (RFC 6749 §6, RFC 9700 §4.14.2).
///
/// Rotation converges: the previous token, presented again inside a short window, leads to the same
/// successor without a write, because a lost answer or two processes of one person are far more
/// common than a thief. Outside the window an older token is a replay, which ends this grant and no
/// other. The price: inside the window a thief and the owner look alike.
public struct RefreshRotation: Sendable {
    /// What became of the refresh token.
    public enum Outcome: Sendable, Equatable {
        /// This generation of tokens is handed out, newly made or once more.
        case issued(IssuedGeneration)
        /// The request was refused; where it was a replay, the grant has ended.
        case refused(TokenFailure)
    }

    /// Whether the client that presents the token is the one it was issued to.
    public let isFromOwner: Bool
    /// The generation of the token presented.
    public let generation: UInt32
    /// The `scope` parameter, if it was sent.
    public let scope: ScopeParameter?
    /// Why the `resource` parameter is another resource, if it is.
    public let resourceRefusal: ResourceRefusal?
    /// The time of the request.
    public let now: Timestamp
    /// The lifetimes of this server.
    public let lifetimes: TokenLifetimes

    /// Creates the rule for one request.
    public init(
        isFromOwner: Bool,
        generation: UInt32,
        scope: ScopeParameter?,
        resourceRefusal: ResourceRefusal?,
        now: Timestamp,
        lifetimes: TokenLifetimes
    ) {
        self.isFromOwner = isFromOwner
        self.generation = generation
        self.scope = scope
        self.resourceRefusal = resourceRefusal
        self.now = now
        self.lifetimes = lifetimes
    }

    /// Rotates the token, repeats its successor, refuses it, or ends the grant of a replayed one.
    public func apply(to grant: inout Grant, standing: GrantStanding) -> Outcome {
        guard isFromOwner else { return .refused(.otherClient) }
        if let resourceRefusal { return .refused(.otherResource(resourceRefusal)) }
        guard let scopes = scopes(within: grant.terms.scopes) else {
            return .refused(.excessiveScope)
        }
        if let failure = lifeFailure(of: grant, standing: standing) { return .refused(failure) }
        let current = grant.tokens.generation
        guard generation > 0, generation <= current else { return .refused(.fromTheFuture) }
        if generation == current {
            rotate(&grant)
        } else if !converges(grant) {
            grant.revocation = Revocation(at: now, by: .server, reason: .refreshReplay)
            let gap = current - generation
            return .refused(.refreshReplayed(grant: grant.identifier, generationGap: gap))
        }
        return .issued(IssuedGeneration(of: grant, scopes: scopes))
    }

    /// The scopes of the next access token, or `nil` when more is asked than was granted.
    ///
    /// `offline_access` is dropped, for one SDK appends it unasked; so are names outside the
    /// catalogue, as at the authorization endpoint. The refresh token keeps the whole grant.
    private func scopes(within granted: ScopeSet) -> ScopeSet? {
        guard let asked = scope?.known.intersection(.resource), !asked.isEmpty else {
            return granted
        }
        return asked.isSubset(of: granted) ? asked : nil
    }

    private func lifeFailure(of grant: Grant, standing: GrantStanding) -> TokenFailure? {
        if let revocation = grant.revocation { return .revoked(revocation.reason) }
        if standing.isUserDisabled { return .userDisabled }
        if standing.isClientDisabled { return .clientDisabled }
        let lifetimes = grant.terms.lifetimes ?? lifetimes
        guard now.seconds(since: grant.createdAt) <= lifetimes.absoluteSeconds else {
            return .absoluteExpired
        }
        guard now.seconds(since: grant.tokens.issuedAt) <= lifetimes.idleSeconds else {
            return .idleExpired
        }
        return nil
    }

    private func converges(_ grant: Grant) -> Bool {
        let window = (grant.terms.lifetimes ?? lifetimes).convergenceSeconds
        return generation + 1 == grant.tokens.generation
            && now.seconds(since: grant.tokens.issuedAt) <= window
    }

    private func rotate(_ grant: inout Grant) {
        // 2^32 rotations of one grant take longer than any absolute lifetime allows.
        grant.tokens.generation &+= 1
        grant.tokens.previousIssuedAt = grant.tokens.issuedAt
        grant.tokens.issuedAt = now
        grant.lastUsedAt = now
    }
}
