internal import Database
internal import OAuth

extension GrantTable {
    /// A grant and what it allows now, in the snapshot of `connection`.
    static func access(
        _ key: GrantKey,
        in connection: Connection,
        _ cache: ReadCache
    ) throws(DatabaseError) -> GrantAccess? {
        guard let grant = try grant(key, in: connection) else { return nil }
        return try access(grant, in: connection, cache)
    }

    /// As ``access(_:in:_:)``, without what only the token endpoint needs of a grant.
    static func introspected(
        _ key: GrantKey,
        in connection: Connection,
        _ cache: ReadCache
    ) throws(DatabaseError) -> GrantAccess? {
        let grant = try connection.first(
            """
            SELECT id, identifier, created_at, user_id, client_id, resource, scopes, lifetimes,
                salt, generation, issued_at, previous_issued_at, last_used_at, revoked_at,
                revoked_by, revocation_reason, confirms_publishing
            FROM grants WHERE id = ?1
            """,
            [.integer(key.value)]
        ) { row throws(DatabaseError) in try Grant(introspected: row, &cache.texts) }
        guard let grant else { return nil }
        return try access(grant, in: connection, cache)
    }

    private static func access(
        _ grant: Grant,
        in connection: Connection,
        _ cache: ReadCache
    ) throws(DatabaseError) -> GrantAccess? {
        let parties = try cache.parties(of: grant, in: connection)
        return parties.map { GrantAccess(grant: grant, parties: $0) }
    }

    /// A grant, in the snapshot of `connection`.
    static func grant(
        _ key: GrantKey,
        in connection: Connection
    ) throws(DatabaseError) -> Grant? {
        try connection.first(
            """
            SELECT id, identifier, request_id, created_at, user_id, client_id, resource, scopes,
                lifetimes, code_challenge, redirect_uri, salt, generation, issued_at,
                previous_issued_at, last_used_at, revoked_at, revoked_by, revocation_reason,
                confirms_publishing
            FROM grants WHERE id = ?1
            """,
            [.integer(key.value)],
            Grant.init(row:)
        )
    }

    /// Reads a grant, its person and its client, the twenty-eight columns of the query above.
    static func access(
        _ row: Row,
        in connection: Connection
    ) throws(DatabaseError) -> GrantAccess {
        let grant = try Grant(row: row)
        return GrantAccess(
            grant: grant,
            user: GrantUser(row: row, from: 20),
            client: try GrantClient(row: row, from: 24),
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
