internal import Cryptography
internal import Database
internal import Primitives

/// The chain that makes the audit log tell when somebody changed it.
///
/// Each event's hash covers the hash before it, so a changed, inserted, reordered or removed event
/// breaks every hash from there on. Cutting the newest events off leaves a sound chain; who wants
/// to notice that keeps the newest hash somewhere else.
enum AuditChain {
    /// What stands before the first event.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// The hash of an event.
    static func hash(
        after previous: [UInt8],
        number: Int64,
        at time: Timestamp,
        _ event: AuditEvent
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: previous)
        append(number, to: &bytes)
        append(time.secondsSinceEpoch, to: &bytes)
        append(event.kind.rawValue, to: &bytes)
        append(event.actor.description, to: &bytes)
        for field in [event.person, event.client, event.grant, event.workspace, event.detail] {
            append(field, to: &bytes)
        }
        return SHA256.digest(bytes)
    }

    /// Appends an event inside the running write.
    static func append(
        _ event: AuditEvent,
        at time: Timestamp,
        to connection: Connection
    ) throws(DatabaseError) {
        try append([(event, time)], to: connection)
    }

    /// Appends events in their order inside the running write; the chain's end is read once.
    static func append(
        _ events: [(event: AuditEvent, at: Timestamp)],
        to connection: Connection
    ) throws(DatabaseError) {
        guard !events.isEmpty else { return }
        let last = try connection.first(
            "SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1"
        ) { (number: $0.integer(0), hash: $0.blob(1)) }
        var (number, hash) = last ?? (0, origin)
        for (event, time) in events {
            number += 1
            hash = Self.hash(after: hash, number: number, at: time, event)
            try insert(event, number, hash, at: time, to: connection)
        }
    }

    private static func insert(
        _ event: AuditEvent,
        _ number: Int64,
        _ hash: [UInt8],
        at time: Timestamp,
        to connection: Connection
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO audit_events
                (id, at, kind, actor, person, client, grant_identifier, workspace, detail, hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            [
                .integer(number), .integer(time.secondsSinceEpoch), .text(event.kind.rawValue),
                .text(event.actor.description), .text(orNull: event.person),
                .text(orNull: event.client), .text(orNull: event.grant),
                .text(orNull: event.workspace), .text(orNull: event.detail), .blob(hash),
            ]
        )
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
        }
    }

    /// Appends a length and the text, so that no two lists of fields give the same bytes.
    private static func append(_ text: String?, to bytes: inout [UInt8]) {
        guard let text else { return append(-1, to: &bytes) }
        append(Int64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }
}
