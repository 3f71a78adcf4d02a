public import Primitives

/// The rule for an authentic authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6).
///
/// The client was authenticated and the code's MAC checked before. The rule runs inside the store's
/// write transaction, so that of any number of parallel callers one redeems the code.
public struct CodeRedemption: Sendable {
    /// What became of the code.
    public enum Outcome: Sendable, Equatable {
        /// The first generation of tokens was issued.
        case redeemed(IssuedGeneration)
        /// The request was refused; where it was a replay, the grant has ended.
        case refused(TokenFailure)
    }

    /// Whether the client that presents the code is the one it was issued to.
    public let isFromOwner: Bool
    /// The `redirect_uri` parameter, if it was sent.
    public let redirectURI: [UInt8]?
    /// The PKCE verifier, where one was sent that has the right form.
    public let verifier: CodeVerifier?
    /// Why the `resource` parameter is another resource, if it is.
    public let resourceRefusal: ResourceRefusal?
    /// The time of the request.
    public let now: Timestamp
    /// The lifetimes of this server.
    public let lifetimes: TokenLifetimes

    /// Creates the rule for one request.
    public init(
        isFromOwner: Bool,
        redirectURI: [UInt8]?,
        verifier: CodeVerifier?,
        resourceRefusal: ResourceRefusal?,
        now: Timestamp,
        lifetimes: TokenLifetimes
    ) {
        self.isFromOwner = isFromOwner
        self.redirectURI = redirectURI
        self.verifier = verifier
        self.resourceRefusal = resourceRefusal
        self.now = now
        self.lifetimes = lifetimes
    }

    /// Redeems the code, refuses it, or ends the grant of a code that comes a second time.
    ///
    /// Only whoever also knows the verifier can end the grant by repeating the code; anyone who
    /// merely saw the code changes nothing (RFC 9700 §4.13).
    public func apply(to grant: inout Grant, standing: GrantStanding) -> Outcome {
        if let failure = proofFailure(for: grant) { return .refused(failure) }
        if let revocation = grant.revocation { return .refused(.revoked(revocation.reason)) }
        if standing.isUserDisabled { return .refused(.userDisabled) }
        if standing.isClientDisabled { return .refused(.clientDisabled) }
        guard grant.tokens.generation == 0 else {
            grant.revocation = Revocation(at: now, by: .server, reason: .codeReplay)
            return .refused(.codeReplayed(grant: grant.identifier))
        }
        let lifetimes = grant.terms.lifetimes ?? lifetimes
        guard now.seconds(since: grant.createdAt) <= lifetimes.codeSeconds else {
            return .refused(.codeExpired)
        }
        grant.tokens.generation = 1
        grant.tokens.issuedAt = now
        grant.tokens.previousIssuedAt = nil
        grant.lastUsedAt = now
        return .redeemed(IssuedGeneration(of: grant, scopes: grant.terms.scopes))
    }

    private func proofFailure(for grant: Grant) -> TokenFailure? {
        guard isFromOwner else { return .otherClient }
        if let redirectURI, !redirectURI.elementsEqual(grant.code.redirectURI.utf8) {
            return .otherRedirectURI
        }
        guard let verifier, verifier.matches(challenge: grant.code.challenge) else {
            return .wrongVerifier
        }
        return resourceRefusal.map { .otherResource($0) }
    }
}
