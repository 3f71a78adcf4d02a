internal import Database

extension Migration {
    /// What a client that gives its registration back, and one that is shut out, leave behind.
    ///
    /// The index holds only clients that are shut out, so a registration looks at next to nothing.
    static let deregisteredClients = Migration("deregistered clients") {
        connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE clients ADD COLUMN deregistered_at INTEGER;
            CREATE INDEX clients_shut_out ON clients (metadata)
                WHERE disabled_at IS NOT NULL AND deregistered_at IS NULL;
            """
        )
    }
}
