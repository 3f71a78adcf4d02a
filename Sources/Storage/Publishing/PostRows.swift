internal import Database
internal import Primitives
internal import Publishing

/// Reads the posts of one workspace in the snapshot of a connection.
struct PostRows {
    let connection: Connection
    let workspace: WorkspaceRow

    /// The post of this identifier, with all its parts.
    func post(_ identifier: String) throws(DatabaseError) -> PostGroup? {
        let found = try connection.first(
            """
            SELECT p.id, p.identifier, p.status, p.caption, p.scheduled_at, p.revision,
                p.created_at, p.updated_at, p.person, p.client, p.campaign,
                l.identifier, l.name, l.hashtags, l.created_at
            FROM posts p LEFT JOIN hashtag_libraries l ON l.id = p.hashtag_library_id
            WHERE p.workspace_id = ?1 AND p.identifier = ?2
            """,
            [workspace.value, .text(identifier)]
        ) { row throws(DatabaseError) in (id: row.integer(0), post: try PostGroup(row: row)) }
        guard let (id, stored) = found else { return nil }
        var post = stored
        post.content.media = try media(of: id)
        post.targets = try targets(of: id)
        let attempts = try attempts(of: id)
        for index in post.targets.indices {
            post.targets[index].attempts =
                attempts
                .filter { $0.profile == post.targets[index].profile.identifier }
                .map(\.attempt)
        }
        return post
    }

    /// Up to one more post than a page has room for, newest first.
    func summaries(
        _ filter: PostFilter,
        _ page: PageRequest
    ) throws(DatabaseError) -> [PostSummary] {
        let found = try connection.all(
            """
            SELECT p.id, p.identifier, p.status, p.caption, p.scheduled_at, p.revision,
                p.created_at, p.updated_at, p.person, p.client, p.campaign,
                l.identifier, l.name, l.hashtags, l.created_at,
                (SELECT COUNT(*) FROM post_media m WHERE m.post_id = p.id)
            FROM posts p LEFT JOIN hashtag_libraries l ON l.id = p.hashtag_library_id
            WHERE p.workspace_id = ?1
                AND (?2 IS NULL OR (p.created_at, p.identifier) < (?2, ?3))
                AND (?5 IS NULL OR instr(?5, '|' || p.status || '|') > 0)
                AND (?6 IS NULL OR COALESCE(p.scheduled_at, p.created_at) >= ?6)
                AND (?7 IS NULL OR COALESCE(p.scheduled_at, p.created_at) < ?7)
                AND (?8 IS NULL OR EXISTS (
                    SELECT 1 FROM post_targets t JOIN social_profiles s ON s.id = t.profile_id
                    WHERE t.post_id = p.id AND s.identifier = ?8))
                AND (?9 IS NULL OR instr(lower(p.caption), lower(?9)) > 0)
            ORDER BY p.created_at DESC, p.identifier DESC LIMIT ?4
            """,
            [workspace.value] + page.values + filter.values
        ) { row throws(DatabaseError) in
            (id: row.integer(0), post: try PostGroup(row: row), mediaCount: Int(row.integer(15)))
        }
        var summaries: [PostSummary] = []
        for (id, post, mediaCount) in found {
            var post = post
            post.targets = try targets(of: id)
            summaries.append(PostSummary(post: post, mediaCount: mediaCount))
        }
        return summaries
    }

    /// What the workspace holds of these profiles and this library.
    func references(
        profiles: [String],
        hashtagLibrary: String?
    ) throws(DatabaseError) -> PostReferences {
        var references = PostReferences()
        for identifier in profiles {
            references.profiles[identifier] = try connection.first(
                """
                SELECT identifier, network, name, handle, avatar_url, state, connected_at, limits
                FROM social_profiles WHERE workspace_id = ?1 AND identifier = ?2
                """,
                [workspace.value, .text(identifier)]
            ) { row throws(DatabaseError) in try SocialProfile(row: row, from: 0) }
        }
        if let hashtagLibrary {
            references.hashtagLibrary = try connection.first(
                """
                SELECT identifier, name, hashtags, created_at FROM hashtag_libraries
                WHERE workspace_id = ?1 AND identifier = ?2
                """,
                [workspace.value, .text(hashtagLibrary)]
            ) { HashtagLibrary(row: $0, from: 0) }
        }
        return references
    }

    func media(of post: Int64) throws(DatabaseError) -> [MediaItem] {
        try connection.all(
            """
            SELECT f.identifier, f.type, f.byte_count, f.source_url
            FROM post_media m JOIN media_files f ON f.id = m.media_id
            WHERE m.post_id = ?1 ORDER BY m.position
            """,
            [.integer(post)],
            MediaItem.init(row:)
        )
    }

    func targets(of post: Int64) throws(DatabaseError) -> [PostTarget] {
        try connection.all(
            """
            SELECT s.identifier, s.network, s.name, s.handle, s.avatar_url, s.state, s.connected_at,
                s.limits, t.caption
            FROM post_targets t JOIN social_profiles s ON s.id = t.profile_id
            WHERE t.post_id = ?1 ORDER BY t.position
            """,
            [.integer(post)]
        ) { row throws(DatabaseError) in
            PostTarget(
                profile: try SocialProfile(row: row, from: 0),
                caption: row.optionalText(8)
            )
        }
    }

    private func attempts(
        of post: Int64
    ) throws(DatabaseError) -> [(profile: String, attempt: PublishAttempt)] {
        try connection.all(
            """
            SELECT s.identifier, a.number, a.started_at, a.ended_at, a.outcome, a.url, a.code,
                a.message, a.next_try_at
            FROM publish_attempts a JOIN social_profiles s ON s.id = a.profile_id
            WHERE a.post_id = ?1 ORDER BY a.id
            """,
            [.integer(post)]
        ) { row throws(DatabaseError) in
            (profile: row.text(0), attempt: try PublishAttempt(row: row, from: 1))
        }
    }
}

extension PostFilter {
    /// The parameters 5 to 9 of the list.
    fileprivate var values: [DatabaseValue] {
        let names = statuses.map(\.rawValue).joined(separator: "|")
        return [
            statuses.isEmpty ? .null : .text("|\(names)|"),
            .integer(orNull: from?.secondsSinceEpoch), .integer(orNull: until?.secondsSinceEpoch),
            .text(orNull: profile), .text(orNull: text),
        ]
    }
}

extension PostGroup {
    /// Reads the fifteen columns of the queries above; targets, files and attempts are elsewhere.
    init(row: Row) throws(DatabaseError) {
        self.init(
            identifier: row.text(1),
            content: PostContent(
                caption: row.text(3),
                media: [],
                hashtagLibrary: row.isNull(11) ? nil : HashtagLibrary(row: row, from: 11)
            ),
            createdAt: row.certainTime(6),
            origin: PostOrigin(
                person: row.optionalText(8),
                client: row.optionalText(9),
                campaign: row.optionalText(10)
            )
        )
        status = try row.choice(PostStatus.self, 2)
        scheduledAt = row.time(4)
        revision = row.integer(5)
        updatedAt = row.certainTime(7)
    }
}
