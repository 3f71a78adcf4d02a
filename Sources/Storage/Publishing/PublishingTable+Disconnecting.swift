internal import Database
internal import JSON
internal import Primitives
public import Publishing

extension PublishingTable {
    /// Disconnects a profile and erases what proves it.
    public func disconnect(
        _ profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> DisconnectedProfile {
        let now = core.clock.now()
        let outcome = try await write {
            connection throws(DatabaseError) -> Result<DisconnectedProfile, PublishingFault> in
            guard try standing.isOpen(access, in: connection) else { return .failure(.accessEnded) }
            guard let workspace = try WorkspaceRow(of: access, in: connection) else {
                return .failure(.unknown(.profile, identifier: profile))
            }
            let held = try ConnectionSecret.connection(of: profile, in: connection, vault)
            let found = try connection.first(
                """
                UPDATE social_profiles SET secret = NULL, status = 'expired', disconnected_at = ?3
                WHERE workspace_id = ?1 AND identifier = ?2 AND disconnected_at IS NULL
                RETURNING identifier, network, name, handle, avatar_url, state, connected_at, limits
                """,
                [workspace.value, .text(profile), .integer(now.secondsSinceEpoch)]
            ) { row throws(DatabaseError) in try SocialProfile(row: row, from: 0) }
            guard let found else { return .failure(.unknown(.profile, identifier: profile)) }
            try core.record(Self.disconnection(of: found, access), in: connection)
            return .success(
                DisconnectedProfile(
                    profile: found,
                    connection: held,
                    others: try secrets(beside: held, on: found.network, in: connection)
                )
            )
        }
        return try outcome.get()
    }

    /// Returns a profile with what goes out there.
    public func dependents(
        of profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> ProfileDependents {
        let found = try read { connection throws(DatabaseError) -> ProfileDependents? in
            guard let workspace = try WorkspaceRow(of: access, in: connection),
                let found = try PostRows(connection: connection, workspace: workspace)
                    .references(profiles: [profile], hashtagLibrary: nil).profiles[profile]
            else { return nil }
            let posts = try connection.first(
                """
                SELECT COUNT(*) FROM posts p JOIN post_targets t ON t.post_id = p.id
                JOIN social_profiles s ON s.id = t.profile_id
                WHERE p.workspace_id = ?1 AND s.identifier = ?2 AND p.status = 'SCHEDULED'
                """,
                [workspace.value, .text(profile)]
            ) { Int($0.integer(0)) }
            let workflows = try connection.all(
                "SELECT definition FROM workflows WHERE workspace_id = ?1",
                [workspace.value]
            ) { row throws(DatabaseError) in try WorkflowDefinition(stored: row.blob(0)) }
            return ProfileDependents(
                profile: found,
                scheduledPosts: posts ?? 0,
                workflows: workflows.count { $0.names(profile) }
            )
        }
        guard let found else { throw .unknown(.profile, identifier: profile) }
        return found
    }

    /// What proves the other profiles at the server of `held`.
    private func secrets(
        beside held: ProfileConnection?,
        on network: Network,
        in connection: Connection
    ) throws(DatabaseError) -> [SecretText] {
        guard let held, held.secret != nil else { return [] }
        let names = try connection.all(
            """
            SELECT identifier FROM social_profiles
            WHERE network = ?1 AND endpoint = ?2 AND secret IS NOT NULL
            """,
            [.text(network.rawValue), .text(held.endpoint)]
        ) { $0.text(0) }
        var secrets: [SecretText] = []
        for name in names {
            let other = try ConnectionSecret.connection(of: name, in: connection, vault)
            if let secret = other?.secret { secrets.append(secret) }
        }
        return secrets
    }

    private static func disconnection(
        of profile: SocialProfile,
        _ access: WorkspaceAccess
    ) -> AuditEvent {
        var person: String?
        if case .person(let identifier, _) = access.actor { person = identifier }
        return AuditEvent(
            .profileDisconnected,
            by: person == nil ? .server : .person,
            person: person,
            workspace: access.identifier,
            detail: "\(profile.network.rawValue) \(profile.handle)"
        )
    }
}

extension WorkflowDefinition {
    /// Whether a step goes to this profile.
    fileprivate func names(_ profile: String) -> Bool {
        steps.contains { step in
            switch step {
            case .createDraft(_, let profiles):
                profiles.contains { $0.isIdentical(to: profile) }
            case .callWebhook(let webhook): webhook.isIdentical(to: profile)
            case .applyHashtags, .schedule, .publish: false
            }
        }
    }
}
