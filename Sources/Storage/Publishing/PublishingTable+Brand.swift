internal import Database
internal import Primitives
public import Publishing

extension PublishingTable: BrandStore {
    /// Returns a part of the workspace's brand kits.
    public func brandKits(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<BrandKit> {
        let rows = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, content, created_at FROM brand_kits
                WHERE workspace_id = ?1 AND (?2 IS NULL OR (created_at, identifier) < (?2, ?3))
                ORDER BY created_at DESC, identifier DESC LIMIT ?4
                """,
                [row.value] + page.values,
                BrandKit.init(row:)
            )
        }
        return Page(rows, limit: page.limit) { kit in
            PagePosition(createdAt: kit.createdAt, identifier: kit.identifier)
        }
    }

    /// Returns a part of the workspace's hashtag libraries.
    public func hashtagLibraries(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<HashtagLibrary> {
        let rows = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, name, hashtags, created_at FROM hashtag_libraries
                WHERE workspace_id = ?1 AND (?2 IS NULL OR (created_at, identifier) < (?2, ?3))
                ORDER BY created_at DESC, identifier DESC LIMIT ?4
                """,
                [row.value] + page.values
            ) { HashtagLibrary(row: $0, from: 0) }
        }
        return Page(rows, limit: page.limit) { library in
            PagePosition(createdAt: library.createdAt, identifier: library.identifier)
        }
    }

    /// Returns a part of the workspace's templates, of one format or of all.
    public func studioTemplates(
        of format: StudioTemplate.Format?,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<StudioTemplate> {
        let rows = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, name, format, thumbnail_url, created_at FROM studio_templates
                WHERE workspace_id = ?1 AND (?2 IS NULL OR (created_at, identifier) < (?2, ?3))
                    AND (?5 IS NULL OR format = ?5)
                ORDER BY created_at DESC, identifier DESC LIMIT ?4
                """,
                [row.value] + page.values + [.text(orNull: format?.rawValue)],
                StudioTemplate.init(row:)
            )
        }
        return Page(rows, limit: page.limit) { template in
            PagePosition(createdAt: template.createdAt, identifier: template.identifier)
        }
    }
}

extension PublishingTable: ProfileStore {
    /// Returns the workspace's profiles, newest first.
    public func profiles(
        on network: Network?,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<SocialProfile> {
        let rows = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, network, name, handle, avatar_url, state, connected_at, limits
                FROM social_profiles
                WHERE workspace_id = ?1 AND (?2 IS NULL OR (connected_at, identifier) < (?2, ?3))
                    AND (?5 IS NULL OR network = ?5)
                ORDER BY connected_at DESC, identifier DESC LIMIT ?4
                """,
                [row.value] + page.values + [.text(orNull: network?.rawValue)]
            ) { row throws(DatabaseError) in try SocialProfile(row: row, from: 0) }
        }
        return Page(rows, limit: page.limit) { profile in
            PagePosition(createdAt: profile.connectedAt, identifier: profile.identifier)
        }
    }
}

extension PublishingTable {
    /// The rows of a list, none where nothing was ever stored for the workspace.
    func rows<Item>(
        of access: WorkspaceAccess,
        _ body: (Connection, WorkspaceRow) throws(DatabaseError) -> [Item]
    ) throws(PublishingFault) -> [Item] {
        try read { connection throws(DatabaseError) in
            guard let row = try WorkspaceRow(of: access, in: connection) else { return [] }
            return try body(connection, row)
        }
    }
}

extension PageRequest {
    /// The place and one item more than was asked for, as parameters 2, 3 and 4.
    var values: [DatabaseValue] {
        [
            .integer(orNull: after?.createdAt.secondsSinceEpoch), .text(orNull: after?.identifier),
            .integer(Int64(limit) + 1),
        ]
    }
}
