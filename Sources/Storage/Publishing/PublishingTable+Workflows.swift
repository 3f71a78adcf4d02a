internal import Database
public import JSON
public import Primitives
public import Publishing

extension PublishingTable: WorkflowStore {
    /// Returns a part of the workspace's workflows, newest first, each with its last run.
    public func workflows(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<WorkflowReport> {
        let reports = try rows(of: access) { connection, workspace throws(DatabaseError) in
            try WorkflowRows(connection: connection, workspace: workspace).reports(page)
        }
        return Page(reports, limit: page.limit) { report in
            PagePosition(
                createdAt: report.workflow.createdAt,
                identifier: report.workflow.identifier
            )
        }
    }

    /// Returns a workflow with its last runs.
    public func workflow(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> WorkflowReport {
        let found = try read { connection throws(DatabaseError) -> WorkflowReport? in
            guard let workspace = try WorkspaceRow(of: access, in: connection) else { return nil }
            return try WorkflowRows(connection: connection, workspace: workspace)
                .report(identifier, runs: 10)?.report
        }
        guard let found else { throw .unknown(.workflow, identifier: identifier) }
        return found
    }

    /// Returns a run of a workflow of the workspace.
    public func run(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> WorkflowRun {
        let found = try read { connection throws(DatabaseError) -> WorkflowRun? in
            guard let workspace = try WorkspaceRow(of: access, in: connection) else { return nil }
            return try WorkflowRows(connection: connection, workspace: workspace).run(identifier)
        }
        guard let found else { throw .unknown(.workflowRun, identifier: identifier) }
        return found
    }

    /// Lets the trigger of a workflow start it, or no more.
    public func setEnabled(
        _ isEnabled: Bool,
        _ identifier: String,
        agreed version: Int64?,
        _ ticket: WriteTicket<WorkflowReport>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        let now = core.clock.now()
        return try await write(access, ticket) { connection, workspace throws(DatabaseError) in
            let rows = WorkflowRows(connection: connection, workspace: workspace)
            guard let (id, before) = try rows.report(identifier, runs: 0) else {
                return .failure(.unknown(.workflow, identifier: identifier))
            }
            if isEnabled, !before.workflow.isEnabled {
                do throws(PublishingFault) {
                    try WorkflowAgreement(before.workflow.definition, on: nil)
                        .check(access, agreed: version)
                } catch {
                    return .failure(error)
                }
            }
            let next = isEnabled ? before.workflow.definition.nextRun(after: now) : nil
            try connection.execute(
                "UPDATE workflows SET is_enabled = ?2, next_run_at = ?3 WHERE id = ?1",
                [
                    .integer(id), .integer(isEnabled ? 1 : 0),
                    .integer(orNull: next?.secondsSinceEpoch),
                ]
            )
            guard let after = try rows.report(identifier, runs: 1) else {
                throw .unexpectedValue("no row after a change")
            }
            return .success(after.report)
        }
    }

    /// Queues a run.
    public func enqueue(
        _ identifier: String,
        run: String,
        input: JSONObject,
        agreed version: Int64?,
        _ ticket: WriteTicket<WorkflowRun>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        let now = core.clock.now()
        return try await write(access, ticket) { connection, workspace throws(DatabaseError) in
            let rows = WorkflowRows(connection: connection, workspace: workspace)
            guard let (id, found) = try rows.report(identifier, runs: 0) else {
                return .failure(.unknown(.workflow, identifier: identifier))
            }
            let post = input[WorkflowDefinition.postInput]?.stringValue
            var given: PostGroup?
            if let post {
                given = try PostRows(connection: connection, workspace: workspace).post(post)
                guard given != nil else {
                    return .failure(.unknown(.postGroup, identifier: post))
                }
            }
            do throws(PublishingFault) {
                try found.workflow.definition.checkInput(input.map(\.name))
                try WorkflowAgreement(found.workflow.definition, on: given)
                    .check(access, agreed: version)
            } catch {
                return .failure(error)
            }
            try WorkflowWriting(connection: connection, now: now)
                .add(run, of: id, input: input, post: post)
            guard let queued = try rows.run(run) else {
                throw .unexpectedValue("no row after an insertion")
            }
            return .success(queued)
        }
    }

    /// Starts what schedules have made due, and takes up runs whose next step is due.
    public func dueTasks(
        limit: Int,
        leaseInSeconds: Int64
    ) async throws(PublishingFault) -> [WorkflowTask] {
        let now = core.clock.now()
        guard let next = try await nextDueTask(), next <= now else { return [] }
        do {
            return try await core.database.write { connection throws(DatabaseError) in
                let writing = WorkflowWriting(connection: connection, now: now)
                try writing.startScheduled(limit: limit)
                return try writing.take(limit: limit, leaseInSeconds: leaseInSeconds)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// Writes down what became of a step.
    public func conclude(
        _ task: WorkflowTask,
        _ conclusion: StepConclusion
    ) async throws(PublishingFault) {
        let now = core.clock.now()
        do {
            try await core.database.write { connection throws(DatabaseError) in
                try WorkflowWriting(connection: connection, now: now).conclude(task, conclusion)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// When the next step or schedule is due, or `nil`; what an archived workspace has waits.
    public func nextDueTask() async throws(PublishingFault) -> Timestamp? {
        try read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT MIN(due) FROM (
                    SELECT MIN(r.next_step_at) AS due FROM workflow_runs r
                    JOIN workflows w ON w.id = r.workflow_id
                    JOIN publishing_workspaces p ON p.id = w.workspace_id
                    LEFT JOIN workspaces d ON d.identifier = p.identifier
                    WHERE r.next_step_at IS NOT NULL AND d.archived_at IS NULL
                    UNION ALL
                    SELECT MIN(w.next_run_at) FROM workflows w
                    JOIN publishing_workspaces p ON p.id = w.workspace_id
                    LEFT JOIN workspaces d ON d.identifier = p.identifier
                    WHERE w.is_enabled = 1 AND d.archived_at IS NULL)
                """
            ) { $0.time(0) } ?? nil
        }
    }
}

extension PublishingTable: ProfileConnections {
    /// Returns a profile of the workspace and how it is reached.
    public func connection(
        of profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> (SocialProfile, ProfileConnection?) {
        let references = try await references(
            profiles: [profile],
            hashtagLibrary: nil,
            in: access
        )
        guard let found = references.profiles[profile] else {
            throw .unknown(.profile, identifier: profile)
        }
        let vault = vault
        let connection = try read { connection throws(DatabaseError) in
            try PublicationWriting(
                connection: connection,
                vault: vault,
                now: Timestamp(secondsSinceEpoch: 0),
                leaseInSeconds: 0
            ).connection(of: found)
        }
        return (found, connection)
    }
}
