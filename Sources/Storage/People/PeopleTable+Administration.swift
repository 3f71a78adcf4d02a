public import Database
public import Directory
internal import OAuth
public import Primitives

/// A person as an operator sees them.
public struct PersonListing: Sendable, Equatable {
    /// The person.
    public let person: Person
    /// When they were added.
    public let createdAt: Timestamp
    /// In how many workspaces that are not archived they are.
    public let workspaceCount: Int
    /// How many of their grants are not revoked.
    public let grantCount: Int
}

extension PeopleTable {
    /// Returns everybody who was not removed, by e-mail address.
    public func listings() throws(DatabaseError) -> [PersonListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT u.id, u.identifier, u.email, u.name, u.disabled_at, u.created_at,
                    (SELECT COUNT(*) FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
                        WHERE m.user_id = u.id AND w.archived_at IS NULL),
                    (SELECT COUNT(*) FROM grants g
                        WHERE g.user_id = u.id AND g.revoked_at IS NULL)
                FROM users u WHERE u.removed_at IS NULL ORDER BY u.email_folded
                """,
                [],
                PersonListing.init(row:)
            )
        }
    }

    /// Returns the person whose identifier or e-mail address this is.
    public func find(_ identifierOrEmail: String) throws(DatabaseError) -> PersonListing? {
        try core.database.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT u.id, u.identifier, u.email, u.name, u.disabled_at, u.created_at,
                    (SELECT COUNT(*) FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
                        WHERE m.user_id = u.id AND w.archived_at IS NULL),
                    (SELECT COUNT(*) FROM grants g
                        WHERE g.user_id = u.id AND g.revoked_at IS NULL)
                FROM users u
                WHERE u.removed_at IS NULL AND (u.identifier = ?1 OR u.email_folded = ?2)
                """,
                [.text(identifierOrEmail), .text(ASCII.lowercased(identifierOrEmail))],
                PersonListing.init(row:)
            )
        }
    }

    /// Removes a person for good: their grants, memberships and sessions end in the same write.
    ///
    /// The row stays without name, address and password, because grants and the audit log name its
    /// identifier; the address can be given to somebody else.
    ///
    /// - Parameters:
    ///   - key: Who is removed.
    ///   - time: When.
    /// - Returns: How many grants were ended, or `nil` when there is no such person.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func remove(_ key: PersonKey, at time: Timestamp) async throws(DatabaseError) -> Int? {
        try await core.database.write { [core] connection throws(DatabaseError) -> Int? in
            guard let person = try Self.person(key, in: connection) else { return nil }
            let ended = try GrantTable.revokeAll(
                of: GrantOwner(user: UserKey(key.rawValue), client: nil),
                Revocation(at: time, by: .operator, reason: .personRemoved),
                core: core,
                in: connection
            )
            try connection.execute(
                "DELETE FROM memberships WHERE user_id = ?1",
                [.integer(key.rawValue)]
            )
            try SessionTable.endAll(of: key, in: connection)
            try connection.execute(
                """
                UPDATE users SET email = '', email_folded = NULL, name = '', password_hash = '',
                    disabled_at = COALESCE(disabled_at, ?2), removed_at = ?2
                WHERE id = ?1
                """,
                [.integer(key.rawValue), .integer(time.secondsSinceEpoch)]
            )
            let event = AuditEvent(.personRemoved, by: core.actor, person: person.identifier)
            try core.record(event, at: time, in: connection)
            return ended
        }
    }
}

extension PersonListing {
    fileprivate init(row: Row) throws(DatabaseError) {
        person = try Person(row: row)
        createdAt = row.certainTime(5)
        workspaceCount = Int(row.integer(6))
        grantCount = Int(row.integer(7))
    }
}
