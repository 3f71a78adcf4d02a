internal import Database

extension Migration {
    /// What connecting profiles of networks needs.
    ///
    /// `account` is what a network calls an account for good, `limits` what its server takes.
    /// `in_doubt` tells a try whose network was sent away for certain (0) from one that is asked
    /// now (1) and one that an earlier request may have got through (2). A flow's row is known by
    /// the digest of its key, and what it holds is sealed.
    static let profileConnections = Migration("profile connections") {
        connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE social_profiles ADD COLUMN account TEXT;
            ALTER TABLE social_profiles ADD COLUMN limits BLOB;
            ALTER TABLE publish_attempts ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 1;

            CREATE TABLE connection_flows (
                key BLOB PRIMARY KEY NOT NULL,
                person TEXT NOT NULL,
                content BLOB NOT NULL,
                expires_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX connection_flows_by_person ON connection_flows (person, expires_at);
            CREATE INDEX connection_flows_by_end ON connection_flows (expires_at);

            CREATE TABLE network_apps (
                endpoint TEXT NOT NULL,
                callback TEXT NOT NULL,
                client TEXT NOT NULL,
                secret BLOB NOT NULL,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (endpoint, callback)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX network_apps_by_age ON network_apps (created_at);
            """
        )
    }
}
