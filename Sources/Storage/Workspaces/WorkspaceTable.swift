internal import Database
public import Directory
public import Primitives

/// The workspaces and their members, in the tables `workspaces` and `memberships`.
public struct WorkspaceTable: WorkspaceDirectory {
    let core: StoreCore

    /// Returns the workspace of this identifier, archived or not, compared byte by byte.
    public func workspace(identifier: String) async throws(DirectoryStoreError) -> Workspace? {
        try core.readDirectory { connection throws(DatabaseError) in
            try connection.first(
                "SELECT id, identifier, name, archived_at FROM workspaces WHERE identifier = ?1",
                [.text(identifier)]
            ) { Workspace(row: $0) }
        }
    }

    /// Returns the person's places in workspaces that are not archived, by workspace name.
    public func memberships(
        of person: PersonKey
    ) async throws(DirectoryStoreError) -> [Membership] {
        try core.readDirectory { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT w.id, w.identifier, w.name, w.archived_at, m.role
                FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
                WHERE m.user_id = ?1 AND w.archived_at IS NULL
                ORDER BY w.name, w.id
                """,
                [.integer(person.rawValue)]
            ) { row throws(DatabaseError) in
                Membership(
                    person: person,
                    workspace: Workspace(row: row),
                    role: try row.choice(MembershipRole.self, 4)
                )
            }
        }
    }

    /// Adds a workspace without members.
    public func add(_ draft: WorkspaceDraft) async throws(DirectoryStoreError) -> Workspace {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let added = try connection.first(
                """
                INSERT INTO workspaces (identifier, name, created_at) VALUES (?1, ?2, ?3)
                RETURNING id, identifier, name, archived_at
                """,
                [
                    .text(draft.identifier), .text(draft.name.text),
                    .integer(draft.createdAt.secondsSinceEpoch),
                ]
            ) { Workspace(row: $0) }
            guard let added else { throw .unexpectedValue("no row after an insertion") }
            try record(.workspaceAdded, added, at: draft.createdAt, core, connection)
            return added
        }
    }

    /// Gives the workspace another name.
    public func rename(
        _ key: Directory.WorkspaceKey,
        to name: DisplayName
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let renamed = try connection.first(
                """
                UPDATE workspaces SET name = ?2 WHERE id = ?1
                RETURNING id, identifier, name, archived_at
                """,
                [.integer(key.rawValue), .text(name.text)]
            ) { Workspace(row: $0) }
            guard let renamed else { return }
            try record(.workspaceRenamed, renamed, at: nil, core, connection)
        }
    }

    /// Archives the workspace, or with `nil` brings it back.
    public func setArchived(
        _ key: Directory.WorkspaceKey,
        at time: Timestamp?
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let changed = try connection.first(
                """
                UPDATE workspaces SET archived_at = ?2 WHERE id = ?1
                RETURNING id, identifier, name, archived_at
                """,
                [.integer(key.rawValue), .integer(orNull: time?.secondsSinceEpoch)]
            ) { Workspace(row: $0) }
            guard let changed else { return }
            let kind = time == nil ? AuditEventKind.workspaceRestored : .workspaceArchived
            try record(kind, changed, at: time, core, connection)
        }
    }

    /// Makes the person a member with this role, or changes the role of a member.
    public func setRole(
        _ role: MembershipRole,
        of person: PersonKey,
        in workspace: Directory.WorkspaceKey,
        at time: Timestamp
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            try connection.execute(
                """
                INSERT INTO memberships (user_id, workspace_id, role, created_at)
                VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (user_id, workspace_id) DO UPDATE SET role = excluded.role
                """,
                [
                    .integer(person.rawValue), .integer(workspace.rawValue),
                    .text(role.rawValue), .integer(time.secondsSinceEpoch),
                ]
            )
            let event = try memberEvent(.memberSet, person, workspace, role, core, connection)
            try core.record(event, at: time, in: connection)
        }
    }

    /// Takes the person out of the workspace.
    ///
    /// - Parameters:
    ///   - person: Who leaves.
    ///   - workspace: What they leave.
    /// - Returns: Whether they were a member.
    /// - Throws: ``/Directory/DirectoryStoreError/unavailable(reason:)``.
    public func remove(
        _ person: PersonKey,
        from workspace: Directory.WorkspaceKey
    ) async throws(DirectoryStoreError) -> Bool {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let removed = try connection.execute(
                "DELETE FROM memberships WHERE user_id = ?1 AND workspace_id = ?2",
                [.integer(person.rawValue), .integer(workspace.rawValue)]
            )
            guard removed == 1 else { return false }
            let event = try memberEvent(.memberRemoved, person, workspace, nil, core, connection)
            try core.record(event, in: connection)
            return true
        }
    }
}

private func record(
    _ kind: AuditEventKind,
    _ workspace: Workspace,
    at time: Timestamp?,
    _ core: StoreCore,
    _ connection: Connection
) throws(DatabaseError) {
    let event = AuditEvent(
        kind,
        by: core.actor,
        workspace: workspace.identifier,
        detail: workspace.name
    )
    try core.record(event, at: time, in: connection)
}

private func memberEvent(
    _ kind: AuditEventKind,
    _ person: PersonKey,
    _ workspace: Directory.WorkspaceKey,
    _ role: MembershipRole?,
    _ core: StoreCore,
    _ connection: Connection
) throws(DatabaseError) -> AuditEvent {
    let names = try connection.first(
        """
        SELECT (SELECT identifier FROM users WHERE id = ?1),
            (SELECT identifier FROM workspaces WHERE id = ?2)
        """,
        [.integer(person.rawValue), .integer(workspace.rawValue)]
    ) { (person: $0.optionalText(0), workspace: $0.optionalText(1)) }
    return AuditEvent(
        kind,
        by: core.actor,
        person: names?.person,
        workspace: names?.workspace,
        detail: role?.rawValue
    )
}

extension Workspace {
    /// Reads id, identifier, name and archived_at, the first columns.
    init(row: Row) {
        self.init(
            key: WorkspaceKey(rawValue: row.integer(0)),
            identifier: row.text(1),
            name: row.text(2),
            archivedAt: row.time(3)
        )
    }
}
