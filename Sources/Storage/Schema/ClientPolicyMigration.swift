internal import Database

extension Migration {
    /// The operator's rules for clients, and the requests that wait for a decision.
    ///
    /// One row of `client_rules` with the match `default` says what happens to all other clients.
    static let clientPolicy = Migration("client policy") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE client_rules (
                id INTEGER PRIMARY KEY,
                identifier TEXT NOT NULL UNIQUE,
                match TEXT NOT NULL
                    CHECK (match IN ('client', 'domain', 'redirect-host', 'kind', 'default')),
                pattern TEXT NOT NULL,
                action TEXT NOT NULL CHECK (action IN ('allow', 'deny', 'hold')),
                created_at INTEGER NOT NULL,
                UNIQUE (match, pattern)
            ) STRICT;

            CREATE TABLE waiting_clients (
                user_id INTEGER NOT NULL REFERENCES users (id),
                client TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('registered', 'dynamic', 'metadata_document')),
                name TEXT NOT NULL,
                redirect_uri TEXT NOT NULL,
                asked_at INTEGER NOT NULL,
                PRIMARY KEY (user_id, client)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX waiting_clients_by_client ON waiting_clients (client);
            """
        )
    }
}
