internal import Database
internal import JSON
internal import Primitives
internal import Publishing

/// Begins campaigns and writes down their posts inside the running write.
struct CampaignWriting {
    let connection: Connection
    let standing: AccessStanding
    let now: Timestamp

    /// How many campaigns may be under way in a workspace.
    static let maximumUnderWay = 10

    /// How many campaigns are under way in a workspace.
    func countUnderWay(in workspace: WorkspaceRow) throws(DatabaseError) -> Int {
        try connection.first(
            "SELECT COUNT(*) FROM campaigns WHERE workspace_id = ?1 AND next_step_at IS NOT NULL",
            [workspace.value]
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Begins a campaign, whose first post is due at once.
    func add(
        _ identifier: String,
        _ brief: CampaignBrief,
        in workspace: WorkspaceRow,
        for access: WorkspaceAccess
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO campaigns (identifier, workspace_id, workspace_name, brief, caller, status,
                next_step_at, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, 'GENERATING', ?6, ?6)
            """,
            [
                .text(identifier), workspace.value, .text(access.name),
                .blob(JSONValue.object(brief.json).serialized()),
                .blob(JSONValue.object(CampaignCaller(access.actor).json).serialized()),
                .integer(now.secondsSinceEpoch),
            ]
        )
    }

    /// Takes up the campaigns whose next post is due, for as long as their briefs say, and gives up
    /// those whose caller may not go on.
    func take(limit: Int) throws(DatabaseError) -> [CampaignTask] {
        let due = try connection.all(
            """
            SELECT c.id, c.identifier, c.position, c.tries, c.brief, c.caller, c.workspace_name,
                p.identifier
            FROM campaigns c JOIN publishing_workspaces p ON p.id = c.workspace_id
            WHERE c.next_step_at <= ?1 ORDER BY c.next_step_at, c.id LIMIT ?2
            """,
            [.integer(now.secondsSinceEpoch), .integer(Int64(limit))]
        ) { row throws(DatabaseError) in (id: row.integer(0), task: try CampaignTask(row: row)) }
        var tasks: [CampaignTask] = []
        for (id, task) in due {
            guard try isOpen(task.access) else {
                try fail(id, .accessEnded)
                continue
            }
            try connection.execute(
                "UPDATE campaigns SET next_step_at = ?2 WHERE id = ?1",
                [
                    .integer(id),
                    .integer(now.adding(seconds: task.brief.leaseInSeconds).secondsSinceEpoch),
                ]
            )
            tasks.append(task)
        }
        return tasks
    }

    /// Writes down what became of a step; a step that was concluded already is left as it is.
    func conclude(
        _ task: CampaignTask,
        _ conclusion: CampaignConclusion
    ) throws(DatabaseError) {
        let found = try connection.first(
            """
            SELECT id, workspace_id, created_at FROM campaigns
            WHERE identifier = ?1 AND position = ?2 AND next_step_at IS NOT NULL
            """,
            [.text(task.campaign), .integer(Int64(task.position))]
        ) { (id: $0.integer(0), workspace: $0.integer(1), createdAt: $0.certainTime(2)) }
        guard let found else { return }
        switch conclusion {
        case .again(let seconds, let counts):
            try connection.execute(
                "UPDATE campaigns SET next_step_at = ?2, tries = tries + ?3 WHERE id = ?1",
                [
                    .integer(found.id),
                    .integer(now.adding(seconds: seconds).secondsSinceEpoch),
                    .integer(counts ? 1 : 0),
                ]
            )
        case .failed(let failure): try fail(found.id, failure)
        case .made(let identifier, let post):
            guard try isOpen(task.access) else { return try fail(found.id, .accessEnded) }
            let workspace = WorkspaceRow(known: found.workspace)
            if let failure = try store(post.change, as: identifier, task, in: workspace) {
                return try fail(found.id, failure)
            }
            let plan = CampaignPlan(task.brief, from: found.createdAt)
            try record(identifier, post, of: found.id, task, plan)
            try advance(found.id, isLast: task.position + 1 >= task.brief.count)
        }
    }

    /// Stores the post, or returns why it cannot be; nothing is stored then.
    private func store(
        _ change: PostChange,
        as identifier: String,
        _ task: CampaignTask,
        in workspace: WorkspaceRow
    ) throws(DatabaseError) -> Campaign.Failure? {
        let references = try PostRows(connection: connection, workspace: workspace).references(
            profiles: change.namedProfiles,
            hashtagLibrary: change.namedLibrary
        )
        let edit = PostEdit.create(identifier: identifier, change)
        let made: PostGroup?
        do throws(PublishingFault) {
            made = try PostRules(references: references, now: now).outcome(
                of: edit,
                on: nil,
                origin: PostOrigin(task.access, campaign: task.campaign)
            )
        } catch {
            return Campaign.Failure(code: "post_refused", message: error.sentence)
        }
        guard let made else { return nil }
        try PostWriting(connection: connection, workspace: workspace)
            .store(made, isNew: true, edit.newMedia)
        return nil
    }

    private func record(
        _ identifier: String,
        _ post: WrittenPost,
        of campaign: Int64,
        _ task: CampaignTask,
        _ plan: CampaignPlan
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO campaign_posts
                (campaign_id, position, post, suggested_at, generator, warnings, made_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .integer(campaign), .integer(Int64(task.position)), .text(identifier),
                .integer(plan.suggestedTime(of: task.position).secondsSinceEpoch),
                .text(post.generator),
                .blob(JSONValue.array(post.warnings.map(JSONValue.string)).serialized()),
                .integer(now.secondsSinceEpoch),
            ]
        )
    }

    /// Goes on to the next post, at once, or is ready.
    private func advance(_ campaign: Int64, isLast: Bool) throws(DatabaseError) {
        let moment = now.secondsSinceEpoch
        try connection.execute(
            """
            UPDATE campaigns SET position = position + 1, tries = 0, status = ?2,
                next_step_at = ?3, ended_at = ?4
            WHERE id = ?1
            """,
            [
                .integer(campaign),
                .text((isLast ? Campaign.Status.ready : .generating).rawValue),
                .integer(orNull: isLast ? nil : moment), .integer(orNull: isLast ? moment : nil),
            ]
        )
    }

    /// Gives a campaign up, and gives the drafts that it did not use back to their day.
    private func fail(_ campaign: Int64, _ failure: Campaign.Failure) throws(DatabaseError) {
        let ended = try connection.first(
            """
            UPDATE campaigns SET status = 'FAILED', failure_code = ?2, failure_message = ?3,
                next_step_at = NULL, ended_at = ?4
            WHERE id = ?1 RETURNING workspace_id, created_at, position, brief
            """,
            [
                .integer(campaign), .text(failure.code), .text(failure.message),
                .integer(now.secondsSinceEpoch),
            ]
        ) { row throws(DatabaseError) in
            (
                workspace: row.integer(0), createdAt: row.certainTime(1),
                left: try CampaignBrief(stored: row.blob(3)).count - Int(row.integer(2))
            )
        }
        guard let ended else { throw .unexpectedValue("no row after a change") }
        try connection.execute(
            """
            UPDATE draft_budgets SET used = max(0, used - ?3)
            WHERE workspace_id = ?1 AND day = ?2
            """,
            [
                .integer(ended.workspace),
                .integer(DraftAllowance.day(of: ended.createdAt)), .integer(Int64(ended.left)),
            ]
        )
    }

    private func isOpen(_ access: WorkspaceAccess) throws(DatabaseError) -> Bool {
        guard try standing.isOpen(access, in: connection) else { return false }
        // The server's own work has no standing, but a workspace in the archive is closed to it.
        let isArchived = try connection.first(
            "SELECT archived_at IS NOT NULL FROM workspaces WHERE identifier = ?1",
            [.text(access.identifier)]
        ) { $0.integer(0) == 1 }
        return isArchived != true
    }
}

extension CampaignTask {
    /// Reads identifier, position, tries, brief, caller, and the workspace's name and identifier,
    /// the columns from the second on.
    ///
    /// The campaign goes on in the name of whoever began it, and each of its writes looks again
    /// whether that person may.
    init(row: Row) throws(DatabaseError) {
        guard let caller = try? JSONValue(parsing: row.blob(5)).objectValue else {
            throw .unexpectedValue("the caller of a campaign")
        }
        self.init(
            campaign: row.text(1),
            position: Int(row.integer(2)),
            brief: try CampaignBrief(stored: row.blob(4)),
            previousTries: Int(row.integer(3)),
            access: WorkspaceAccess(
                identifier: row.text(7),
                name: row.text(6),
                actor: CampaignCaller(json: caller).actor
            )
        )
    }
}

extension PostOrigin {
    /// Whoever acts through `access`, for a campaign.
    fileprivate init(_ access: WorkspaceAccess, campaign: String) {
        let maker = PostOrigin(access)
        self.init(person: maker.person, client: maker.client, campaign: campaign)
    }
}
