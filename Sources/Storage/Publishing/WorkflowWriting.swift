internal import Cryptography
internal import Database
internal import JSON
internal import Primitives
internal import Publishing

/// Starts runs and writes down their steps inside the running write.
struct WorkflowWriting {
    let connection: Connection
    let now: Timestamp

    /// Queues a run.
    func add(
        _ identifier: String,
        of workflow: Int64,
        input: JSONObject,
        post: String?
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO workflow_runs
                (identifier, workflow_id, status, input, post, next_step_at, created_at)
            VALUES (?1, ?2, 'QUEUED', ?3, ?4, ?5, ?5)
            """,
            [
                .text(identifier), .integer(workflow),
                .blob(JSONValue.object(input).serialized()), .text(orNull: post),
                .integer(now.secondsSinceEpoch),
            ]
        )
    }

    /// Queues a run of each schedule that is due, once however late it is.
    func startScheduled(limit: Int) throws(DatabaseError) {
        let due = try connection.all(
            """
            SELECT w.id, w.definition FROM workflows w
            JOIN publishing_workspaces p ON p.id = w.workspace_id
            LEFT JOIN workspaces d ON d.identifier = p.identifier
            WHERE w.is_enabled = 1 AND w.next_run_at <= ?1 AND d.archived_at IS NULL
            ORDER BY w.next_run_at LIMIT ?2
            """,
            [.integer(now.secondsSinceEpoch), .integer(Int64(limit))]
        ) { row throws(DatabaseError) in
            (id: row.integer(0), definition: try WorkflowDefinition(stored: row.blob(1)))
        }
        for (id, definition) in due {
            try add(ItemIdentifiers(random: SystemRandom()).make(.workflowRun), of: id)
            try connection.execute(
                "UPDATE workflows SET next_run_at = ?2 WHERE id = ?1",
                [
                    .integer(id),
                    .integer(orNull: definition.nextRun(after: now)?.secondsSinceEpoch),
                ]
            )
        }
    }

    /// Queues the workflows that a published post starts.
    func startAfterPublishing(_ post: String, in workspace: Int64) throws(DatabaseError) {
        let waiting = try connection.all(
            """
            SELECT id FROM workflows
            WHERE workspace_id = ?1 AND is_enabled = 1 AND trigger = 'post_published'
            """,
            [.integer(workspace)]
        ) { $0.integer(0) }
        for id in waiting {
            let run = ItemIdentifiers(random: SystemRandom()).make(.workflowRun)
            try add(run, of: id, input: ["postGroupId": .string(post)], post: post)
        }
    }

    private func add(_ identifier: String, of workflow: Int64) throws(DatabaseError) {
        try add(identifier, of: workflow, input: [:], post: nil)
    }

    /// Takes up the runs whose next step is due, for as long as the lease says.
    func take(limit: Int, leaseInSeconds: Int64) throws(DatabaseError) -> [WorkflowTask] {
        let due = try connection.all(
            """
            SELECT r.identifier, r.position, r.tries, r.input, r.post, w.definition, p.identifier
            FROM workflow_runs r JOIN workflows w ON w.id = r.workflow_id
            JOIN publishing_workspaces p ON p.id = w.workspace_id
            LEFT JOIN workspaces d ON d.identifier = p.identifier
            WHERE r.next_step_at <= ?1 AND d.archived_at IS NULL
            ORDER BY r.next_step_at LIMIT ?2
            """,
            [.integer(now.secondsSinceEpoch), .integer(Int64(limit))],
            WorkflowTask.init(row:)
        )
        for task in due {
            try connection.execute(
                "UPDATE workflow_runs SET next_step_at = ?2, waiting = NULL WHERE identifier = ?1",
                [
                    .text(task.run),
                    .integer(now.adding(seconds: leaseInSeconds).secondsSinceEpoch),
                ]
            )
        }
        return due
    }

    /// Writes down what became of a step; a step that was concluded already is left as it is.
    func conclude(_ task: WorkflowTask, _ conclusion: StepConclusion) throws(DatabaseError) {
        let found = try connection.first(
            """
            SELECT r.id, w.definition FROM workflow_runs r JOIN workflows w ON w.id = r.workflow_id
            WHERE r.identifier = ?1 AND r.position = ?2 AND r.next_step_at IS NOT NULL
            """,
            [.text(task.run), .integer(Int64(task.position))]
        ) { row throws(DatabaseError) in
            (id: row.integer(0), definition: try WorkflowDefinition(stored: row.blob(1)))
        }
        guard let (id, definition) = found else { return }
        switch conclusion {
        case .again(let seconds, let counts, let message):
            try connection.execute(
                """
                UPDATE workflow_runs SET next_step_at = ?2, tries = tries + ?3, waiting = ?4
                WHERE id = ?1
                """,
                [
                    .integer(id), .integer(now.adding(seconds: seconds).secondsSinceEpoch),
                    .integer(counts ? 1 : 0), .text(message),
                ]
            )
        case .done(let message, let post):
            try record(id, task, isDone: true, message)
            let isLast = task.position + 1 >= definition.steps.count
            try end(id, isLast ? .succeeded : .running, post: post)
        case .failed(let message):
            try record(id, task, isDone: false, message)
            try end(id, .failed, post: task.post)
        }
    }

    private func record(
        _ run: Int64,
        _ task: WorkflowTask,
        isDone: Bool,
        _ message: String
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO workflow_steps (run_id, position, kind, is_done, message, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .integer(run), .integer(Int64(task.position)), .text(task.step.kind),
                .integer(isDone ? 1 : 0), .text(message), .integer(now.secondsSinceEpoch),
            ]
        )
    }

    /// Goes on to the next step, at once, or ends the run.
    private func end(
        _ run: Int64,
        _ status: WorkflowRun.Status,
        post: String?
    ) throws(DatabaseError) {
        let goesOn = status == .running
        let moment = now.secondsSinceEpoch
        try connection.execute(
            """
            UPDATE workflow_runs SET status = ?2, post = ?3, position = position + 1, tries = 0,
                next_step_at = ?4, ended_at = ?5
            WHERE id = ?1
            """,
            [
                .integer(run), .text(status.rawValue), .text(orNull: post),
                .integer(orNull: goesOn ? moment : nil),
                .integer(orNull: goesOn ? nil : moment),
            ]
        )
    }
}

extension WorkflowTask {
    /// Reads run, position, tries, input, post, definition and the workspace's identifier.
    ///
    /// The run goes on in the name of the server: whoever started it was allowed to.
    init(row: Row) throws(DatabaseError) {
        let definition = try WorkflowDefinition(stored: row.blob(5))
        let position = Int(row.integer(1))
        guard definition.steps.indices.contains(position) else {
            throw .unexpectedValue("the position of a run")
        }
        self.init(
            run: row.text(0),
            position: position,
            step: definition.steps[position],
            given: (
                input: (try? JSONValue(parsing: row.blob(3)))?.objectValue ?? [:],
                post: row.optionalText(4)
            ),
            previousTries: Int(row.integer(2)),
            access: WorkspaceAccess(
                identifier: row.text(6),
                name: row.text(6),
                actor: .server
            )
        )
    }
}
