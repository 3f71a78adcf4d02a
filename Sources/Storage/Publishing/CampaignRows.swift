internal import Database
internal import JSON
internal import Primitives
internal import Publishing

/// Reads the campaigns of one workspace in the snapshot of a connection.
struct CampaignRows {
    let connection: Connection
    let workspace: WorkspaceRow

    /// The campaign of this identifier with the posts that were made.
    func campaign(_ identifier: String) throws(DatabaseError) -> Campaign? {
        let found = try connection.first(
            """
            SELECT id, identifier, brief, status, failure_code, failure_message, created_at,
                ended_at
            FROM campaigns WHERE workspace_id = ?1 AND identifier = ?2
            """,
            [workspace.value, .text(identifier)]
        ) { row throws(DatabaseError) in
            (
                id: row.integer(0), identifier: row.text(1),
                brief: try CampaignBrief(stored: row.blob(2)),
                status: try row.choice(Campaign.Status.self, 3),
                failure: row.optionalText(4).map {
                    Campaign.Failure(code: $0, message: row.optionalText(5) ?? "")
                },
                times: (created: row.certainTime(6), ended: row.time(7))
            )
        }
        guard let found else { return nil }
        return Campaign(
            identifier: found.identifier,
            brief: found.brief,
            status: found.status,
            posts: try posts(of: found.id),
            failure: found.failure,
            times: found.times
        )
    }

    private func posts(of campaign: Int64) throws(DatabaseError) -> [Campaign.Post] {
        let made = try connection.all(
            """
            SELECT position, post, suggested_at, generator, warnings FROM campaign_posts
            WHERE campaign_id = ?1 ORDER BY position
            """,
            [.integer(campaign)]
        ) { row throws(DatabaseError) in
            (
                position: Int(row.integer(0)), post: row.text(1),
                suggestedAt: row.certainTime(2), generator: row.text(3),
                warnings: try Self.texts(row.blob(4))
            )
        }
        let rows = PostRows(connection: connection, workspace: workspace)
        var posts: [Campaign.Post] = []
        for item in made {
            let post = try rows.post(item.post)
            posts.append(
                Campaign.Post(
                    position: item.position,
                    summary: post.map { PostSummary(post: $0, mediaCount: $0.content.media.count) },
                    suggestedAt: item.suggestedAt,
                    making: (generator: item.generator, warnings: item.warnings)
                )
            )
        }
        return posts
    }

    private static func texts(_ bytes: [UInt8]) throws(DatabaseError) -> [String] {
        guard let list = try? JSONValue(parsing: bytes).arrayValue else {
            throw .unexpectedValue("the warnings of a post")
        }
        return list.compactMap(\.stringValue)
    }
}

extension CampaignBrief {
    /// Reads what the product stored.
    init(stored bytes: [UInt8]) throws(DatabaseError) {
        guard let json = try? JSONValue(parsing: bytes).objectValue,
            let brief = CampaignBrief(json: json)
        else { throw .unexpectedValue("the brief of a campaign") }
        self = brief
    }
}
