internal import Database

extension Migration {
    /// Why the next step of a run waits.
    static let workflowPauses = Migration("workflow pauses") { connection throws(DatabaseError) in
        try connection.executeScript("ALTER TABLE workflow_runs ADD COLUMN waiting TEXT;")
    }
}
