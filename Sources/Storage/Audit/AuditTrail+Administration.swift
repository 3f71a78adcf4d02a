public import Database
public import Primitives

/// Which events a listing shows; what is `nil` does not narrow it.
public struct AuditFilter: Sendable {
    /// Only events about this person, `usr_…`.
    public var person: String?
    /// Only events about this client, by its `client_id`.
    public var client: String?
    /// Only events about this workspace, `ws_…`.
    public var workspace: String?
    /// Only calls of this tool.
    public var tool: String?
    /// Only events of this kind, such as `grant.revoked`, or of this group, such as `grant`.
    public var kind: String?
    /// Only events of then or later.
    public var since: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}
}

/// An event with the names that belong to its identifiers now.
public struct AuditListing: Sendable, Equatable {
    /// The event.
    public let record: AuditRecord
    /// The person's e-mail address, or `nil` where there is none any more.
    public let email: String?
    /// What the client calls itself, or `nil` where nobody approved it.
    public let clientName: String?
    /// The workspace's name, or `nil` where there is none of that identifier.
    public let workspaceName: String?
}

extension AuditTrail {
    /// Returns the newest events that `filter` lets through, newest first, at most `limit`.
    ///
    /// The cost grows with the events that are looked at, not with those that fit.
    public func newest(
        _ filter: AuditFilter,
        limit: Int
    ) throws(DatabaseError) -> [AuditListing] {
        try listings(filter, after: 0, through: .max, limit: limit, newestFirst: true)
    }

    /// Returns the events with numbers in a range that `filter` lets through, oldest first.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - number: The last event already seen.
    ///   - last: The last event to look at.
    /// - Returns: The events.
    /// - Throws: ``/Database/DatabaseError``, also where a row is not one that the product writes.
    public func listings(
        _ filter: AuditFilter,
        after number: Int64,
        through last: Int64
    ) throws(DatabaseError) -> [AuditListing] {
        try listings(filter, after: number, through: last, limit: .max, newestFirst: false)
    }

    /// The number of the newest event, 0 where there is none.
    public func newestNumber() throws(DatabaseError) -> Int64 {
        try core.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT max(id) FROM audit_events") {
                $0.isNull(0) ? 0 : $0.integer(0)
            } ?? 0
        }
    }

    private func listings(
        _ filter: AuditFilter,
        after number: Int64,
        through last: Int64,
        limit: Int,
        newestFirst: Bool
    ) throws(DatabaseError) -> [AuditListing] {
        let values: [DatabaseValue] = [
            .integer(number), .integer(last), .text(orNull: filter.person),
            .text(orNull: filter.client), .text(orNull: filter.workspace),
            .text(orNull: filter.tool.map { $0 + " " }), .text(orNull: filter.kind),
            .integer(orNull: filter.since?.secondsSinceEpoch), .integer(Int64(limit)),
        ]
        return try core.database.read { connection throws(DatabaseError) in
            let read = { (row: Row) throws(DatabaseError) in
                AuditListing(
                    record: try AuditRecord(row: row),
                    email: row.optionalText(10),
                    clientName: row.optionalText(11),
                    workspaceName: row.optionalText(12)
                )
            }
            return newestFirst
                ? try connection.all(Self.newestFirst, values, read)
                : try connection.all(Self.oldestFirst, values, read)
        }
    }

    private static let newestFirst: StaticString = """
        SELECT e.id, e.at, e.kind, e.actor, e.person, e.client, e.grant_identifier, e.workspace,
            e.detail, e.hash, u.email, c.name, w.name
        FROM audit_events e
        LEFT JOIN users u ON u.identifier = e.person
        LEFT JOIN clients c ON c.identifier = e.client
        LEFT JOIN workspaces w ON w.identifier = e.workspace
        WHERE e.id > ?1 AND e.id <= ?2 AND (?3 IS NULL OR e.person = ?3)
            AND (?4 IS NULL OR e.client = ?4) AND (?5 IS NULL OR e.workspace = ?5)
            AND (?6 IS NULL
                OR (e.kind = 'tool.called' AND substr(e.detail, 1, length(?6)) = ?6))
            AND (?7 IS NULL OR e.kind = ?7 OR substr(e.kind, 1, length(?7) + 1) = ?7 || '.')
            AND (?8 IS NULL OR e.at >= ?8)
        ORDER BY e.id DESC LIMIT ?9
        """

    private static let oldestFirst: StaticString = """
        SELECT e.id, e.at, e.kind, e.actor, e.person, e.client, e.grant_identifier, e.workspace,
            e.detail, e.hash, u.email, c.name, w.name
        FROM audit_events e
        LEFT JOIN users u ON u.identifier = e.person
        LEFT JOIN clients c ON c.identifier = e.client
        LEFT JOIN workspaces w ON w.identifier = e.workspace
        WHERE e.id > ?1 AND e.id <= ?2 AND (?3 IS NULL OR e.person = ?3)
            AND (?4 IS NULL OR e.client = ?4) AND (?5 IS NULL OR e.workspace = ?5)
            AND (?6 IS NULL
                OR (e.kind = 'tool.called' AND substr(e.detail, 1, length(?6)) = ?6))
            AND (?7 IS NULL OR e.kind = ?7 OR substr(e.kind, 1, length(?7) + 1) = ?7 || '.')
            AND (?8 IS NULL OR e.at >= ?8)
        ORDER BY e.id LIMIT ?9
        """
}
