internal import Database

extension Migration {
    /// The tables of the publishing domain.
    ///
    /// `publishing_workspaces` names workspaces by their public identifier and by nothing else, so
    /// that a tool router far from the directory, which knows workspaces from introspection alone,
    /// keeps its content in the same tables.
    static let publishing = Migration("publishing") { connection throws(DatabaseError) in
        try connection.executeScript(brandContext)
        try connection.executeScript(posts)
        try connection.executeScript(callsAndFiles)
    }

    private static let brandContext: StaticString = """
        CREATE TABLE publishing_workspaces (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE social_profiles (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            network TEXT NOT NULL,
            name TEXT NOT NULL,
            handle TEXT NOT NULL,
            avatar_url TEXT,
            status TEXT NOT NULL CHECK (status IN ('connected', 'expired')),
            connected_at INTEGER NOT NULL,
            endpoint TEXT,
            secret BLOB
        ) STRICT;
        CREATE INDEX social_profiles_by_workspace
            ON social_profiles (workspace_id, connected_at, identifier);

        CREATE TABLE brand_kits (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            content BLOB NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX brand_kits_by_workspace ON brand_kits (workspace_id, created_at, identifier);

        CREATE TABLE hashtag_libraries (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            name TEXT NOT NULL,
            hashtags TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX hashtag_libraries_by_workspace
            ON hashtag_libraries (workspace_id, created_at, identifier);

        CREATE TABLE studio_templates (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            name TEXT NOT NULL,
            format TEXT NOT NULL,
            thumbnail_url TEXT,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX studio_templates_by_workspace
            ON studio_templates (workspace_id, created_at, identifier);
        """

    private static let posts: StaticString = """
        CREATE TABLE posts (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            status TEXT NOT NULL CHECK (status IN
                ('DRAFT', 'SCHEDULED', 'PUBLISHING', 'POSTED', 'PARTLY_POSTED', 'FAILED')),
            caption TEXT NOT NULL,
            hashtag_library_id INTEGER REFERENCES hashtag_libraries (id),
            scheduled_at INTEGER,
            revision INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            person TEXT,
            client TEXT,
            campaign TEXT,
            CHECK (status <> 'SCHEDULED' OR scheduled_at IS NOT NULL)
        ) STRICT;
        CREATE INDEX posts_by_workspace ON posts (workspace_id, created_at, identifier);
        CREATE INDEX posts_due ON posts (scheduled_at) WHERE status = 'SCHEDULED';
        CREATE INDEX posts_under_way ON posts (id) WHERE status = 'PUBLISHING';

        CREATE TABLE post_targets (
            post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            profile_id INTEGER NOT NULL REFERENCES social_profiles (id),
            caption TEXT,
            PRIMARY KEY (post_id, position),
            UNIQUE (post_id, profile_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX post_targets_by_profile ON post_targets (profile_id);

        CREATE TABLE publish_attempts (
            id INTEGER PRIMARY KEY,
            post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
            profile_id INTEGER NOT NULL REFERENCES social_profiles (id),
            number INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT NOT NULL
                CHECK (outcome IN ('underway', 'published', 'failed', 'unknown')),
            url TEXT,
            code TEXT,
            message TEXT,
            UNIQUE (post_id, profile_id, number)
        ) STRICT;
        CREATE INDEX publish_attempts_by_profile ON publish_attempts (profile_id);
        """

    private static let callsAndFiles: StaticString = """
        CREATE TABLE media_files (
            id INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            workspace_id INTEGER NOT NULL REFERENCES publishing_workspaces (id),
            type TEXT NOT NULL,
            source_url TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT;

        CREATE TABLE post_media (
            post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            media_id INTEGER NOT NULL REFERENCES media_files (id),
            PRIMARY KEY (post_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX post_media_by_file ON post_media (media_id);

        CREATE TABLE idempotency_keys (
            grant_identifier TEXT NOT NULL,
            key TEXT NOT NULL,
            digest BLOB NOT NULL,
            result BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (grant_identifier, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
        """
}
