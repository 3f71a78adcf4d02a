internal import Database
internal import Primitives
internal import Publishing

/// Stores the posts of one workspace inside the running write.
struct PostWriting {
    let connection: Connection
    let workspace: WorkspaceRow

    /// Stores a post that the rules have settled, with the files that come with it.
    func store(
        _ post: PostGroup,
        isNew: Bool,
        _ files: [MediaFile]
    ) throws(DatabaseError) {
        let id = isNew ? try insert(post) : try update(post)
        try replaceTargets(of: id, post.targets)
        for file in files { try add(file) }
        try replaceMedia(of: id, post.content.media)
    }

    /// Deletes a post and the files that no other post shows.
    func delete(_ post: PostGroup) throws(DatabaseError) {
        try connection.execute(
            "DELETE FROM posts WHERE workspace_id = ?1 AND identifier = ?2",
            [workspace.value, .text(post.identifier)]
        )
        try removeUnusedFiles(post.content.media)
    }

    private func insert(_ post: PostGroup) throws(DatabaseError) -> Int64 {
        let added = try connection.first(
            """
            INSERT INTO posts (workspace_id, identifier, status, caption, hashtag_library_id,
                scheduled_at, revision, updated_at, created_at, person, client, campaign)
            VALUES (?1, ?2, ?3, ?4,
                (SELECT id FROM hashtag_libraries WHERE workspace_id = ?1 AND identifier = ?5),
                ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            RETURNING id
            """,
            values(of: post) + [
                .integer(post.createdAt.secondsSinceEpoch), .text(orNull: post.origin.person),
                .text(orNull: post.origin.client), .text(orNull: post.origin.campaign),
            ]
        ) { $0.integer(0) }
        guard let added else { throw .unexpectedValue("no row after an insertion") }
        return added
    }

    private func update(_ post: PostGroup) throws(DatabaseError) -> Int64 {
        let changed = try connection.first(
            """
            UPDATE posts SET status = ?3, caption = ?4, hashtag_library_id =
                (SELECT id FROM hashtag_libraries WHERE workspace_id = ?1 AND identifier = ?5),
                scheduled_at = ?6, revision = ?7, updated_at = ?8
            WHERE workspace_id = ?1 AND identifier = ?2 RETURNING id
            """,
            values(of: post)
        ) { $0.integer(0) }
        guard let changed else { throw .unexpectedValue("no row after a change") }
        return changed
    }

    private func values(of post: PostGroup) -> [DatabaseValue] {
        [
            workspace.value, .text(post.identifier), .text(post.status.rawValue),
            .text(post.content.caption),
            .text(orNull: post.content.hashtagLibrary?.identifier),
            .integer(orNull: post.scheduledAt?.secondsSinceEpoch), .integer(post.revision),
            .integer(post.updatedAt.secondsSinceEpoch),
        ]
    }

    private func replaceTargets(
        of post: Int64,
        _ targets: [PostTarget]
    ) throws(DatabaseError) {
        try connection.execute("DELETE FROM post_targets WHERE post_id = ?1", [.integer(post)])
        for (position, target) in targets.enumerated() {
            try connection.execute(
                """
                INSERT INTO post_targets (post_id, position, profile_id, caption)
                SELECT ?1, ?2, id, ?3 FROM social_profiles
                WHERE workspace_id = ?4 AND identifier = ?5
                """,
                [
                    .integer(post), .integer(Int64(position)), .text(orNull: target.caption),
                    workspace.value, .text(target.profile.identifier),
                ]
            )
        }
    }

    func add(_ file: MediaFile) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO media_files
                (workspace_id, identifier, type, source_url, byte_count, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                workspace.value, .text(file.item.identifier), .text(file.item.type.rawValue),
                .text(file.item.sourceURL), .integer(Int64(file.item.byteCount)),
                .blob(file.bytes),
            ]
        )
    }

    private func replaceMedia(of post: Int64, _ media: [MediaItem]) throws(DatabaseError) {
        let before = try PostRows(connection: connection, workspace: workspace).media(of: post)
        guard before != media else { return }
        try connection.execute("DELETE FROM post_media WHERE post_id = ?1", [.integer(post)])
        for (position, item) in media.enumerated() {
            try connection.execute(
                """
                INSERT INTO post_media (post_id, position, media_id)
                SELECT ?1, ?2, id FROM media_files WHERE workspace_id = ?3 AND identifier = ?4
                """,
                [
                    .integer(post), .integer(Int64(position)), workspace.value,
                    .text(item.identifier),
                ]
            )
        }
        try removeUnusedFiles(before)
    }

    private func removeUnusedFiles(_ media: [MediaItem]) throws(DatabaseError) {
        for item in media {
            try connection.execute(
                """
                DELETE FROM media_files WHERE workspace_id = ?1 AND identifier = ?2
                    AND id NOT IN (SELECT media_id FROM post_media)
                """,
                [workspace.value, .text(item.identifier)]
            )
        }
    }
}
