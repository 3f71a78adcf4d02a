internal import Database

extension Migration {
    /// Since when a profile is disconnected by a person, or NULL.
    ///
    /// A column of its own, because the check on `status` cannot be widened in place; `state` is
    /// what the two amount to.
    static let disconnectedProfiles = Migration("disconnected profiles") {
        connection throws(DatabaseError) in
        try connection.executeScript(
            """
            ALTER TABLE social_profiles ADD COLUMN disconnected_at INTEGER;
            ALTER TABLE social_profiles ADD COLUMN state TEXT GENERATED ALWAYS AS (
                CASE WHEN disconnected_at IS NULL THEN status ELSE 'disconnected' END) VIRTUAL;
            """
        )
    }
}
