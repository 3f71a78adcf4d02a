internal import Database
internal import Primitives
public import Publishing

/// The network that is built in: it keeps posts and shows them to nobody.
///
/// It behaves like a network far away: it has a table and a transaction of its own, so a server can
/// die between its answer and our note of it, and it publishes once for one key.
public struct DemoNetwork: NetworkProvider {
    private let core: StoreCore

    /// Creates the network over the tables of `table`.
    public init(_ table: PublishingTable) {
        core = table.core
    }

    /// Keeps the post, or finds that it is kept already.
    public func publish(_ publication: Publication) async -> PublishOutcome {
        let now = core.clock.now().secondsSinceEpoch
        do throws(DatabaseError) {
            let number = try await core.database.write { connection throws(DatabaseError) in
                try connection.execute(
                    """
                    INSERT INTO demo_network_posts (key, handle, text, media_count, published_at)
                    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING
                    """,
                    [
                        .text(publication.key), .text(publication.profile.handle),
                        .text(publication.text), .integer(Int64(publication.media.count)),
                        .integer(now),
                    ]
                )
                return try connection.first(
                    "SELECT id FROM demo_network_posts WHERE key = ?1",
                    [.text(publication.key)]
                ) { $0.integer(0) }
            }
            let name = publication.profile.handle.drop { $0 == "@" }
            return .published(url: "https://demo.example/\(name)/\(number ?? 0)")
        } catch {
            return .uncertain(message: "The demo network did not answer.")
        }
    }
}
