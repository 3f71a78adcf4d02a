internal import Cryptography
internal import Database
internal import JSON
public import Primitives
public import Publishing

extension PublishingTable: ConnectionStore {
    /// How many flows of one person are kept; the oldest go first.
    private static let maximumFlows: Int64 = 10

    /// Whether what gave `access` still holds.
    public func isOpen(_ access: WorkspaceAccess) async throws(PublishingFault) -> Bool {
        try read { connection throws(DatabaseError) in
            try standing.isOpen(access, in: connection)
        }
    }

    /// Keeps a flow, sealed, and forgets what nobody will ask for any more.
    public func keepFlow(
        _ content: [UInt8],
        under key: SecretText,
        of person: String,
        until end: Timestamp
    ) async throws(PublishingFault) {
        let digest = Self.digest(key)
        guard let sealed = vault?.sealDeterministically(content, context: Self.context(digest))
        else { throw .notSetUp("This server has no key to seal connections with.") }
        let now = core.clock.now().secondsSinceEpoch
        try await write { connection throws(DatabaseError) -> Void in
            try connection.execute(
                """
                DELETE FROM connection_flows WHERE key IN (
                    SELECT key FROM connection_flows WHERE expires_at <= ?1
                    ORDER BY expires_at LIMIT 50)
                """,
                [.integer(now)]
            )
            try connection.execute(
                """
                DELETE FROM connection_flows WHERE key IN (
                    SELECT key FROM connection_flows WHERE person = ?1
                    ORDER BY expires_at DESC LIMIT -1 OFFSET ?2)
                """,
                [.text(person), .integer(Self.maximumFlows - 1)]
            )
            try connection.execute(
                """
                INSERT OR REPLACE INTO connection_flows (key, person, content, expires_at)
                VALUES (?1, ?2, ?3, ?4)
                """,
                [.blob(digest), .text(person), .blob(sealed), .integer(end.secondsSinceEpoch)]
            )
        }
    }

    /// Returns a flow that has not expired, or `nil`.
    public func flow(_ key: SecretText) async throws(PublishingFault) -> [UInt8]? {
        let digest = Self.digest(key)
        let sealed = try read { connection throws(DatabaseError) in
            try connection.first(
                "SELECT content FROM connection_flows WHERE key = ?1 AND expires_at > ?2",
                [.blob(digest), .integer(core.clock.now().secondsSinceEpoch)]
            ) { $0.blob(0) }
        }
        return sealed.flatMap { vault?.open($0, context: Self.context(digest)) }
    }

    /// Returns a flow that has not expired and forgets it.
    public func takeFlow(_ key: SecretText) async throws(PublishingFault) -> [UInt8]? {
        let digest = Self.digest(key)
        let now = core.clock.now().secondsSinceEpoch
        let sealed = try await write { connection throws(DatabaseError) in
            try connection.first(
                """
                DELETE FROM connection_flows WHERE key = ?1 AND expires_at > ?2 RETURNING content
                """,
                [.blob(digest), .integer(now)]
            ) { $0.blob(0) }
        }
        return sealed.flatMap { vault?.open($0, context: Self.context(digest)) }
    }

    /// Connects profiles, or connects those again that the workspace has already.
    public func connect(
        _ offers: [ProfileOffer],
        _ identifiers: ItemIdentifiers,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [SocialProfile] {
        guard let vault else {
            throw .notSetUp("This server has no key to seal connections with.")
        }
        let connected = try await write {
            connection throws(DatabaseError) -> [SocialProfile]? in
            guard try standing.isOpen(access, in: connection) else { return nil }
            let writing = ProfileWriting(
                connection: connection,
                workspace: try WorkspaceRow(of: access, addingTo: connection),
                vault: vault,
                now: core.clock.now()
            )
            var profiles: [SocialProfile] = []
            for offer in offers {
                profiles.append(try writing.connect(offer, identifiers))
                try core.record(Self.event(offer, access), in: connection)
            }
            return profiles
        }
        guard let connected else { throw .accessEnded }
        return connected
    }

    private static func event(_ offer: ProfileOffer, _ access: WorkspaceAccess) -> AuditEvent {
        var parties: Caller?
        if case .caller(let caller) = access.actor { parties = caller }
        return AuditEvent(
            .profileConnected,
            by: parties == nil ? .server : .person,
            person: parties?.person,
            client: parties?.client,
            grant: parties?.grant,
            workspace: access.identifier,
            detail: "\(offer.network.rawValue) \(offer.handle)"
        )
    }

    private static func digest(_ key: SecretText) -> [UInt8] {
        SHA256.digest(Array(key.exposed.utf8))
    }

    private static func context(_ digest: [UInt8]) -> [UInt8] {
        Array("connection flow ".utf8) + digest
    }

    /// Runs a write that nobody repeats.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(DatabaseError) -> Value
    ) async throws(PublishingFault) -> Value {
        do {
            return try await core.database.write(body)
        } catch {
            throw PublishingFault(error)
        }
    }
}

/// Writes connected profiles of one workspace inside the running write.
private struct ProfileWriting {
    let connection: Connection
    let workspace: WorkspaceRow
    let vault: SealingKey
    let now: Timestamp

    /// Stores the profile under the identifier that the workspace knows it by, or a new one.
    ///
    /// An account is the same whatever its name is now; one that came from a file has its name
    /// alone.
    func connect(
        _ offer: ProfileOffer,
        _ identifiers: ItemIdentifiers
    ) throws(DatabaseError) -> SocialProfile {
        let known = try connection.first(
            """
            SELECT identifier FROM social_profiles
            WHERE workspace_id = ?1 AND network = ?2
                AND (account = ?3 AND endpoint = ?4 OR account IS NULL AND handle = ?5)
            ORDER BY account IS NULL LIMIT 1
            """,
            [
                workspace.value, .text(offer.network.rawValue), .text(offer.account),
                .text(offer.connection.endpoint), .text(offer.handle),
            ]
        ) { $0.text(0) }
        let identifier = known ?? identifiers.make(.profile)
        if known == nil { try add(identifier, offer) }
        return try set(identifier, offer)
    }

    private func add(_ identifier: String, _ offer: ProfileOffer) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO social_profiles (workspace_id, identifier, network, name, handle, status,
                connected_at)
            VALUES (?1, ?2, ?3, ?4, ?5, 'connected', ?6)
            """,
            [
                workspace.value, .text(identifier), .text(offer.network.rawValue),
                .text(offer.name), .text(offer.handle), .integer(now.secondsSinceEpoch),
            ]
        )
    }

    private func set(
        _ identifier: String,
        _ offer: ProfileOffer
    ) throws(DatabaseError) -> SocialProfile {
        let sealed = offer.connection.secret.flatMap {
            ConnectionSecret.seal($0, of: identifier, vault)
        }
        let profile = try connection.first(
            """
            UPDATE social_profiles SET name = ?3, handle = ?4, avatar_url = ?5,
                status = 'connected', connected_at = ?6, endpoint = ?7, secret = ?8, account = ?9,
                limits = ?10, disconnected_at = NULL
            WHERE workspace_id = ?1 AND identifier = ?2
            RETURNING identifier, network, name, handle, avatar_url, state, connected_at, limits
            """,
            [
                workspace.value, .text(identifier), .text(offer.name), .text(offer.handle),
                .text(orNull: offer.avatarURL), .integer(now.secondsSinceEpoch),
                .text(offer.connection.endpoint), .blob(orNull: sealed), .text(offer.account),
                .blob(orNull: offer.limits?.json.serialized()),
            ]
        ) { row throws(DatabaseError) in try SocialProfile(row: row, from: 0) }
        guard let profile else { throw .unexpectedValue("no row after a change") }
        return profile
    }
}
