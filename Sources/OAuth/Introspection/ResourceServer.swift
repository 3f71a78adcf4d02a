/// A resource server that may ask about the tokens of its audience.
public struct ResourceServer: Sendable, Equatable {
    /// The name it authenticates with, URL-safe ASCII without a colon.
    public let identifier: String
    /// The canonical resource identifier whose tokens it may see.
    public let audience: String
    /// The scopes of the resource; a token means no other there.
    public let scopes: ScopeSet
    /// The SHA-256 digest of its secret, which is 256 random bits.
    public let secretHash: [UInt8]

    /// Creates the value.
    public init(
        identifier: String,
        audience: String,
        scopes: ScopeSet = .resource,
        secretHash: [UInt8]
    ) {
        self.identifier = identifier
        self.audience = audience
        self.scopes = scopes
        self.secretHash = secretHash
    }
}
