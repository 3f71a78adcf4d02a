internal import Database
public import OAuth
public import Primitives

extension GrantTable {
    /// Sets what a grant may do and where, in one write, and where asked takes what it lost from
    /// the other grants of the same person, client and resource.
    public func change(
        _ key: GrantKey,
        to terms: ConnectionTerms,
        at time: Timestamp
    ) async throws(StoreError) -> Bool {
        try await core.write { [core] connection throws(DatabaseError) in
            guard let (before, _) = try Self.current(key, in: connection),
                before.revocation == nil, before.tokens.generation > 0
            else { return false }
            let selected = try Self.selection(of: key, in: connection)
            let wanted = try Self.open(terms.workspaces, to: before.terms.user, in: connection)
            let edit = GrantEdit(at: time, core: core, connection: connection)
            let wish = (scopes: terms.scopes, confirms: terms.confirmsPublishing)
            try edit.set(before, to: wish, workspaces: wanted, insteadOf: selected)
            guard terms.alsoNarrowsOthers else { return true }
            let lostScopes = before.terms.scopes.subtracting(terms.scopes)
            let lostWorkspaces = selected.filter { !wanted.contains($0) }
            for other in try Self.others(of: before, in: connection) {
                let asks = terms.confirmsPublishing || other.terms.confirmsPublishing
                try edit.narrow(other, by: lostScopes, lostWorkspaces, confirms: asks)
            }
            return true
        }
    }

    /// Those of `keys` in which `user` is a member and which are not archived.
    private static func open(
        _ keys: [OAuth.WorkspaceKey],
        to user: UserKey,
        in connection: Connection
    ) throws(DatabaseError) -> [OAuth.WorkspaceKey] {
        let open = try connection.all(
            """
            SELECT w.id FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
            WHERE m.user_id = ?1 AND w.archived_at IS NULL ORDER BY w.id
            """,
            [.integer(user.value)]
        ) { OAuth.WorkspaceKey($0.integer(0)) }
        let wanted = Set(keys)
        return open.filter { wanted.contains($0) }
    }

    private static func others(
        of grant: Grant,
        in connection: Connection
    ) throws(DatabaseError) -> [Grant] {
        try connection.all(
            """
            SELECT id, identifier, request_id, created_at, user_id, client_id, resource, scopes,
                lifetimes, code_challenge, redirect_uri, salt, generation, issued_at,
                previous_issued_at, last_used_at, revoked_at, revoked_by, revocation_reason,
                confirms_publishing
            FROM grants
            WHERE user_id = ?1 AND client_id = ?2 AND resource = ?3 AND id <> ?4
                AND revoked_at IS NULL
            ORDER BY id
            """,
            [
                .integer(grant.terms.user.value), .integer(grant.terms.client.value),
                .text(grant.terms.resource), .integer(grant.key.value),
            ],
            Grant.init(row:)
        )
    }
}

/// Changes grants inside the running write, each with its events.
private struct GrantEdit {
    let at: Timestamp
    let core: StoreCore
    let connection: Connection

    func set(
        _ before: Grant,
        to wish: (scopes: ScopeSet, confirms: Bool),
        workspaces: [OAuth.WorkspaceKey],
        insteadOf selected: [OAuth.WorkspaceKey]
    ) throws(DatabaseError) {
        var after = before
        after.terms.scopes = wish.scopes
        after.terms.confirmsPublishing = wish.confirms
        try GrantChange(from: before, to: after).write(core: core, in: connection)
        for workspace in selected where !workspaces.contains(workspace) {
            try connection.execute(
                "DELETE FROM grant_workspaces WHERE grant_id = ?1 AND workspace_id = ?2",
                [.integer(before.key.value), .integer(workspace.value)]
            )
            try record(.workspaceDeselected, before, workspace)
        }
        for workspace in workspaces where !selected.contains(workspace) {
            try connection.execute(
                "INSERT INTO grant_workspaces (grant_id, workspace_id) VALUES (?1, ?2)",
                [.integer(before.key.value), .integer(workspace.value)]
            )
            try record(.workspaceSelected, before, workspace)
        }
    }

    /// Takes scopes and workspaces away; a grant that opens nothing any more ends.
    func narrow(
        _ before: Grant,
        by scopes: ScopeSet,
        _ workspaces: [OAuth.WorkspaceKey],
        confirms: Bool
    ) throws(DatabaseError) {
        let selected = try GrantTable.selection(of: before.key, in: connection)
        let left = selected.filter { !workspaces.contains($0) }
        let scopesLeft = before.terms.scopes.subtracting(scopes)
        guard
            scopesLeft != before.terms.scopes || left != selected
                || confirms != before.terms.confirmsPublishing
        else { return }
        guard !left.isEmpty, !scopesLeft.intersection(.resource).isEmpty else {
            var after = before
            after.revocation = Revocation(at: at, by: .person, reason: .endedByPerson)
            return try GrantChange(from: before, to: after).write(core: core, in: connection)
        }
        try set(before, to: (scopesLeft, confirms), workspaces: left, insteadOf: selected)
    }

    private func record(
        _ kind: AuditEventKind,
        _ grant: Grant,
        _ workspace: OAuth.WorkspaceKey
    ) throws(DatabaseError) {
        let name = try connection.first(
            "SELECT identifier FROM workspaces WHERE id = ?1",
            [.integer(workspace.value)]
        ) { $0.text(0) }
        let event = try GrantChange.event(
            kind,
            .person,
            grant,
            workspace: name,
            in: connection
        )
        try core.record(event, at: at, in: connection)
    }
}
