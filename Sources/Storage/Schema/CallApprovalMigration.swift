internal import Database

extension Migration {
    /// Tool calls that wait until their person agrees on a page.
    static let callApprovals = Migration("call approvals") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE call_approvals (
                identifier TEXT PRIMARY KEY NOT NULL,
                grant_identifier TEXT NOT NULL,
                person TEXT NOT NULL,
                digest BLOB NOT NULL,
                client_name TEXT NOT NULL,
                message TEXT NOT NULL,
                consent TEXT NOT NULL,
                asked_at INTEGER NOT NULL,
                is_approved INTEGER CHECK (is_approved IN (0, 1)),
                UNIQUE (grant_identifier, digest)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX call_approvals_by_age ON call_approvals (asked_at);
            """
        )
    }
}
