internal import Database
public import OAuth
private import Primitives

/// The tool calls of one person, out of the audit log.
public struct ActivityTable: ActivityStore {
    let core: StoreCore

    /// Returns calls that were made for one person, the latest first.
    ///
    /// A workspace's name is read only where the person is a member: a refused call may have named
    /// any workspace at all.
    public func calls(
        of user: UserKey,
        _ filter: ActivityFilter,
        after position: ActivityPosition?,
        limit: Int
    ) async throws(StoreError) -> [ToolActivity] {
        try core.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT e.at, e.detail, e.client, c.name, e.grant_identifier, e.workspace,
                    (SELECT w.name FROM workspaces w
                        JOIN memberships m ON m.workspace_id = w.id
                        WHERE w.identifier = e.workspace AND m.user_id = ?1)
                FROM audit_events e LEFT JOIN clients c ON c.identifier = e.client
                WHERE e.kind = 'tool.called'
                    AND e.person = (SELECT identifier FROM users WHERE id = ?1)
                    AND e.at <= ?2
                    AND (?3 IS NULL OR e.grant_identifier IN (
                        SELECT o.identifier
                        FROM grants g JOIN grants o
                            ON o.client_id = g.client_id AND o.user_id = g.user_id
                        WHERE g.identifier = ?3 AND g.user_id = ?1))
                    AND (?4 IS NULL OR e.workspace = ?4)
                ORDER BY e.at DESC, e.id DESC LIMIT ?5 OFFSET ?6
                """,
                [
                    .integer(user.value), .integer(position?.at.secondsSinceEpoch ?? .max),
                    .text(orNull: filter.grant), .text(orNull: filter.workspace),
                    .integer(Int64(limit)), .integer(Int64(position?.shown ?? 0)),
                ]
            ) { ToolActivity(row: $0) }
        }
    }
}

extension ToolActivity {
    /// Reads the row of the query above.
    fileprivate init(row: Row) {
        // A row that somebody wrote by hand must not take the page away from its person.
        let text = row.optionalText(1) ?? ""
        let detail = ToolCallDetail(text)
        self.init(
            at: row.certainTime(0),
            tool: detail?.tool ?? text,
            outcome: detail?.outcome ?? "unknown",
            clientName: row.optionalText(3) ?? row.optionalText(2) ?? "",
            grant: row.optionalText(4),
            workspace: row.optionalText(5).map { Place(identifier: $0, name: row.optionalText(6)) }
        )
    }
}
