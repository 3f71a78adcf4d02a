internal import Database

extension Migration {
    /// What the page of a person's calls reads: their own, by time, with what they are filtered by.
    static let activity = Migration("activity") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE INDEX audit_calls_by_person
                ON audit_events (person, at, id, grant_identifier, workspace)
                WHERE kind = 'tool.called';
            """
        )
    }
}
