internal import Database
public import Directory
public import Primitives

/// What is remembered of sign-in attempts, in the table `sign_in_throttles`.
public struct ThrottleTable: SignInThrottleStore {
    let core: StoreCore

    /// Reads both records, applies `rule` and writes them back, in one write transaction.
    ///
    /// - Parameters:
    ///   - account: The key of the account's record.
    ///   - source: The key of the source's record.
    ///   - now: Records whose `forgottenAt` is not later are absent to `rule`, and deleted.
    ///   - rule: A pure function; a record that it leaves `nil` is deleted.
    /// - Returns: What `rule` returned.
    /// - Throws: ``/Directory/DirectoryStoreError/unavailable(reason:)``.
    public func updateThrottle<Outcome: Sendable>(
        account: ThrottleKey,
        source: ThrottleKey,
        at now: Timestamp,
        _ rule: @escaping @Sendable (inout SignInThrottleState) -> Outcome
    ) async throws(DirectoryStoreError) -> Outcome {
        try await core.writeDirectory { connection throws(DatabaseError) in
            try connection.execute(
                "DELETE FROM sign_in_throttles WHERE forgotten_at <= ?1",
                [.integer(now.secondsSinceEpoch)]
            )
            let before = SignInThrottleState(
                account: try Self.record(account, in: connection),
                source: try Self.record(source, in: connection)
            )
            var after = before
            let outcome = rule(&after)
            if after.account != before.account {
                try Self.replace(after.account, of: account, in: connection)
            }
            if after.source != before.source {
                try Self.replace(after.source, of: source, in: connection)
            }
            return outcome
        }
    }

    private static func record(
        _ key: ThrottleKey,
        in connection: Connection
    ) throws(DatabaseError) -> ThrottleRecord? {
        try connection.first(
            "SELECT attempts, until, forgotten_at FROM sign_in_throttles WHERE key = ?1",
            [.blob(key.bytes)]
        ) { row in
            ThrottleRecord(
                attempts: row.integer(0),
                until: row.certainTime(1),
                forgottenAt: row.certainTime(2)
            )
        }
    }

    private static func replace(
        _ record: ThrottleRecord?,
        of key: ThrottleKey,
        in connection: Connection
    ) throws(DatabaseError) {
        guard let record else {
            try connection.execute(
                "DELETE FROM sign_in_throttles WHERE key = ?1",
                [.blob(key.bytes)]
            )
            return
        }
        try connection.execute(
            """
            INSERT INTO sign_in_throttles (key, attempts, until, forgotten_at)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (key) DO UPDATE SET attempts = excluded.attempts, until = excluded.until,
                forgotten_at = excluded.forgotten_at
            """,
            [
                .blob(key.bytes), .integer(record.attempts),
                .integer(record.until.secondsSinceEpoch),
                .integer(record.forgottenAt.secondsSinceEpoch),
            ]
        )
    }
}
