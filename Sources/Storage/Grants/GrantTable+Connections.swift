internal import Database
public import OAuth
public import Primitives

extension GrantTable: ConnectionStore {
    /// Returns the grants of `user` that are not revoked and whose code was redeemed, newest first.
    public func connections(of user: UserKey) async throws(StoreError) -> [GrantAccess] {
        try core.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT g.id, g.identifier, g.request_id, g.created_at, g.user_id, g.client_id,
                    g.resource, g.scopes, g.lifetimes, g.code_challenge, g.redirect_uri, g.salt,
                    g.generation, g.issued_at, g.previous_issued_at, g.last_used_at, g.revoked_at,
                    g.revoked_by, g.revocation_reason, g.confirms_publishing,
                    u.identifier, u.email, u.name, u.disabled_at,
                    c.identifier, c.name, c.disabled_at, c.kind
                FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
                WHERE g.user_id = ?1 AND g.revoked_at IS NULL AND g.generation > 0
                ORDER BY g.id DESC
                """,
                [.integer(user.value)]
            ) { row throws(DatabaseError) in try Self.access(row, in: connection) }
        }
    }

    /// Returns the grants of `user` that were revoked since `start`, the latest first, at most 30.
    public func endedConnections(
        of user: UserKey,
        since start: Timestamp
    ) async throws(StoreError) -> [GrantAccess] {
        try core.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT g.id, g.identifier, g.request_id, g.created_at, g.user_id, g.client_id,
                    g.resource, g.scopes, g.lifetimes, g.code_challenge, g.redirect_uri, g.salt,
                    g.generation, g.issued_at, g.previous_issued_at, g.last_used_at, g.revoked_at,
                    g.revoked_by, g.revocation_reason, g.confirms_publishing,
                    u.identifier, u.email, u.name, u.disabled_at,
                    c.identifier, c.name, c.disabled_at, c.kind
                FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
                WHERE g.user_id = ?1 AND g.revoked_at >= ?2 AND g.generation > 0
                ORDER BY g.revoked_at DESC, g.id DESC LIMIT 30
                """,
                [.integer(user.value), .integer(start.secondsSinceEpoch)]
            ) { row throws(DatabaseError) in try Self.access(row, in: connection) }
        }
    }

    /// Returns what the newest redeemed grant that is not revoked allows, or `nil`.
    public func earlierApproval(
        of user: UserKey,
        client: String,
        resource: String
    ) async throws(StoreError) -> EarlierApproval? {
        try core.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT g.id, g.scopes, g.asked_scopes, g.confirms_publishing
                FROM grants g JOIN clients c ON c.id = g.client_id
                WHERE g.user_id = ?1 AND c.identifier = ?2 AND g.resource = ?3
                    AND g.revoked_at IS NULL AND g.generation > 0
                ORDER BY g.id DESC LIMIT 1
                """,
                [.integer(user.value), .text(client), .text(resource)]
            ) { row throws(DatabaseError) in
                let scopes = ScopeSet(mask: UInt32(truncatingIfNeeded: row.integer(1)))
                let asked = ScopeSet(mask: UInt32(truncatingIfNeeded: row.integer(2)))
                return EarlierApproval(
                    scopes: scopes,
                    declined: asked.subtracting(scopes),
                    workspaces: try Self.selection(of: GrantKey(row.integer(0)), in: connection),
                    confirmsPublishing: row.integer(3) != 0
                )
            }
        }
    }

    /// The workspaces selected in a grant, whether they give access now or not.
    static func selection(
        of key: GrantKey,
        in connection: Connection
    ) throws(DatabaseError) -> [OAuth.WorkspaceKey] {
        try connection.all(
            "SELECT workspace_id FROM grant_workspaces WHERE grant_id = ?1 ORDER BY workspace_id",
            [.integer(key.value)]
        ) { OAuth.WorkspaceKey($0.integer(0)) }
    }
}
