public import Primitives

/// How a profile is reached at its network.
public struct ProfileConnection: Sendable {
    /// The network's server, or the webhook's address.
    public let endpoint: String
    /// What proves us there; the store keeps it sealed.
    public let secret: SecretText?

    /// Describes a connection.
    public init(endpoint: String, secret: SecretText?) {
        self.endpoint = endpoint
        self.secret = secret
    }
}
