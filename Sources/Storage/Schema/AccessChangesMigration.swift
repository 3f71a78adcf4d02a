internal import Database

extension Migration {
    /// A list of what changed what a token may do, with the grant that it concerns, whoever makes
    /// the change; it takes the place of a number for all grants together.
    ///
    /// Event loops keep what they read until a change is listed that concerns it: a refresh makes
    /// its own grant be read again and no other. Nothing is listed for what concerns no token:
    /// events of the audit log, times of use, new grants, content. Triggers see to it, so that no
    /// statement of any process can forget it. The list keeps its newest rows only; who has missed
    /// older ones reads everything again.
    static let accessChanges = Migration("access changes") { connection throws(DatabaseError) in
        try connection.executeScript(withdrawal)
        try connection.executeScript(
            """
            CREATE TABLE access_changes (
                id INTEGER PRIMARY KEY,
                grant_id INTEGER
            ) STRICT;
            INSERT INTO access_changes (id, grant_id) VALUES (1, NULL);
            CREATE TRIGGER access_changes_trimmed AFTER INSERT ON access_changes
            WHEN NEW.id % 256 = 0
            BEGIN DELETE FROM access_changes WHERE id <= NEW.id - 4096; END;
            """
        )
        try connection.executeScript(triggers)
        try connection.executeScript(grantTriggers)
    }

    private static let withdrawal: StaticString = """
        DROP TRIGGER access_users_changed;
        DROP TRIGGER access_users_gone;
        DROP TRIGGER access_clients_changed;
        DROP TRIGGER access_clients_gone;
        DROP TRIGGER access_workspaces_changed;
        DROP TRIGGER access_workspaces_gone;
        DROP TRIGGER access_memberships_added;
        DROP TRIGGER access_memberships_changed;
        DROP TRIGGER access_memberships_gone;
        DROP TRIGGER access_servers_changed;
        DROP TRIGGER access_servers_gone;
        DROP TRIGGER access_grants_changed;
        DROP TRIGGER access_grants_gone;
        DROP TRIGGER access_selection_added;
        DROP TRIGGER access_selection_changed;
        DROP TRIGGER access_selection_gone;
        DROP TABLE access_state;
        """

    /// What several grants have in common: a change concerns all of them.
    private static let triggers: StaticString = """
        CREATE TRIGGER access_users_changed AFTER UPDATE ON users
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_users_gone AFTER DELETE ON users
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_clients_changed AFTER UPDATE ON clients
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_clients_gone AFTER DELETE ON clients
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_workspaces_changed AFTER UPDATE ON workspaces
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_workspaces_gone AFTER DELETE ON workspaces
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_memberships_added AFTER INSERT ON memberships
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_memberships_changed AFTER UPDATE ON memberships
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_memberships_gone AFTER DELETE ON memberships
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_servers_changed AFTER UPDATE ON resource_servers
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_servers_gone AFTER DELETE ON resource_servers
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        CREATE TRIGGER access_grants_renumbered AFTER UPDATE OF id ON grants
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NULL); END;
        """

    /// Every column of a grant but the time of its last use; its workspaces once it has a token.
    private static let grantTriggers: StaticString = """
        CREATE TRIGGER access_grants_changed AFTER UPDATE OF
            identifier, request_id, created_at, user_id, client_id, resource, scopes,
            lifetimes, code_challenge, redirect_uri, salt, generation, issued_at,
            previous_issued_at, revoked_at, revoked_by, revocation_reason, asked_scopes,
            document_hash, confirms_publishing
        ON grants
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NEW.id); END;
        CREATE TRIGGER access_grants_gone AFTER DELETE ON grants
        BEGIN INSERT INTO access_changes (grant_id) VALUES (OLD.id); END;
        CREATE TRIGGER access_selection_added AFTER INSERT ON grant_workspaces
        WHEN (SELECT generation FROM grants WHERE id = NEW.grant_id) > 0
        BEGIN INSERT INTO access_changes (grant_id) VALUES (NEW.grant_id); END;
        CREATE TRIGGER access_selection_changed AFTER UPDATE ON grant_workspaces
        BEGIN INSERT INTO access_changes (grant_id) VALUES (OLD.grant_id), (NEW.grant_id); END;
        CREATE TRIGGER access_selection_gone AFTER DELETE ON grant_workspaces
        BEGIN INSERT INTO access_changes (grant_id) VALUES (OLD.grant_id); END;
        """
}
