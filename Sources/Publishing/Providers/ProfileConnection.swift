public import Primitives

/// How a profile is reached at its network.
public struct ProfileConnection: Sendable {
    /// The network's server, or the webhook's address.
    public let endpoint: String
    /// What proves us there; the store keeps it sealed.
    public let secret: SecretText?
    /// The account's lasting identifier at the network, where it has told one.
    public let account: String?

    /// Describes a connection.
    public init(endpoint: String, secret: SecretText?, account: String? = nil) {
        self.endpoint = endpoint
        self.secret = secret
        self.account = account
    }
}
