public import Database
internal import OAuth
internal import Primitives

extension GrantTable {
    /// Returns the grants that `filter` lets through, newest first, read in one snapshot.
    public func listings(_ filter: GrantFilter) throws(DatabaseError) -> [GrantListing] {
        try core.database.read { connection throws(DatabaseError) in
            let values: [DatabaseValue] = [
                .text(orNull: filter.user), .text(orNull: filter.user.map(ASCII.lowercased(_:))),
                .text(orNull: filter.client), .text(orNull: filter.workspace),
                .text(orNull: filter.identifier), .integer(filter.isActiveOnly ? 1 : 0),
                .integer(orNull: filter.since?.secondsSinceEpoch),
                .integer(orNull: filter.before?.value), .integer(Int64(filter.limit)),
            ]
            return try Self.matching(values, in: connection)
        }
    }

    private static func matching(
        _ values: [DatabaseValue],
        in connection: Connection
    ) throws(DatabaseError) -> [GrantListing] {
        try connection.all(
            """
            SELECT g.id, g.identifier, g.request_id, g.created_at, g.user_id, g.client_id,
                g.resource, g.scopes, g.lifetimes, g.code_challenge, g.redirect_uri, g.salt,
                g.generation, g.issued_at, g.previous_issued_at, g.last_used_at, g.revoked_at,
                g.revoked_by, g.revocation_reason, g.confirms_publishing,
                u.identifier, u.email, u.name, u.disabled_at,
                c.identifier, c.name, c.disabled_at, c.kind
            FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
            WHERE (?1 IS NULL OR u.identifier = ?1 OR u.email_folded = ?2)
                AND (?3 IS NULL OR c.identifier = ?3)
                AND (?4 IS NULL OR EXISTS (
                    SELECT 1 FROM grant_workspaces s JOIN workspaces w ON w.id = s.workspace_id
                    WHERE s.grant_id = g.id AND w.identifier = ?4))
                AND (?5 IS NULL OR g.identifier = ?5)
                AND (?6 = 0 OR (g.revoked_at IS NULL AND u.disabled_at IS NULL
                    AND c.disabled_at IS NULL))
                AND (?7 IS NULL OR g.created_at >= ?7)
                AND (?8 IS NULL OR g.id < ?8)
            ORDER BY g.id DESC LIMIT ?9
            """,
            values
        ) { row throws(DatabaseError) in try listing(row, in: connection) }
    }

    private static func listing(
        _ row: Row,
        in connection: Connection
    ) throws(DatabaseError) -> GrantListing {
        let grant = try Grant(row: row)
        return GrantListing(
            grant: grant,
            user: GrantUser(row: row, from: 20),
            client: try GrantClient(row: row, from: 24),
            workspaces: try selection(of: grant, in: connection)
        )
    }

    private static func selection(
        of grant: Grant,
        in connection: Connection
    ) throws(DatabaseError) -> [SelectedWorkspace] {
        try connection.all(
            """
            SELECT w.identifier, w.name, w.archived_at, m.role
            FROM grant_workspaces s
            JOIN workspaces w ON w.id = s.workspace_id
            LEFT JOIN memberships m ON m.user_id = ?2 AND m.workspace_id = s.workspace_id
            WHERE s.grant_id = ?1 ORDER BY w.name, w.id
            """,
            [.integer(grant.key.value), .integer(grant.terms.user.value)]
        ) { row throws(DatabaseError) in
            SelectedWorkspace(
                identifier: row.text(0),
                name: row.text(1),
                isArchived: !row.isNull(2),
                role: row.isNull(3) ? nil : try row.choice(WorkspaceRole.self, 3)
            )
        }
    }
}
