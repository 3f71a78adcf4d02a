internal import Database

extension Migration {
    /// What publishing exactly once needs: how often a try has asked its network, when it may ask
    /// again, and the posts of the built-in network.
    static let publications = Migration("publications") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE publish_attempts ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE publish_attempts ADD COLUMN next_try_at INTEGER;
            CREATE INDEX publish_attempts_due ON publish_attempts (next_try_at)
                WHERE outcome = 'underway';

            CREATE TABLE demo_network_posts (
                id INTEGER PRIMARY KEY,
                key TEXT NOT NULL UNIQUE,
                handle TEXT NOT NULL,
                text TEXT NOT NULL,
                media_count INTEGER NOT NULL,
                published_at INTEGER NOT NULL
            ) STRICT;
            """
        )
    }
}
