internal import Database
public import JSON
public import Primitives
public import Publishing

extension PublishingTable: CampaignStore {
    /// Begins a campaign, whose first post is due at once.
    public func begin(
        _ brief: CampaignBrief,
        as identifier: String,
        _ ticket: WriteTicket<Campaign>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        let now = core.clock.now()
        return try await write(access, ticket) { connection, workspace throws(DatabaseError) in
            let writing = CampaignWriting(connection: connection, standing: standing, now: now)
            let most = CampaignWriting.maximumUnderWay
            guard try writing.countUnderWay(in: workspace) < most else {
                return .failure(.tooManyCampaigns(limit: most))
            }
            try writing.add(identifier, brief, in: workspace, for: access)
            let rows = CampaignRows(connection: connection, workspace: workspace)
            guard let begun = try rows.campaign(identifier) else {
                throw .unexpectedValue("no row after an insertion")
            }
            return .success(begun)
        }
    }

    /// Returns a campaign of the workspace with the posts that were made.
    public func campaign(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Campaign {
        let found = try read { connection throws(DatabaseError) in
            try Self.campaign(identifier, in: access, connection)
        }
        guard let found else { throw .unknown(.campaign, identifier: identifier) }
        return found
    }

    /// Returns a campaign once more to a caller that was let in a while ago.
    public func campaignAgain(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Campaign {
        let found = try read {
            connection throws(DatabaseError) -> Result<Campaign?, PublishingFault> in
            guard try standing.isOpen(access, in: connection) else { return .failure(.accessEnded) }
            return .success(try Self.campaign(identifier, in: access, connection))
        }
        guard let campaign = try found.get() else {
            throw .unknown(.campaign, identifier: identifier)
        }
        return campaign
    }

    private static func campaign(
        _ identifier: String,
        in access: WorkspaceAccess,
        _ connection: Connection
    ) throws(DatabaseError) -> Campaign? {
        guard let workspace = try WorkspaceRow(of: access, in: connection) else { return nil }
        return try CampaignRows(connection: connection, workspace: workspace).campaign(identifier)
    }

    /// Takes up the campaigns whose next post is due, and gives up those whose caller may not go
    /// on.
    public func dueCampaignTasks(
        limit: Int
    ) async throws(PublishingFault) -> [CampaignTask] {
        let now = core.clock.now()
        // Looking first spares the disk a commit every few seconds.
        guard let next = try await nextDueCampaign(), next <= now else { return [] }
        do {
            return try await core.database.write { connection throws(DatabaseError) in
                try CampaignWriting(connection: connection, standing: standing, now: now)
                    .take(limit: limit)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// Stores what became of a step, and the post with it.
    public func conclude(
        _ task: CampaignTask,
        _ conclusion: CampaignConclusion
    ) async throws(PublishingFault) {
        let now = core.clock.now()
        do {
            try await core.database.write { connection throws(DatabaseError) in
                try CampaignWriting(connection: connection, standing: standing, now: now)
                    .conclude(task, conclusion)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// When the next post of a campaign is due, or `nil`.
    public func nextDueCampaign() async throws(PublishingFault) -> Timestamp? {
        try read { connection throws(DatabaseError) in
            try connection.first(
                "SELECT MIN(next_step_at) FROM campaigns WHERE next_step_at IS NOT NULL"
            ) { $0.time(0) } ?? nil
        }
    }
}
