public import Primitives

/// The generation of tokens that a rule decided to hand out.
public struct IssuedGeneration: Sendable, Equatable {
    /// Its number.
    public let number: UInt32
    /// When it was issued, which convergent callers are told honestly.
    public let issuedAt: Timestamp
    /// The scopes of the access token.
    public let scopes: ScopeSet

    /// The current generation of `grant`, with an access token for `scopes`.
    init(of grant: Grant, scopes: ScopeSet) {
        number = grant.tokens.generation
        issuedAt = grant.tokens.issuedAt
        self.scopes = scopes
    }
}
