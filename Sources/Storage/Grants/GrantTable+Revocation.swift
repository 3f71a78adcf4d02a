public import Database
public import OAuth

/// Whose grants are meant: a person's or a client's.
struct GrantOwner {
    let user: UserKey?
    let client: ClientKey?
}

extension GrantTable {
    /// Ends grants in one write; those that have ended already keep their mark.
    ///
    /// - Parameters:
    ///   - keys: The grants.
    ///   - revocation: The mark.
    /// - Returns: The identifiers of those that this call ended.
    /// - Throws: ``/Database/DatabaseError``; then none was ended.
    public func revoke(
        _ keys: [GrantKey],
        _ revocation: Revocation
    ) async throws(DatabaseError) -> [String] {
        try await core.database.write { [core] connection throws(DatabaseError) in
            var ended: [String] = []
            for key in keys {
                guard let (before, _) = try Self.current(key, in: connection),
                    before.revocation == nil
                else { continue }
                try Self.end(before, revocation, core: core, in: connection)
                ended.append(before.identifier)
            }
            return ended
        }
    }

    /// Ends every live grant of a person in one write; returns how many.
    ///
    /// - Parameters:
    ///   - user: The person.
    ///   - revocation: The mark.
    /// - Returns: How many there were.
    /// - Throws: ``/Database/DatabaseError``; then none was ended.
    public func revokeAll(
        of user: UserKey,
        _ revocation: Revocation
    ) async throws(DatabaseError) -> Int {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let owner = GrantOwner(user: user, client: nil)
            return try Self.revokeAll(of: owner, revocation, core: core, in: connection)
        }
    }

    /// Ends every live grant of `owner` inside the running write; returns how many.
    static func revokeAll(
        of owner: GrantOwner,
        _ revocation: Revocation,
        core: StoreCore,
        in connection: Connection
    ) throws(DatabaseError) -> Int {
        let keys = try connection.all(
            """
            SELECT id FROM grants
            WHERE (user_id = ?1 OR client_id = ?2) AND revoked_at IS NULL ORDER BY id
            """,
            [.integer(orNull: owner.user?.value), .integer(orNull: owner.client?.value)]
        ) { GrantKey($0.integer(0)) }
        for key in keys {
            guard let (before, _) = try current(key, in: connection) else { continue }
            try end(before, revocation, core: core, in: connection)
        }
        return keys.count
    }

    private static func end(
        _ before: Grant,
        _ revocation: Revocation,
        core: StoreCore,
        in connection: Connection
    ) throws(DatabaseError) {
        var after = before
        after.revocation = revocation
        try GrantChange(from: before, to: after).write(core: core, in: connection)
    }
}
