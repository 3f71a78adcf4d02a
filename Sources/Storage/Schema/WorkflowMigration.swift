internal import Database

extension Migration {
    /// Workflows, their runs, and the steps that were tried.
    static let workflows = Migration("workflows") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE workflows (
                id INTEGER PRIMARY KEY,
                identifier TEXT NOT NULL UNIQUE,
                workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
                name TEXT NOT NULL,
                definition BLOB NOT NULL,
                trigger TEXT NOT NULL
                    CHECK (trigger IN ('manual', 'schedule', 'post_published')),
                is_enabled INTEGER NOT NULL,
                next_run_at INTEGER,
                created_at INTEGER NOT NULL,
                UNIQUE (workspace_id, name)
            ) STRICT;
            CREATE INDEX workflows_by_workspace ON workflows (workspace_id, created_at, identifier);
            CREATE INDEX workflows_due ON workflows (next_run_at) WHERE is_enabled = 1;

            CREATE TABLE workflow_runs (
                id INTEGER PRIMARY KEY,
                identifier TEXT NOT NULL UNIQUE,
                workflow_id INTEGER NOT NULL REFERENCES workflows (id),
                status TEXT NOT NULL
                    CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
                input BLOB NOT NULL,
                post TEXT,
                position INTEGER NOT NULL DEFAULT 0,
                tries INTEGER NOT NULL DEFAULT 0,
                next_step_at INTEGER,
                created_at INTEGER NOT NULL,
                ended_at INTEGER
            ) STRICT;
            CREATE INDEX workflow_runs_by_workflow ON workflow_runs (workflow_id, id);
            CREATE INDEX workflow_runs_due ON workflow_runs (next_step_at)
                WHERE next_step_at IS NOT NULL;

            CREATE TABLE workflow_steps (
                run_id INTEGER NOT NULL REFERENCES workflow_runs (id),
                position INTEGER NOT NULL,
                kind TEXT NOT NULL,
                is_done INTEGER NOT NULL,
                message TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (run_id, position)
            ) STRICT, WITHOUT ROWID;
            """
        )
    }
}
