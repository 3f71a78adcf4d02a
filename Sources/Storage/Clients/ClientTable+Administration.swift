public import Database
public import OAuth
public import Primitives

/// A client as an operator sees it.
public struct ClientListing: Sendable, Equatable {
    /// The client.
    public let client: ClientRecord
    /// How many of its grants are not revoked.
    public let grantCount: Int
    /// When an operator removed it, or it gave its registration back.
    public let removedAt: Timestamp?
}

extension ClientTable {
    /// Returns all clients, oldest first; removed ones only where they are asked for.
    public func listings(
        includingRemoved isComplete: Bool = false
    ) throws(DatabaseError) -> [ClientListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, kind, name, metadata, secret_hash, lifetimes, created_at,
                    disabled_at, proven_at, (SELECT COUNT(*) FROM grants g
                        WHERE g.client_id = clients.id AND g.revoked_at IS NULL), removed_at
                FROM clients WHERE removed_at IS NULL OR ?1 = 1 ORDER BY id
                """,
                [.integer(isComplete ? 1 : 0)]
            ) { row throws(DatabaseError) in
                ClientListing(
                    client: try ClientRecord(row: row),
                    grantCount: Int(row.integer(9)),
                    removedAt: row.time(10)
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

    /// Shuts a client out, or with `nil` lets it in again, also one that was removed.
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
                UPDATE clients SET disabled_at = ?2,
                    removed_at = CASE WHEN ?2 IS NULL THEN NULL ELSE removed_at END,
                    deregistered_at = CASE WHEN ?2 IS NULL THEN NULL ELSE deregistered_at END
                WHERE identifier = ?1 AND (?2 IS NULL OR removed_at IS NULL)
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

    /// Removes a client: its grants end in the same write, and it stays shut out.
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
