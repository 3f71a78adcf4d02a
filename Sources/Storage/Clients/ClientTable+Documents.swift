private import Cryptography
internal import Database
public import OAuth
internal import Primitives

extension ClientTable: ClientDocumentStore {
    /// The canonical metadata that `person` approved last, whether or not that grant still stands.
    public func approvedDocument(
        of identifier: String,
        by person: UserKey
    ) async throws(StoreError) -> [UInt8]? {
        try core.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT d.metadata FROM clients c
                    JOIN grants g ON g.client_id = c.id AND g.user_id = ?2
                    JOIN client_documents d ON d.client_id = c.id AND d.hash = g.document_hash
                WHERE c.identifier = ?1 ORDER BY g.id DESC LIMIT 1
                """,
                [.text(identifier), .integer(person.value)]
            ) { $0.blob(0) }
        }
    }

    /// Replaces the pinned metadata of a client by a narrower one, where it is still `old`.
    public func narrow(
        _ identifier: String,
        from old: [UInt8],
        to new: [UInt8]
    ) async throws(StoreError) {
        try await core.write { [core] connection throws(DatabaseError) in
            let changed = try connection.execute(
                """
                UPDATE clients SET metadata = ?3
                WHERE identifier = ?1 AND metadata = ?2 AND removed_at IS NULL
                """,
                [.text(identifier), .blob(old), .blob(new)]
            )
            guard changed == 1 else { return }
            let event = AuditEvent(
                .clientChanged,
                by: .client,
                client: identifier,
                detail: "keys withdrawn"
            )
            try core.record(event, in: connection)
        }
    }

    /// Pins the document that an approval saw, inside the running write, and returns its digest;
    /// `nil` for a client without one.
    ///
    /// Grants that were approved while the client proved itself better end here: their people did
    /// not agree to less.
    static func pinDocument(
        of client: ClientRecord,
        key: ClientKey,
        at now: Timestamp,
        core: StoreCore,
        in connection: Connection
    ) throws(DatabaseError) -> [UInt8]? {
        guard client.kind == .metadataDocument else { return nil }
        let pinned = try connection.first(
            "SELECT metadata FROM clients WHERE id = ?1",
            [.integer(key.value)]
        ) { $0.blob(0) }
        if let pinned, pinned != client.metadata {
            try connection.execute(
                "UPDATE clients SET metadata = ?2, name = ?3 WHERE id = ?1",
                [.integer(key.value), .blob(client.metadata), .text(client.name)]
            )
            let old = ClientMetadata(canonicalJSON: pinned)
            let new = ClientMetadata(canonicalJSON: client.metadata)
            if let old, let new {
                try note(old, new, of: client.identifier, at: now, core: core, in: connection)
                if new.provesLess(than: old) {
                    _ = try GrantTable.revokeAll(
                        of: GrantOwner(user: nil, client: key),
                        Revocation(at: now, by: .server, reason: .clientChanged),
                        core: core,
                        in: connection
                    )
                }
            }
        }
        let hash = SHA256.digest(client.metadata)
        try connection.execute(
            """
            INSERT INTO client_documents (client_id, hash, metadata, approved_at)
            VALUES (?1, ?2, ?3, ?4) ON CONFLICT (client_id, hash) DO NOTHING
            """,
            [
                .integer(key.value), .blob(hash), .blob(client.metadata),
                .integer(now.secondsSinceEpoch),
            ]
        )
        return hash
    }

    private static func note(
        _ old: ClientMetadata,
        _ new: ClientMetadata,
        of identifier: String,
        at now: Timestamp,
        core: StoreCore,
        in connection: Connection
    ) throws(DatabaseError) {
        let changes = new.changes(since: old).map { change in
            "\(change.subject): \(change.before) -> \(change.after)"
        }
        guard !changes.isEmpty else { return }
        let detail = String(changes.joined(separator: "; ").prefix(2_000))
        let event = AuditEvent(.clientChanged, by: .person, client: identifier, detail: detail)
        try core.record(event, at: now, in: connection)
    }
}
