public import Database
public import Directory
public import Primitives

/// The audit log: append, list, verify.
///
/// The tables append what they change by themselves; only what has no other trace in the database,
/// a failed sign-in for instance, is appended by hand.
public struct AuditTrail: SignInJournal {
    let core: StoreCore
    let calls: CallNotes

    /// Notes that a tool which changes nothing was called; it is on disk about a second later.
    public func note(_ event: AuditEvent, at time: Timestamp) {
        calls.note(event, at: time)
    }

    /// Appends an event and returns once it is on disk.
    public func append(_ event: AuditEvent, at time: Timestamp) async throws(DatabaseError) {
        try await core.database.write { connection throws(DatabaseError) in
            try AuditChain.append(event, at: time, to: connection)
        }
    }

    /// Appends that somebody failed to sign in as `person`, without waiting for the write.
    public func noteFailedSignIn(as person: Person, at time: Timestamp) {
        let event = AuditEvent(.signInFailed, by: .person, person: person.identifier)
        core.database.writeLater { connection throws(DatabaseError) in
            try AuditChain.append(event, at: time, to: connection)
        }
    }

    /// Returns the events with numbers over `number`, oldest first, at most `limit`.
    ///
    /// - Parameters:
    ///   - number: The last event already seen; 0 for the beginning.
    ///   - limit: How many at most.
    /// - Returns: The events.
    /// - Throws: ``/Database/DatabaseError``, also where a row is not one that the product writes.
    public func events(
        after number: Int64,
        limit: Int
    ) throws(DatabaseError) -> [AuditRecord] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT id, at, kind, actor, person, client, grant_identifier, workspace, detail,
                    hash
                FROM audit_events WHERE id > ?1 ORDER BY id LIMIT ?2
                """,
                [.integer(number), .integer(Int64(limit))],
                AuditRecord.init(row:)
            )
        }
    }

    /// Returns the newest events, newest first, at most `limit`.
    public func newestEvents(limit: Int) throws(DatabaseError) -> [AuditRecord] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT id, at, kind, actor, person, client, grant_identifier, workspace, detail,
                    hash
                FROM audit_events ORDER BY id DESC LIMIT ?1
                """,
                [.integer(Int64(limit))],
                AuditRecord.init(row:)
            )
        }
    }

    /// Recomputes the whole chain; the cost grows with the log.
    public func verify() throws(DatabaseError) -> AuditVerification {
        var (number, hash) = (Int64(0), AuditChain.origin)
        while true {
            // In portions, so that no read transaction holds the log up for long.
            let portion: [AuditRecord]
            do {
                portion = try events(after: number, limit: 1_000)
            } catch .unexpectedValue {
                return .broken(after: number)
            }
            for record in portion {
                let expected = AuditChain.hash(
                    after: hash,
                    number: number + 1,
                    at: record.at,
                    record.event
                )
                guard record.number == number + 1, record.hash == expected else {
                    return .broken(after: number)
                }
                (number, hash) = (record.number, record.hash)
            }
            if portion.isEmpty { return .sound(count: number, newest: hash) }
        }
    }
}

/// What came of verifying the audit log.
public enum AuditVerification: Sendable, Equatable {
    /// Every hash is right; the newest one stands for the whole log.
    case sound(count: Int64, newest: [UInt8])
    /// The event after this number is not the one that was written, or the number is missing.
    case broken(after: Int64)
}

extension AuditRecord {
    /// Reads the row of the queries above.
    init(row: Row) throws(DatabaseError) {
        guard let actor = AuditActor(row.text(3)) else {
            throw .unexpectedValue("an unknown actor in the audit log")
        }
        number = row.integer(0)
        at = Timestamp(secondsSinceEpoch: row.integer(1))
        event = AuditEvent(
            try row.choice(AuditEventKind.self, 2),
            by: actor,
            person: row.optionalText(4),
            client: row.optionalText(5),
            grant: row.optionalText(6),
            workspace: row.optionalText(7),
            detail: row.optionalText(8)
        )
        hash = row.blob(9)
    }
}
