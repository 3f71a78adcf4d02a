internal import Database
public import OAuth
public import Primitives

/// The clients that somebody approved or an operator registered, in the table `clients`.
///
/// A removed client stays shut out; its row stays for the grants that name it, and so that nobody
/// lets it in again by approving it.
public struct ClientTable: ClientStore {
    let core: StoreCore

    /// Reads the client with this `client_id`.
    public func client(identifier: String) async throws(StoreError) -> ClientRecord? {
        try core.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT identifier, kind, name, metadata, secret_hash, lifetimes, created_at,
                    disabled_at, proven_at
                FROM clients WHERE identifier = ?1
                """,
                [.text(identifier)],
                ClientRecord.init(row:)
            )
        }
    }

    /// Returns since when an operator has shut out a client with this very metadata, or `nil`.
    public func shutOut(metadata: [UInt8]) async throws(StoreError) -> Timestamp? {
        try read(shutOut: metadata)
    }

    /// Reads what ``shutOut(metadata:)`` reads: a local file is never waited for.
    public func shutOutAtOnce(metadata: [UInt8]) throws(StoreError) -> AtOnce<Timestamp?> {
        .value(try read(shutOut: metadata))
    }

    private func read(shutOut metadata: [UInt8]) throws(StoreError) -> Timestamp? {
        try core.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT disabled_at FROM clients
                WHERE metadata = ?1 AND disabled_at IS NOT NULL AND deregistered_at IS NULL
                    AND kind = 'dynamic'
                """,
                [.blob(metadata)]
            ) { $0.certainTime(0) }
        }
    }

    /// Marks a client as gone that gives its registration back, and ends its grants, in one write.
    public func deregister(_ identifier: String, at time: Timestamp) async throws(StoreError) {
        try await core.write { [core] connection throws(DatabaseError) in
            let key = try connection.first(
                """
                UPDATE clients SET removed_at = ?2, disabled_at = COALESCE(disabled_at, ?2),
                    deregistered_at = ?2
                WHERE identifier = ?1 AND removed_at IS NULL RETURNING id
                """,
                [.text(identifier), .integer(time.secondsSinceEpoch)]
            ) { ClientKey($0.integer(0)) }
            guard let key else { return }
            _ = try GrantTable.revokeAll(
                of: GrantOwner(user: nil, client: key),
                Revocation(at: time, by: .client, reason: .clientRemoved),
                core: core,
                in: connection
            )
            let event = AuditEvent(.clientRemoved, by: .client, client: identifier)
            try core.record(event, at: time, in: connection)
        }
    }

    /// Returns the key of the client's row, which is made where needed.
    ///
    /// A known client keeps what is stored of it, also that it was removed: a grant that slips in
    /// beside the removal is worth nothing.
    static func ensure(
        _ client: ClientRecord,
        in connection: Connection
    ) throws(DatabaseError) -> ClientKey {
        let known = try connection.first(
            "SELECT id FROM clients WHERE identifier = ?1",
            [.text(client.identifier)]
        ) { ClientKey($0.integer(0)) }
        return if let known { known } else { try add(client, in: connection) }
    }

    /// Writes the row of a client that is unknown.
    static func add(
        _ client: ClientRecord,
        in connection: Connection
    ) throws(DatabaseError) -> ClientKey {
        let key = try connection.first(
            """
            INSERT INTO clients
                (identifier, kind, name, metadata, secret_hash, lifetimes, created_at, disabled_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (identifier) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                metadata = excluded.metadata, secret_hash = excluded.secret_hash,
                lifetimes = excluded.lifetimes, created_at = excluded.created_at,
                disabled_at = excluded.disabled_at, removed_at = NULL
            RETURNING id
            """,
            [
                .text(client.identifier), .text(client.kind.rawValue), .text(client.name),
                .blob(client.metadata), .blob(orNull: client.secretHash),
                .text(orNull: client.lifetimes?.compactText),
                .integer(client.createdAt.secondsSinceEpoch),
                .integer(orNull: client.disabledAt?.secondsSinceEpoch),
            ]
        ) { ClientKey($0.integer(0)) }
        guard let key else { throw .unexpectedValue("no row after an insertion") }
        return key
    }
}

extension ClientRecord {
    /// Reads the columns of the query above.
    init(row: Row) throws(DatabaseError) {
        self.init(
            naming: ClientNaming(
                identifier: row.text(0),
                kind: try row.choice(ClientKind.self, 1),
                name: row.text(2)
            ),
            metadata: row.blob(3),
            secretHash: row.optionalBlob(4),
            lifetimes: try row.lifetimes(5),
            createdAt: row.certainTime(6),
            disabledAt: row.time(7),
            provenAt: row.time(8)
        )
    }
}

extension Row {
    /// The lifetimes in `column`, or `nil` for NULL.
    func lifetimes(_ column: Int) throws(DatabaseError) -> TokenLifetimes? {
        guard let text = optionalText(column) else { return nil }
        guard let lifetimes = TokenLifetimes(compactText: text) else {
            throw .unexpectedValue("lifetimes")
        }
        return lifetimes
    }
}
