private import Cryptography
internal import Database
public import OAuth
public import Primitives

/// The client assertions that were presented and could be presented again, in the table
/// `used_assertions`.
///
/// It cleans itself: each presentation forgets some that are over, more than one of which never
/// comes in with it.
public struct AssertionTable: AssertionStore {
    let core: StoreCore

    /// Assertions of one client that may be remembered at once.
    ///
    /// Each lives for some six minutes, so that this allows 27 of one client in every second.
    static let maximumOfClient: Int64 = 10_000
    /// Assertions that one presentation forgets at most.
    private static let forgottenAtOnce: Int64 = 100

    /// Records a presentation, once it is durable, and pins that the client proves itself.
    public func record(
        _ use: AssertionUse,
        at now: Timestamp
    ) async throws(StoreError) -> AssertionRecording {
        let digest = SHA256.digest(Array(use.client.utf8) + [0] + Array(use.identifier.utf8))
        return try await core.write { connection throws(DatabaseError) in
            try Self.forget(at: now, in: connection)
            let client = try connection.first(
                "SELECT id FROM clients WHERE identifier = ?1 AND removed_at IS NULL",
                [.text(use.client)]
            ) { $0.integer(0) }
            guard let client else {
                throw .unexpectedValue("an assertion of a client that is gone")
            }
            let isKnown = try connection.first(
                "SELECT 1 FROM used_assertions WHERE digest = ?1",
                [.blob(digest)]
            ) { _ in true }
            guard isKnown == nil else { return .repeated }
            let isFull = try connection.first(
                "SELECT 1 FROM used_assertions WHERE client_id = ?1 LIMIT 1 OFFSET ?2",
                [.integer(client), .integer(Self.maximumOfClient - 1)]
            ) { _ in true }
            guard isFull == nil else { return .tooMany }
            try connection.execute(
                "INSERT INTO used_assertions (digest, client_id, until) VALUES (?1, ?2, ?3)",
                [.blob(digest), .integer(client), .integer(use.until.secondsSinceEpoch)]
            )
            try connection.execute(
                "UPDATE clients SET proven_at = ?2 WHERE id = ?1 AND proven_at IS NULL",
                [.integer(client), .integer(now.secondsSinceEpoch)]
            )
            return .first
        }
    }

    /// Forgets assertions that have expired for good.
    private static func forget(
        at now: Timestamp,
        in connection: Connection
    ) throws(DatabaseError) {
        try connection.execute(
            """
            DELETE FROM used_assertions WHERE digest IN
                (SELECT digest FROM used_assertions WHERE until <= ?1 ORDER BY until LIMIT ?2)
            """,
            [.integer(now.secondsSinceEpoch), .integer(forgottenAtOnce)]
        )
    }
}
