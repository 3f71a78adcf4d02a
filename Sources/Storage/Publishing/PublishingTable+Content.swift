internal import Cryptography
internal import Database
internal import JSON
internal import Primitives
public import Publishing

extension PublishingTable: ContentStore {
    /// Returns everything that the workspace holds.
    public func content(
        of access: WorkspaceAccess
    ) async throws(PublishingFault) -> WorkspaceContent {
        let all = PageRequest(limit: Int(Int32.max))
        var content = WorkspaceContent()
        // Files list the oldest first, as they were made.
        content.profiles = try await profiles(on: nil, all, in: access).items.reversed()
        content.connections = try connections(access)
        content.brandKits = try await brandKits(all, in: access).items.reversed()
        content.hashtagLibraries = try await hashtagLibraries(all, in: access).items.reversed()
        content.templates = try await studioTemplates(of: nil, all, in: access).items.reversed()
        content.workflows = try await workflows(all, in: access).items.reversed().map(\.workflow)
        for summary in try await posts(PostFilter(), all, in: access).items.reversed() {
            content.posts.append(try await post(summary.post.identifier, in: access))
        }
        let files = content.posts.flatMap(\.content.media)
        content.media = try rows(of: access) { connection, row throws(DatabaseError) in
            var found: [MediaFile] = []
            for item in files {
                let bytes = try connection.first(
                    """
                    SELECT content FROM media_files WHERE workspace_id = ?1 AND identifier = ?2
                    """,
                    [row.value, .text(item.identifier)]
                ) { $0.blob(0) }
                if let bytes { found.append(MediaFile(stored: item, bytes)) }
            }
            return found
        }
        return content
    }

    /// Where the profiles are reached that need an address of their own; the secrets stay here.
    private func connections(
        _ access: WorkspaceAccess
    ) throws(PublishingFault) -> [String: ProfileConnection] {
        let found = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, endpoint FROM social_profiles
                WHERE workspace_id = ?1 AND network = 'webhook' AND endpoint IS NOT NULL
                """,
                [row.value]
            ) { (profile: $0.text(0), endpoint: $0.text(1)) }
        }
        return found.reduce(into: [:]) { connections, item in
            connections[item.profile] = ProfileConnection(endpoint: item.endpoint, secret: nil)
        }
    }

    /// Adds a content to the workspace, all in one write.
    public func add(
        _ content: WorkspaceContent,
        to access: WorkspaceAccess
    ) async throws(PublishingFault) -> ImportReport {
        do {
            return try await core.database.write { connection throws(DatabaseError) in
                var importing = ContentImport(
                    connection: connection,
                    workspace: try WorkspaceRow(of: access, addingTo: connection),
                    vault: vault,
                    now: core.clock.now()
                )
                try importing.add(content)
                let report = importing.report
                let event = AuditEvent(
                    .contentImported,
                    by: core.actor,
                    workspace: access.identifier,
                    detail: "\(report.added) added, \(report.replaced) replaced"
                )
                try core.record(event, in: connection)
                return report
            }
        } catch {
            throw PublishingFault(error)
        }
    }
}

/// Adds content to one workspace inside the running write.
private struct ContentImport {
    let connection: Connection
    let workspace: WorkspaceRow
    let vault: SealingKey?
    let now: Timestamp
    var report = ImportReport()
    /// The identifiers that items of the file have here, where they were here before.
    private var known: [String: String] = [:]

    init(
        connection: Connection,
        workspace: WorkspaceRow,
        vault: SealingKey?,
        now: Timestamp
    ) {
        self.now = now
        self.connection = connection
        self.workspace = workspace
        self.vault = vault
    }

    mutating func add(_ content: WorkspaceContent) throws(DatabaseError) {
        for profile in content.profiles {
            try add(profile)
            if let connection = content.connections[profile.identifier] {
                try set(connection, of: known[profile.identifier] ?? profile.identifier)
            }
        }
        for kit in content.brandKits { try add(kit) }
        for library in content.hashtagLibraries { try add(library) }
        for template in content.templates { try add(template) }
        for workflow in content.workflows { try add(workflow) }
        let writing = PostWriting(connection: connection, workspace: workspace)
        for file in content.media { try writing.add(file) }
        for post in content.posts {
            try writing.store(renamed(post), isNew: true, [])
            try addAttempts(of: post)
            report.added += 1
        }
    }

    private mutating func add(_ profile: SocialProfile) throws(DatabaseError) {
        let found = try connection.first(
            """
            UPDATE social_profiles SET name = ?4, avatar_url = ?5, status = ?6,
                disconnected_at = ?7
            WHERE workspace_id = ?1 AND network = ?2 AND handle = ?3 RETURNING identifier
            """,
            [
                workspace.value, .text(profile.network.rawValue), .text(profile.handle),
                .text(profile.name), .text(orNull: profile.avatarURL),
                .text(profile.storedStatus), disconnection(of: profile),
            ]
        ) { $0.text(0) }
        guard !note(found, for: profile.identifier) else { return }
        try connection.execute(
            """
            INSERT INTO social_profiles (workspace_id, identifier, network, name, handle,
                avatar_url, status, connected_at, disconnected_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                workspace.value, .text(profile.identifier), .text(profile.network.rawValue),
                .text(profile.name), .text(profile.handle), .text(orNull: profile.avatarURL),
                .text(profile.storedStatus), .integer(profile.connectedAt.secondsSinceEpoch),
                disconnection(of: profile),
            ]
        )
    }

    /// A file says that a profile is disconnected, not since when.
    private func disconnection(of profile: SocialProfile) -> DatabaseValue {
        let isOver = profile.status == .disconnected
        return .integer(orNull: isOver ? profile.connectedAt.secondsSinceEpoch : nil)
    }

    /// Stores how a profile is reached; a secret that the file leaves out stays as it is.
    private func set(
        _ reached: ProfileConnection,
        of profile: String
    ) throws(DatabaseError) {
        let sealed = reached.secret.flatMap { ConnectionSecret.seal($0, of: profile, vault) }
        try connection.execute(
            """
            UPDATE social_profiles SET endpoint = ?3, secret = COALESCE(?4, secret)
            WHERE workspace_id = ?1 AND identifier = ?2
            """,
            [workspace.value, .text(profile), .text(reached.endpoint), .blob(orNull: sealed)]
        )
    }

    private mutating func add(_ kit: BrandKit) throws(DatabaseError) {
        let content = DatabaseValue.blob(JSONValue.object(kit.content.json).serialized())
        let known = try connection.all(
            "SELECT identifier, content, created_at FROM brand_kits WHERE workspace_id = ?1",
            [workspace.value],
            BrandKit.init(row:)
        )
        let same = known.first { $0.content.name.isIdentical(to: kit.content.name) }
        if note(same?.identifier, for: kit.identifier), let same {
            try connection.execute(
                "UPDATE brand_kits SET content = ?3 WHERE workspace_id = ?1 AND identifier = ?2",
                [workspace.value, .text(same.identifier), content]
            )
            return
        }
        try connection.execute(
            """
            INSERT INTO brand_kits (workspace_id, identifier, content, created_at)
            VALUES (?1, ?2, ?3, ?4)
            """,
            [
                workspace.value, .text(kit.identifier), content,
                .integer(kit.createdAt.secondsSinceEpoch),
            ]
        )
    }

    private mutating func add(_ library: HashtagLibrary) throws(DatabaseError) {
        let hashtags = DatabaseValue.text(library.hashtags.joined(separator: " "))
        let found = try connection.first(
            """
            UPDATE hashtag_libraries SET hashtags = ?3 WHERE workspace_id = ?1 AND name = ?2
            RETURNING identifier
            """,
            [workspace.value, .text(library.name), hashtags]
        ) { $0.text(0) }
        guard !note(found, for: library.identifier) else { return }
        try connection.execute(
            """
            INSERT INTO hashtag_libraries (workspace_id, identifier, name, hashtags, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """,
            [
                workspace.value, .text(library.identifier), .text(library.name), hashtags,
                .integer(library.createdAt.secondsSinceEpoch),
            ]
        )
    }

    private mutating func add(_ template: StudioTemplate) throws(DatabaseError) {
        let found = try connection.first(
            """
            UPDATE studio_templates SET format = ?3, thumbnail_url = ?4
            WHERE workspace_id = ?1 AND name = ?2 RETURNING identifier
            """,
            [
                workspace.value, .text(template.name), .text(template.format.rawValue),
                .text(orNull: template.thumbnailURL),
            ]
        ) { $0.text(0) }
        guard !note(found, for: template.identifier) else { return }
        try connection.execute(
            """
            INSERT INTO studio_templates (workspace_id, identifier, name, format, thumbnail_url,
                created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                workspace.value, .text(template.identifier), .text(template.name),
                .text(template.format.rawValue), .text(orNull: template.thumbnailURL),
                .integer(template.createdAt.secondsSinceEpoch),
            ]
        )
    }

    private mutating func add(_ workflow: Workflow) throws(DatabaseError) {
        let names = known
        let renamed = try? workflow.definition.renamed { _, name in names[name] ?? name }
        let definition = renamed ?? workflow.definition
        let values: [DatabaseValue] = [
            workspace.value, .text(definition.name),
            .blob(JSONValue.object(definition.json).serialized()), .text(definition.triggerName),
            .integer(workflow.isEnabled ? 1 : 0),
            .integer(
                orNull: workflow.isEnabled
                    ? definition.nextRun(after: now)?.secondsSinceEpoch : nil
            ),
        ]
        let found = try connection.first(
            """
            UPDATE workflows SET definition = ?3, trigger = ?4, is_enabled = ?5, next_run_at = ?6
            WHERE workspace_id = ?1 AND name = ?2 RETURNING identifier
            """,
            values
        ) { $0.text(0) }
        guard !note(found, for: workflow.identifier) else { return }
        try connection.execute(
            """
            INSERT INTO workflows (workspace_id, name, definition, trigger, is_enabled,
                next_run_at, identifier, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            values + [
                .text(workflow.identifier), .integer(workflow.createdAt.secondsSinceEpoch),
            ]
        )
    }

    /// Counts an item, and remembers what it is called here where it was here before.
    private mutating func note(_ found: String?, for identifier: String) -> Bool {
        guard let found else {
            report.added += 1
            return false
        }
        known[identifier] = found
        report.replaced += 1
        return true
    }

    /// The post with the identifiers that its profiles and library have here.
    private func renamed(_ post: PostGroup) -> PostGroup {
        var post = post
        post.targets = post.targets.map { target in
            let profile = target.profile
            return PostTarget(
                profile: SocialProfile(
                    identifier: known[profile.identifier] ?? profile.identifier,
                    network: profile.network,
                    name: profile.name,
                    handle: profile.handle,
                    avatarURL: profile.avatarURL,
                    status: profile.status,
                    connectedAt: profile.connectedAt
                ),
                caption: target.caption
            )
        }
        if let library = post.content.hashtagLibrary {
            post.content.hashtagLibrary = HashtagLibrary(
                identifier: known[library.identifier] ?? library.identifier,
                name: library.name,
                hashtags: library.hashtags,
                createdAt: library.createdAt
            )
        }
        return post
    }

    private func addAttempts(of post: PostGroup) throws(DatabaseError) {
        for target in post.targets {
            let profile = known[target.profile.identifier] ?? target.profile.identifier
            for attempt in target.attempts {
                try connection.execute(
                    """
                    INSERT INTO publish_attempts (post_id, profile_id, number, started_at, ended_at,
                        outcome, url, code, message)
                    SELECT p.id, s.id, ?4, ?5, ?6, ?7, ?8, ?9, ?10
                    FROM posts p JOIN social_profiles s ON s.workspace_id = p.workspace_id
                    WHERE p.workspace_id = ?1 AND p.identifier = ?2 AND s.identifier = ?3
                    """,
                    [workspace.value, .text(post.identifier), .text(profile)] + attempt.values
                )
            }
        }
    }
}

extension PublishAttempt {
    /// Number, times and outcome, as the table `publish_attempts` has them.
    var values: [DatabaseValue] {
        let (name, url, code, message): (String, String?, String?, String?) =
            switch outcome {
            case .underway: ("underway", nil, nil, nil)
            case .published(let url): ("published", url, nil, nil)
            case .failed(let code, let message): ("failed", nil, code, message)
            case .unknown(let message): ("unknown", nil, nil, message)
            }
        return [
            .integer(Int64(number)), .integer(startedAt.secondsSinceEpoch),
            .integer(orNull: endedAt?.secondsSinceEpoch), .text(name), .text(orNull: url),
            .text(orNull: code), .text(orNull: message),
        ]
    }
}
