public import Primitives
internal import Providers
internal import Publishing

/// What drafts posts, and how many of them a workspace may have.
public struct GeneratorConfiguration: Sendable {
    /// A model that the operator set up.
    public struct Model: Sendable {
        /// The address that `/chat/completions` or `/images/generations` follows.
        public let address: String
        /// The name of the model.
        public let name: String
        /// The bearer key, or `nil` where the endpoint wants none.
        public let key: SecretText?

        /// Describes a model.
        public init(address: String, name: String, key: SecretText?) {
            self.address = address
            self.name = name
            self.key = key
        }
    }

    /// The most drafts a day that can be configured.
    public static let maximumDailyDrafts = 100_000
    /// How many drafts a day a workspace may have unless configured otherwise.
    public static let standardDailyDrafts = Drafting.Generators.standardDailyLimit

    /// What writes texts, or `nil` for the composer that is built in.
    public var text: Model?
    /// What makes pictures, or `nil` for cards.
    public var image: Model?
    /// How many drafts a workspace may have generated on a day (UTC).
    public var dailyDrafts = standardDailyDrafts

    /// Chooses what works without a network.
    public init() {}
}

extension GeneratorConfiguration.Model {
    /// The endpoint.
    ///
    /// - Throws: ``ServerError`` that says what is wrong without repeating the key.
    func endpoint() throws(ServerError) -> ModelEndpoint {
        guard let endpoint = ModelEndpoint(address: address, model: name, key: key) else {
            throw ServerError(
                "the model '\(name)' at '\(address)' cannot be asked; write the address as "
                    + "https://api.example.com/v1, the name without spaces, and the key in visible "
                    + "ASCII characters"
            )
        }
        return endpoint
    }
}
