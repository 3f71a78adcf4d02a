internal import Database

extension Migration {
    /// How many drafts a workspace has had generated on the day it last had any.
    static let draftBudgets = Migration("draft budgets") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE draft_budgets (
                workspace_id INTEGER PRIMARY KEY REFERENCES publishing_workspaces (id),
                day INTEGER NOT NULL,
                used INTEGER NOT NULL
            ) STRICT;
            """
        )
    }
}
