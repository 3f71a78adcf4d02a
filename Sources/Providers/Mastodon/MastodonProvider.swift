internal import Primitives
public import Publishing

/// Connects and publishes through any Mastodon server, by its public interface.
public struct MastodonProvider: Sendable {
    /// What the person is asked for: to see who they are, to find a post again, and to publish.
    static let scopes = "read:accounts read:statuses write:media write:statuses"

    let surroundings: ProviderSurroundings
    let apps: any NetworkAppStore

    var network: NetworkClient { surroundings.network }

    /// Creates the connector.
    ///
    /// - Parameters:
    ///   - surroundings: What it takes from the world.
    ///   - apps: Where registrations at servers are kept.
    public init(_ surroundings: ProviderSurroundings, apps: any NetworkAppStore) {
        self.surroundings = surroundings
        self.apps = apps
    }
}
