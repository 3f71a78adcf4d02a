public import Database
public import OAuth
public import Primitives

/// A client as an operator sees it.
public struct ClientListing: Sendable, Equatable {
    /// The client.
    public let client: ClientRecord
    /// How many of its grants are not revoked.
    public let grantCount: Int
}

extension ClientTable {
    /// Returns all clients that were not removed, oldest first.
    public func listings() throws(DatabaseError) -> [ClientListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, kind, name, metadata, secret_hash, lifetimes, created_at,
                    disabled_at, proven_at, (SELECT COUNT(*) FROM grants g
                        WHERE g.client_id = clients.id AND g.revoked_at IS NULL)
                FROM clients WHERE removed_at IS NULL ORDER BY id
                """
            ) { row throws(DatabaseError) in
                ClientListing(
                    client: try ClientRecord(row: row),
                    grantCount: Int(row.integer(9))
                )
            }
        }
    }

    /// Registers a client for an operator.
    ///
    /// - Parameter client: The client.
    /// - Returns: Whether its identifier was free.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func add(_ client: ClientRecord) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let isTaken = try connection.first(
                "SELECT id FROM clients WHERE identifier = ?1 AND removed_at IS NULL",
                [.text(client.identifier)]
            ) { _ in true }
            guard isTaken == nil else { return false }
            _ = try Self.add(client, in: connection)
            let event = AuditEvent(
                .clientAdded,
                by: core.actor,
                client: client.identifier,
                detail: client.name
            )
            try core.record(event, at: client.createdAt, in: connection)
            return true
        }
    }

    /// Shuts a client out, or with `nil` lets it in again.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - time: When, or `nil`.
    /// - Returns: Whether there is such a client.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func setDisabled(
        _ identifier: String,
        at time: Timestamp?
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let changed = try connection.execute(
                """
                UPDATE clients SET disabled_at = ?2 WHERE identifier = ?1 AND removed_at IS NULL
                """,
                [.text(identifier), .integer(orNull: time?.secondsSinceEpoch)]
            )
            guard changed == 1 else { return false }
            let kind = time == nil ? AuditEventKind.clientEnabled : .clientDisabled
            let event = AuditEvent(kind, by: core.actor, client: identifier)
            try core.record(event, at: time, in: connection)
            return true
        }
    }

    /// Gives a client and its running grants lifetimes of their own, or with `nil` the server's.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - lifetimes: The lifetimes.
    ///   - time: When.
    /// - Returns: Whether there is such a client.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func setLifetimes(
        _ identifier: String,
        _ lifetimes: TokenLifetimes?,
        at time: Timestamp
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let text = lifetimes?.compactText
            let key = try connection.first(
                """
                UPDATE clients SET lifetimes = ?2 WHERE identifier = ?1 AND removed_at IS NULL
                RETURNING id
                """,
                [.text(identifier), .text(orNull: text)]
            ) { ClientKey($0.integer(0)) }
            guard let key else { return false }
            try connection.execute(
                "UPDATE grants SET lifetimes = ?2 WHERE client_id = ?1 AND revoked_at IS NULL",
                [.integer(key.value), .text(orNull: text)]
            )
            let event = AuditEvent(
                .clientLifetimesSet,
                by: core.actor,
                client: identifier,
                detail: text ?? "those of the server"
            )
            try core.record(event, at: time, in: connection)
            return true
        }
    }

    /// Removes a client: its grants end in the same write.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - time: When.
    /// - Returns: How many grants were ended, or `nil` when there is no such client.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func remove(
        _ identifier: String,
        at time: Timestamp
    ) async throws(DatabaseError) -> Int? {
        try await core.database.write { [core] connection throws(DatabaseError) -> Int? in
            let key = try connection.first(
                """
                UPDATE clients SET removed_at = ?2, disabled_at = COALESCE(disabled_at, ?2)
                WHERE identifier = ?1 AND removed_at IS NULL RETURNING id
                """,
                [.text(identifier), .integer(time.secondsSinceEpoch)]
            ) { ClientKey($0.integer(0)) }
            guard let key else { return nil }
            let ended = try GrantTable.revokeAll(
                of: GrantOwner(user: nil, client: key),
                Revocation(at: time, by: .operator, reason: .clientRemoved),
                core: core,
                in: connection
            )
            let event = AuditEvent(.clientRemoved, by: core.actor, client: identifier)
            try core.record(event, at: time, in: connection)
            return ended
        }
    }
}
