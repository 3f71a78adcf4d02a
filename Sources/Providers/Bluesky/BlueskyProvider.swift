internal import Primitives
public import Publishing

/// Connects and publishes through Bluesky and other servers of the AT Protocol.
///
/// A person gives an app password on a page of ours; it makes a session, whose tokens are kept, and
/// is forgotten.
public struct BlueskyProvider: Sendable {
    /// Who knows where accounts are.
    public struct Directory: Sendable {
        /// The server that resolves handles, an origin.
        public var resolver = "https://public.api.bsky.app"
        /// The directory of `did:plc`, an origin.
        public var identifiers = "https://plc.directory"

        /// Names the public ones.
        public init() {}
    }

    let surroundings: ProviderSurroundings
    let directory: Directory
    let tokens: TokenKeeper

    var network: NetworkClient { surroundings.network }

    /// Creates the connector.
    ///
    /// - Parameters:
    ///   - surroundings: What it takes from the world.
    ///   - secrets: Where renewed tokens are kept.
    ///   - directory: Who knows where accounts are.
    public init(
        _ surroundings: ProviderSurroundings,
        secrets: any ProfileSecretStore,
        directory: Directory = Directory()
    ) {
        self.surroundings = surroundings
        self.directory = directory
        tokens = TokenKeeper(secrets)
    }

    /// The address of a method at a server.
    static func address(_ method: String, at origin: String) -> String {
        "\(origin)/xrpc/\(method)"
    }
}
