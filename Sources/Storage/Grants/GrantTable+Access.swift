internal import Database
internal import OAuth

extension GrantTable {
    /// A grant and what it allows now, in the snapshot of `connection`.
    static func access(
        _ key: GrantKey,
        in connection: Connection
    ) throws(DatabaseError) -> GrantAccess? {
        try connection.first(
            """
            SELECT g.id, g.identifier, g.request_id, g.created_at, g.user_id, g.client_id,
                g.resource, g.scopes, g.lifetimes, g.code_challenge, g.redirect_uri, g.salt,
                g.generation, g.issued_at, g.previous_issued_at, g.last_used_at, g.revoked_at,
                g.revoked_by, g.revocation_reason, u.identifier, u.email, u.name, u.disabled_at,
                c.identifier, c.name, c.disabled_at, c.kind
            FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
            WHERE g.id = ?1
            """,
            [.integer(key.value)]
        ) { row throws(DatabaseError) in try access(row, in: connection) }
    }

    /// Reads a grant, its person and its client, the twenty-seven columns of the query above.
    static func access(
        _ row: Row,
        in connection: Connection
    ) throws(DatabaseError) -> GrantAccess {
        let grant = try Grant(row: row)
        return GrantAccess(
            grant: grant,
            user: GrantUser(row: row, from: 19),
            client: try GrantClient(row: row, from: 23),
            workspaces: try effectiveWorkspaces(of: grant, in: connection)
        )
    }

    private static func effectiveWorkspaces(
        of grant: Grant,
        in connection: Connection
    ) throws(DatabaseError) -> [EffectiveWorkspace] {
        try connection.all(
            """
            SELECT w.identifier, w.name, m.role
            FROM grant_workspaces s
            JOIN memberships m ON m.user_id = ?2 AND m.workspace_id = s.workspace_id
            JOIN workspaces w ON w.id = s.workspace_id
            WHERE s.grant_id = ?1 AND w.archived_at IS NULL
            ORDER BY s.workspace_id
            """,
            [.integer(grant.key.value), .integer(grant.terms.user.value)],
            EffectiveWorkspace.init(row:)
        )
    }
}
