internal import Database
internal import OAuth
internal import Publishing

/// How a write makes sure that what gave access to a workspace has not ended since.
///
/// The router checked every call before it began. Between that and the write a person may have
/// ended the connection, and then nothing may be changed any more.
public enum AccessStanding: Sendable {
    /// Grants, people and memberships are in this very database: the write looks again.
    case local
    /// They are at a far authorization server, whose word just before the call has to do.
    case remote
}

extension AccessStanding {
    /// Whether `access` holds in the snapshot of `connection`.
    func isOpen(
        _ access: WorkspaceAccess,
        in connection: Connection
    ) throws(DatabaseError) -> Bool {
        let caller: Caller
        switch access.actor {
        case .person(let person, let scopes):
            return try isOpen(to: person, scopes, access, in: connection)
        case .caller(let found) where self == .local: caller = found
        case .caller, .operatorAtShell, .server: return true
        }
        let found = try connection.first(
            """
            SELECT g.scopes, m.role
            FROM grants g
            JOIN users u ON u.id = g.user_id
            JOIN clients c ON c.id = g.client_id
            JOIN grant_workspaces s ON s.grant_id = g.id
            JOIN workspaces w ON w.id = s.workspace_id
            JOIN memberships m ON m.user_id = g.user_id AND m.workspace_id = w.id
            WHERE g.identifier = ?1 AND w.identifier = ?2 AND g.revoked_at IS NULL
                AND u.disabled_at IS NULL AND u.removed_at IS NULL
                AND c.disabled_at IS NULL AND c.removed_at IS NULL AND w.archived_at IS NULL
            """,
            [.text(caller.grant), .text(access.identifier)]
        ) { row throws(DatabaseError) in
            (scopes: row.integer(0), role: try row.choice(WorkspaceRole.self, 1))
        }
        guard let found, let mask = UInt32(exactly: found.scopes) else { return false }
        return ScopeSet(mask: mask).intersection(found.role.usableScopes).holds(caller.scopes)
    }

    /// Whether a person's own role allows `scopes` there; no grant stands between.
    private func isOpen(
        to person: String,
        _ scopes: [String],
        _ access: WorkspaceAccess,
        in connection: Connection
    ) throws(DatabaseError) -> Bool {
        let role = try connection.first(
            """
            SELECT m.role FROM memberships m
            JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id
            WHERE u.identifier = ?1 AND w.identifier = ?2
                AND u.disabled_at IS NULL AND u.removed_at IS NULL AND w.archived_at IS NULL
            """,
            [.text(person), .text(access.identifier)]
        ) { row throws(DatabaseError) in try row.choice(WorkspaceRole.self, 0) }
        return role?.usableScopes.holds(scopes) ?? false
    }
}

extension ScopeSet {
    /// Whether all scopes of these names are in the set.
    fileprivate func holds(_ names: [String]) -> Bool {
        names.allSatisfy { name in Scope(named: name.utf8).map(contains(_:)) ?? false }
    }
}
