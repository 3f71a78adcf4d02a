public import Database
public import OAuth
public import Primitives

/// The credentials of resource servers, in the table `resource_servers`.
public struct ResourceServerTable: ResourceServerStore {
    let core: StoreCore

    /// Reads the resource server that authenticates with this identifier.
    public func resourceServer(identifier: String) async throws(StoreError) -> ResourceServer? {
        try read(identifier)
    }

    /// Reads what ``resourceServer(identifier:)`` reads: a local file is never waited for.
    public func resourceServerAtOnce(
        identifier: String
    ) throws(StoreError) -> AtOnce<ResourceServer?> {
        .value(try read(identifier))
    }

    private func read(_ identifier: String) throws(StoreError) -> ResourceServer? {
        try core.read { connection throws(DatabaseError) in
            try core.caches.cache(for: connection).resourceServer(identifier, in: connection)
        }
    }

    /// Returns the resource of every resource server, each once with all its scopes.
    public func resources() async throws(StoreError) -> [OfferedResource] {
        let all = try core.read { connection throws(DatabaseError) in
            try connection.all(
                "SELECT audience, scopes FROM resource_servers ORDER BY audience, id"
            ) { row in OfferedResource(canonical: row.text(0), scopes: row.resourceScopes(1)) }
        }
        return all.reduce(into: []) { merged, next in
            guard let last = merged.last, last.canonical.isIdentical(to: next.canonical) else {
                return merged.append(next)
            }
            let scopes = last.scopes.union(next.scopes)
            merged[merged.count - 1] = OfferedResource(canonical: last.canonical, scopes: scopes)
        }
    }

    /// Returns all resource servers, by identifier.
    public func listings() throws(DatabaseError) -> [ResourceServerListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, audience, created_at, rotated_at, scopes FROM resource_servers
                ORDER BY identifier
                """
            ) { row in
                ResourceServerListing(
                    identifier: row.text(0),
                    audience: row.text(1),
                    createdAt: row.certainTime(2),
                    rotatedAt: row.time(3),
                    scopes: row.resourceScopes(4)
                )
            }
        }
    }

    /// Adds a resource server.
    ///
    /// - Parameters:
    ///   - server: The resource server.
    ///   - time: When.
    /// - Returns: Whether its identifier was free.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func add(
        _ server: ResourceServer,
        at time: Timestamp
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let added = try connection.execute(
                """
                INSERT INTO resource_servers (identifier, audience, secret_hash, created_at, scopes)
                VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (identifier) DO NOTHING
                """,
                [
                    .text(server.identifier), .text(server.audience), .blob(server.secretHash),
                    .integer(time.secondsSinceEpoch), .integer(Int64(server.scopes.mask)),
                ]
            )
            guard added == 1 else { return false }
            try core.record(
                event(.resourceServerAdded, core.actor, server.identifier),
                at: time,
                in: connection
            )
            return true
        }
    }

    /// Gives a resource server another secret; the old one ends at once.
    ///
    /// - Parameters:
    ///   - identifier: The resource server.
    ///   - secretHash: The digest of the new secret.
    ///   - time: When.
    /// - Returns: Whether there is such a resource server.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func rotate(
        _ identifier: String,
        to secretHash: [UInt8],
        at time: Timestamp
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let changed = try connection.execute(
                """
                UPDATE resource_servers SET secret_hash = ?2, rotated_at = ?3
                WHERE identifier = ?1
                """,
                [.text(identifier), .blob(secretHash), .integer(time.secondsSinceEpoch)]
            )
            guard changed == 1 else { return false }
            let event = event(.resourceServerRotated, core.actor, identifier)
            try core.record(event, at: time, in: connection)
            return true
        }
    }

    /// Removes a resource server; it can introspect nothing from now on.
    ///
    /// - Parameters:
    ///   - identifier: The resource server.
    ///   - time: When.
    /// - Returns: Whether there was such a resource server.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func remove(
        _ identifier: String,
        at time: Timestamp
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let removed = try connection.execute(
                "DELETE FROM resource_servers WHERE identifier = ?1",
                [.text(identifier)]
            )
            guard removed == 1 else { return false }
            let event = event(.resourceServerRemoved, core.actor, identifier)
            try core.record(event, at: time, in: connection)
            return true
        }
    }
}

/// A resource server as an operator sees it, without its secret's digest.
public struct ResourceServerListing: Sendable, Equatable {
    /// The name it authenticates with.
    public let identifier: String
    /// The resource whose tokens it may see.
    public let audience: String
    /// When it was added.
    public let createdAt: Timestamp
    /// When it last got another secret.
    public let rotatedAt: Timestamp?
    /// The scopes of its resource.
    public let scopes: ScopeSet
}

extension Row {
    /// The scopes of a resource in `column`; one that never named any has the whole catalogue.
    func resourceScopes(_ column: Int) -> ScopeSet {
        guard let mask = optionalInteger(column) else { return .resource }
        return ScopeSet(mask: UInt32(truncatingIfNeeded: mask)).intersection(.resource)
    }
}

private func event(
    _ kind: AuditEventKind,
    _ actor: AuditActor,
    _ identifier: String
) -> AuditEvent {
    AuditEvent(kind, by: actor, detail: identifier)
}
