public import Database
public import Directory
public import Primitives

/// A workspace as an operator sees it.
public struct WorkspaceListing: Sendable, Equatable {
    /// The workspace.
    public let workspace: Workspace
    /// When it was added.
    public let createdAt: Timestamp
    /// How many people are in it.
    public let memberCount: Int
}

/// A member of a workspace as an operator sees them.
public struct MemberListing: Sendable, Equatable {
    /// Who.
    public let person: Person
    /// As what.
    public let role: MembershipRole
    /// Since when.
    public let createdAt: Timestamp
}

extension WorkspaceTable {
    /// Returns all workspaces, archived ones too, by name.
    public func listings() throws(DatabaseError) -> [WorkspaceListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT w.id, w.identifier, w.name, w.archived_at, w.created_at,
                    (SELECT COUNT(*) FROM memberships m WHERE m.workspace_id = w.id)
                FROM workspaces w ORDER BY w.name, w.id
                """
            ) { WorkspaceListing(row: $0) }
        }
    }

    /// Returns the workspace whose identifier this is, or whose name where only one has it.
    public func find(_ identifierOrName: String) throws(DatabaseError) -> WorkspaceListing? {
        let found = try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT w.id, w.identifier, w.name, w.archived_at, w.created_at,
                    (SELECT COUNT(*) FROM memberships m WHERE m.workspace_id = w.id)
                FROM workspaces w WHERE w.identifier = ?1 OR w.name = ?1 LIMIT 3
                """,
                [.text(identifierOrName)]
            ) { WorkspaceListing(row: $0) }
        }
        let exact = found.first { $0.workspace.identifier.isIdentical(to: identifierOrName) }
        return exact ?? (found.count == 1 ? found.first : nil)
    }

    /// Returns the members of a workspace, by e-mail address.
    public func members(
        of workspace: Directory.WorkspaceKey
    ) throws(DatabaseError) -> [MemberListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT u.id, u.identifier, u.email, u.name, u.disabled_at, m.role, m.created_at
                FROM memberships m JOIN users u ON u.id = m.user_id
                WHERE m.workspace_id = ?1 ORDER BY u.email_folded
                """,
                [.integer(workspace.rawValue)]
            ) { row throws(DatabaseError) in
                MemberListing(
                    person: try Person(row: row),
                    role: try row.choice(MembershipRole.self, 5),
                    createdAt: row.certainTime(6)
                )
            }
        }
    }
}

extension WorkspaceListing {
    fileprivate init(row: Row) {
        workspace = Workspace(row: row)
        createdAt = row.certainTime(4)
        memberCount = Int(row.integer(5))
    }
}
