internal import Database
public import Directory
public import Primitives

/// The signed-in browsers, in the table `browser_sessions`.
public struct SessionTable: BrowserSessionStore {
    let core: StoreCore

    /// Returns the session of this digest and its person, over or not, disabled or not.
    public func session(
        _ digest: BrowserDigest
    ) async throws(DirectoryStoreError) -> StoredBrowserSession? {
        try core.readDirectory { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT u.id, u.identifier, u.email, u.name, u.disabled_at,
                    s.created_at, s.last_seen_at
                FROM browser_sessions s JOIN users u ON u.id = s.user_id
                WHERE s.digest = ?1
                """,
                [.blob(digest.bytes)]
            ) { row throws(DatabaseError) in
                let person = try Person(row: row)
                let session = BrowserSession(
                    digest: digest,
                    person: person.key,
                    createdAt: row.certainTime(5),
                    lastSeenAt: row.certainTime(6)
                )
                return StoredBrowserSession(session: session, person: person)
            }
        }
    }

    /// Stores a new session, in one write with what that ends.
    ///
    /// - Parameters:
    ///   - session: The session that begins.
    ///   - passwordHash: The stored hash that the person proved, byte by byte.
    ///   - replaced: The session that the same browser had until now; it is deleted.
    ///   - expiry: Sessions that this describes are deleted, so that nothing piles up.
    /// - Returns: `false`, and nothing is stored, when the person is gone or disabled or their
    ///   stored hash is another one by now.
    /// - Throws: ``/Directory/DirectoryStoreError/unavailable(reason:)``.
    public func insert(
        _ session: BrowserSession,
        provenBy passwordHash: String,
        replacing replaced: BrowserDigest?,
        clearing expiry: SessionExpiry
    ) async throws(DirectoryStoreError) -> Bool {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let person = try connection.first(
                """
                SELECT identifier FROM users
                WHERE id = ?1 AND password_hash = ?2 AND disabled_at IS NULL
                """,
                [.integer(session.person.rawValue), .text(passwordHash)]
            ) { $0.text(0) }
            guard let person else { return false }
            if let replaced { try Self.end(replaced, in: connection) }
            try connection.execute(
                "DELETE FROM browser_sessions WHERE created_at <= ?1 OR last_seen_at <= ?2",
                [
                    .integer(expiry.createdAtOrBefore.secondsSinceEpoch),
                    .integer(expiry.lastSeenAtOrBefore.secondsSinceEpoch),
                ]
            )
            try connection.execute(
                """
                INSERT INTO browser_sessions (digest, user_id, created_at, last_seen_at)
                VALUES (?1, ?2, ?3, ?4)
                """,
                [
                    .blob(session.digest.bytes), .integer(session.person.rawValue),
                    .integer(session.createdAt.secondsSinceEpoch),
                    .integer(session.lastSeenAt.secondsSinceEpoch),
                ]
            )
            let event = AuditEvent(.signedIn, by: .person, person: person)
            try core.record(event, at: session.createdAt, in: connection)
            return true
        }
    }

    /// Writes down that the browser was seen at `time`; an earlier time changes nothing.
    public func touch(
        _ digest: BrowserDigest,
        at time: Timestamp
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { connection throws(DatabaseError) in
            _ = try connection.execute(
                """
                UPDATE browser_sessions SET last_seen_at = ?2
                WHERE digest = ?1 AND last_seen_at < ?2
                """,
                [.blob(digest.bytes), .integer(time.secondsSinceEpoch)]
            )
        }
    }

    /// Ends one session; one that is not there is no error.
    public func end(_ digest: BrowserDigest) async throws(DirectoryStoreError) {
        try await core.writeDirectory { connection throws(DatabaseError) in
            try Self.end(digest, in: connection)
        }
    }

    /// Ends every session of the person inside the running write.
    static func endAll(of person: PersonKey, in connection: Connection) throws(DatabaseError) {
        try connection.execute(
            "DELETE FROM browser_sessions WHERE user_id = ?1",
            [.integer(person.rawValue)]
        )
    }

    private static func end(
        _ digest: BrowserDigest,
        in connection: Connection
    ) throws(DatabaseError) {
        try connection.execute(
            "DELETE FROM browser_sessions WHERE digest = ?1",
            [.blob(digest.bytes)]
        )
    }
}
