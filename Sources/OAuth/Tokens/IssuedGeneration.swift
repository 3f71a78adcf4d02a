public import Primitives

/// The generation of tokens that a rule decided to hand out.
public struct IssuedGeneration: Sendable, Equatable {
    /// Its number.
    public let number: UInt32
    /// When it was issued, which convergent callers are told honestly.
    public let issuedAt: Timestamp
    /// The scopes that the client is told it has.
    public let scopes: ScopeSet
    /// What the access token is limited to, whatever its grant has.
    ///
    /// Everything, unless the client asked for fewer scopes than the grant has: so what the person
    /// adds on the account page holds for the very next call, and what a client has narrowed itself
    /// to stays narrow.
    public let limit: ScopeSet

    /// The current generation of `grant`, with an access token for `scopes`.
    init(of grant: Grant, scopes: ScopeSet) {
        number = grant.tokens.generation
        issuedAt = grant.tokens.issuedAt
        self.scopes = scopes
        let granted = grant.terms.scopes.intersection(.resource)
        limit = granted.isSubset(of: scopes) ? .resource : scopes.intersection(.resource)
    }
}
