internal import Database

extension Migration {
    /// A number that grows with every change of what a token may do, whoever makes it.
    ///
    /// Event loops keep what they read as long as the number stands still. It does not grow with
    /// what concerns no token: events of the audit log, times of use, new grants, content. Triggers
    /// see to it, so that no statement of any process can forget it.
    static let accessState = Migration("access state") { connection throws(DatabaseError) in
        try connection.executeScript(
            """
            CREATE TABLE access_state (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                number INTEGER NOT NULL
            ) STRICT;
            INSERT INTO access_state (id, number) VALUES (1, 1);
            """
        )
        try connection.executeScript(triggers)
        try connection.executeScript(grantTriggers)
    }

    private static let triggers: StaticString = """
        CREATE TRIGGER access_users_changed AFTER UPDATE ON users
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_users_gone AFTER DELETE ON users
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_clients_changed AFTER UPDATE ON clients
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_clients_gone AFTER DELETE ON clients
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_workspaces_changed AFTER UPDATE ON workspaces
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_workspaces_gone AFTER DELETE ON workspaces
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_memberships_added AFTER INSERT ON memberships
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_memberships_changed AFTER UPDATE ON memberships
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_memberships_gone AFTER DELETE ON memberships
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_servers_changed AFTER UPDATE ON resource_servers
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_servers_gone AFTER DELETE ON resource_servers
        BEGIN UPDATE access_state SET number = number + 1; END;
        """

    /// Every column of a grant but the time of its last use; its workspaces once it has a token.
    private static let grantTriggers: StaticString = """
        CREATE TRIGGER access_grants_changed AFTER UPDATE OF
            id, identifier, request_id, created_at, user_id, client_id, resource, scopes,
            lifetimes, code_challenge, redirect_uri, salt, generation, issued_at,
            previous_issued_at, revoked_at, revoked_by, revocation_reason, asked_scopes,
            document_hash, confirms_publishing
        ON grants
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_grants_gone AFTER DELETE ON grants
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_selection_added AFTER INSERT ON grant_workspaces
        WHEN (SELECT generation FROM grants WHERE id = NEW.grant_id) > 0
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_selection_changed AFTER UPDATE ON grant_workspaces
        BEGIN UPDATE access_state SET number = number + 1; END;
        CREATE TRIGGER access_selection_gone AFTER DELETE ON grant_workspaces
        BEGIN UPDATE access_state SET number = number + 1; END;
        """
}
