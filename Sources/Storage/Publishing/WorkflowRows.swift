internal import Database
internal import JSON
internal import Primitives
internal import Publishing

/// Reads the workflows of one workspace in the snapshot of a connection.
struct WorkflowRows {
    let connection: Connection
    let workspace: WorkspaceRow

    /// The workflow of this identifier with its last runs, and its row.
    func report(
        _ identifier: String,
        runs count: Int
    ) throws(DatabaseError) -> (id: Int64, report: WorkflowReport)? {
        let found = try connection.first(
            """
            SELECT id, identifier, definition, is_enabled, created_at FROM workflows
            WHERE workspace_id = ?1 AND identifier = ?2
            """,
            [workspace.value, .text(identifier)]
        ) { row throws(DatabaseError) in (id: row.integer(0), workflow: try Workflow(row: row)) }
        guard let (id, workflow) = found else { return nil }
        let runs = try runs(of: id, limit: count)
        return (id, WorkflowReport(workflow: workflow, runs: runs))
    }

    /// Up to one more workflow than a page has room for, newest first, each with its last run.
    func reports(_ page: PageRequest) throws(DatabaseError) -> [WorkflowReport] {
        let found = try connection.all(
            """
            SELECT id, identifier, definition, is_enabled, created_at FROM workflows
            WHERE workspace_id = ?1 AND (?2 IS NULL OR (created_at, identifier) < (?2, ?3))
            ORDER BY created_at DESC, identifier DESC LIMIT ?4
            """,
            [workspace.value] + page.values
        ) { row throws(DatabaseError) in (id: row.integer(0), workflow: try Workflow(row: row)) }
        var reports: [WorkflowReport] = []
        for (id, workflow) in found {
            let runs = try runs(of: id, limit: 1)
            reports.append(WorkflowReport(workflow: workflow, runs: runs))
        }
        return reports
    }

    /// The run of this identifier, of whatever workflow of the workspace.
    func run(_ identifier: String) throws(DatabaseError) -> WorkflowRun? {
        try connection.first(
            """
            SELECT r.id, r.identifier, w.identifier, r.status, r.created_at, r.ended_at, r.post,
                r.waiting, r.next_step_at
            FROM workflow_runs r JOIN workflows w ON w.id = r.workflow_id
            WHERE w.workspace_id = ?1 AND r.identifier = ?2
            """,
            [workspace.value, .text(identifier)]
        ) { row throws(DatabaseError) in try run(row) }
    }

    private func runs(of workflow: Int64, limit: Int) throws(DatabaseError) -> [WorkflowRun] {
        try connection.all(
            """
            SELECT r.id, r.identifier, w.identifier, r.status, r.created_at, r.ended_at, r.post,
                r.waiting, r.next_step_at
            FROM workflow_runs r JOIN workflows w ON w.id = r.workflow_id
            WHERE r.workflow_id = ?1 ORDER BY r.id DESC LIMIT ?2
            """,
            [.integer(workflow), .integer(Int64(limit))]
        ) { row throws(DatabaseError) in try run(row) }
    }

    private func run(_ row: Row) throws(DatabaseError) -> WorkflowRun {
        var run = WorkflowRun(
            identifier: row.text(1),
            workflow: row.text(2),
            status: try row.choice(WorkflowRun.Status.self, 3),
            times: (created: row.certainTime(4), ended: row.time(5)),
            post: row.optionalText(6),
            steps: try steps(of: row.integer(0))
        )
        if let message = row.optionalText(7), let time = row.time(8) {
            run.pause = RetryPause(message: message, until: time)
        }
        return run
    }

    private func steps(of run: Int64) throws(DatabaseError) -> [WorkflowRun.Step] {
        try connection.all(
            """
            SELECT kind, is_done, message, at FROM workflow_steps WHERE run_id = ?1
            ORDER BY position
            """,
            [.integer(run)]
        ) { row in
            WorkflowRun.Step(
                kind: row.text(0),
                isDone: row.integer(1) == 1,
                message: row.text(2),
                at: row.certainTime(3)
            )
        }
    }
}

extension Workflow {
    /// Reads identifier, definition, is_enabled and created_at, the columns from the second on.
    init(row: Row) throws(DatabaseError) {
        self.init(
            identifier: row.text(1),
            definition: try WorkflowDefinition(stored: row.blob(2)),
            isEnabled: row.integer(3) == 1,
            createdAt: row.certainTime(4)
        )
    }
}

extension WorkflowDefinition {
    /// Reads what the product stored.
    init(stored bytes: [UInt8]) throws(DatabaseError) {
        guard let json = try? JSONValue(parsing: bytes).objectValue,
            let definition = try? WorkflowDefinition(json: json)
        else { throw .unexpectedValue("the definition of a workflow") }
        self = definition
    }

    /// The trigger's name in its column.
    var triggerName: String {
        switch trigger {
        case .manual: "manual"
        case .schedule: "schedule"
        case .postPublished: "post_published"
        }
    }

    /// When the schedule, if it is one, is due next.
    func nextRun(after time: Timestamp) -> Timestamp? {
        guard case .schedule(let schedule) = trigger else { return nil }
        return schedule.next(after: time)
    }
}
