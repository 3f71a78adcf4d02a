internal import Database

extension Migration {
    /// Campaigns, and the posts that were made for them.
    static let campaigns = Migration("campaigns") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE campaigns (
                id INTEGER PRIMARY KEY,
                identifier TEXT NOT NULL UNIQUE,
                workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
                workspace_name TEXT NOT NULL,
                brief BLOB NOT NULL,
                caller BLOB NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('GENERATING', 'READY', 'FAILED')),
                position INTEGER NOT NULL DEFAULT 0,
                tries INTEGER NOT NULL DEFAULT 0,
                next_step_at INTEGER,
                failure_code TEXT,
                failure_message TEXT,
                created_at INTEGER NOT NULL,
                ended_at INTEGER,
                CHECK ((status = 'GENERATING') = (next_step_at IS NOT NULL))
            ) STRICT;
            CREATE INDEX campaigns_under_way ON campaigns (workspace_id)
                WHERE next_step_at IS NOT NULL;
            CREATE INDEX campaigns_due ON campaigns (next_step_at)
                WHERE next_step_at IS NOT NULL;

            CREATE TABLE campaign_posts (
                campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
                position INTEGER NOT NULL,
                post TEXT NOT NULL,
                suggested_at INTEGER NOT NULL,
                generator TEXT NOT NULL,
                warnings BLOB NOT NULL,
                made_at INTEGER NOT NULL,
                PRIMARY KEY (campaign_id, position)
            ) STRICT, WITHOUT ROWID;
            """
        )
    }
}
