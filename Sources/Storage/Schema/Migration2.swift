internal import Database

extension Migration {
    /// What step-up, lifetimes and resources need.
    ///
    /// `asked_scopes` remembers what a person was asked about, so that the next consent page knows
    /// what they declined. `settings` holds what a server was started with and commands must know.
    /// A resource server without `scopes` has all of the catalogue.
    static let connectionsAndSettings = Migration("connections and settings") {
        connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE grants ADD COLUMN asked_scopes INTEGER;
            ALTER TABLE resource_servers ADD COLUMN scopes INTEGER;
            CREATE TABLE settings (
                name TEXT PRIMARY KEY NOT NULL,
                value TEXT NOT NULL,
                set_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """
        )
    }
}
