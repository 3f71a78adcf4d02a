internal import Database

extension Migration {
    /// What clients publish about themselves, as people approved it, and the assertions they used.
    ///
    /// A grant names the document that its person saw by the SHA-256 digest of its canonical form;
    /// a client's row holds the one that was approved last.
    static let clientDocuments = Migration("client documents") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE clients ADD COLUMN proven_at INTEGER;
            ALTER TABLE grants ADD COLUMN document_hash BLOB;

            CREATE TABLE client_documents (
                client_id INTEGER NOT NULL REFERENCES clients (id),
                hash BLOB NOT NULL,
                metadata BLOB NOT NULL,
                approved_at INTEGER NOT NULL,
                PRIMARY KEY (client_id, hash)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE used_assertions (
                digest BLOB PRIMARY KEY NOT NULL,
                client_id INTEGER NOT NULL REFERENCES clients (id),
                until INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX used_assertions_by_end ON used_assertions (until);
            CREATE INDEX used_assertions_by_client ON used_assertions (client_id);
            """
        )
    }
}
