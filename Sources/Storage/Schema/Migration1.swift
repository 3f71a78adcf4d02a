internal import Database

extension Migration {
    /// The tables of the first release.
    ///
    /// Times are UTC seconds. Whatever is shown to people has an `identifier` of its own; the
    /// integer keys grow, so that neighbouring rows are written together, and never leave the
    /// server except enciphered in tokens. Ends are marks (`…_at`): no row that a token can name is
    /// ever deleted.
    static let firstSchema = Migration("first schema") { connection throws(DatabaseError) in
        try connection.executeScript(peopleAndWorkspaces)
        try connection.executeScript(clientsAndGrants)
        try connection.executeScript(sessionsAndAudit)
    }

    private static let peopleAndWorkspaces: StaticString = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            email_folded TEXT UNIQUE,
            name TEXT NOT NULL,
            password_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            disabled_at INTEGER,
            removed_at INTEGER
        ) STRICT;

        CREATE TABLE workspaces (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            archived_at INTEGER
        ) STRICT;

        CREATE TABLE memberships (
            user_id INTEGER NOT NULL REFERENCES users (id),
            workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
            role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
            created_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, workspace_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX memberships_by_workspace ON memberships (workspace_id);
        """

    private static let clientsAndGrants: StaticString = """
        CREATE TABLE clients (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('registered', 'dynamic', 'metadata_document')),
            name TEXT NOT NULL,
            metadata BLOB NOT NULL,
            secret_hash BLOB,
            lifetimes TEXT,
            created_at INTEGER NOT NULL,
            disabled_at INTEGER,
            removed_at INTEGER
        ) STRICT;

        CREATE TABLE grants (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            request_id TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users (id),
            client_id INTEGER NOT NULL REFERENCES clients (id),
            resource TEXT NOT NULL,
            scopes INTEGER NOT NULL,
            lifetimes TEXT,
            code_challenge BLOB NOT NULL,
            redirect_uri TEXT NOT NULL,
            salt BLOB NOT NULL,
            generation INTEGER NOT NULL,
            issued_at INTEGER NOT NULL,
            previous_issued_at INTEGER,
            last_used_at INTEGER,
            revoked_at INTEGER,
            revoked_by TEXT,
            revocation_reason TEXT,
            CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
            CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
        ) STRICT;
        CREATE INDEX grants_by_user ON grants (user_id);
        CREATE INDEX grants_by_client ON grants (client_id);

        CREATE TABLE grant_workspaces (
            grant_id INTEGER NOT NULL REFERENCES grants (id),
            workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
            PRIMARY KEY (grant_id, workspace_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grant_workspaces_by_workspace ON grant_workspaces (workspace_id);
        """

    private static let sessionsAndAudit: StaticString = """
        CREATE TABLE browser_sessions (
            digest BLOB PRIMARY KEY NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users (id),
            created_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX browser_sessions_by_user ON browser_sessions (user_id);
        CREATE INDEX browser_sessions_by_creation ON browser_sessions (created_at);
        CREATE INDEX browser_sessions_by_use ON browser_sessions (last_seen_at);

        CREATE TABLE sign_in_throttles (
            key BLOB PRIMARY KEY NOT NULL,
            attempts INTEGER NOT NULL,
            until INTEGER NOT NULL,
            forgotten_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_throttles_by_end ON sign_in_throttles (forgotten_at);

        CREATE TABLE resource_servers (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            audience TEXT NOT NULL,
            secret_hash BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            rotated_at INTEGER
        ) STRICT;

        CREATE TABLE audit_events (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            actor TEXT NOT NULL,
            person TEXT,
            client TEXT,
            grant_identifier TEXT,
            workspace TEXT,
            detail TEXT,
            hash BLOB NOT NULL
        ) STRICT;
        """
}
