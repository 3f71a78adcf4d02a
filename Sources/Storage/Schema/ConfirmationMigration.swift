internal import Database

extension Migration {
    /// Whether a person wants to be asked before something goes out or is deleted with a grant.
    static let confirmation = Migration("confirmation") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE grants ADD COLUMN confirms_publishing INTEGER NOT NULL DEFAULT 0
                CHECK (confirms_publishing IN (0, 1));
            """
        )
    }
}
