public import Database
public import OAuth
public import Primitives

/// What a server was started with and commands must know, in the table `settings`.
///
/// The newest start counts: of two servers over one file with different options, commands follow
/// the one that was started last.
public struct SettingsTable: Sendable {
    let core: StoreCore

    private static let lifetimesName = "token_lifetimes"

    /// The lifetimes that the server was last started with, or `nil` where none has been yet.
    public func lifetimes() throws(DatabaseError) -> TokenLifetimes? {
        try core.database.read { connection throws(DatabaseError) in
            try Self.lifetimes(in: connection)
        }
    }

    /// Writes down the lifetimes that the server uses from now on.
    ///
    /// - Parameters:
    ///   - lifetimes: The lifetimes.
    ///   - time: When.
    /// - Throws: ``/Database/DatabaseError``; then the old ones are still there.
    public func setLifetimes(
        _ lifetimes: TokenLifetimes,
        at time: Timestamp
    ) async throws(DatabaseError) {
        guard try self.lifetimes() != lifetimes else { return }
        try await core.database.write { [core] connection throws(DatabaseError) in
            let before = try Self.lifetimes(in: connection)
            guard before != lifetimes else { return }
            try connection.execute(
                """
                INSERT INTO settings (name, value, set_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, set_at = excluded.set_at
                """,
                [
                    .text(Self.lifetimesName), .text(lifetimes.compactText),
                    .integer(time.secondsSinceEpoch),
                ]
            )
            // The first start of a server with the usual lifetimes is no change.
            guard before != nil || lifetimes != .standard else { return }
            let event = AuditEvent(.lifetimesChanged, by: core.actor, detail: lifetimes.compactText)
            try core.record(event, at: time, in: connection)
        }
    }

    private static func lifetimes(
        in connection: Connection
    ) throws(DatabaseError) -> TokenLifetimes? {
        try connection.first(
            "SELECT value FROM settings WHERE name = ?1",
            [.text(lifetimesName)]
        ) { row throws(DatabaseError) in
            guard let lifetimes = TokenLifetimes(compactText: row.text(0)) else {
                throw .unexpectedValue("lifetimes")
            }
            return lifetimes
        }
    }
}
