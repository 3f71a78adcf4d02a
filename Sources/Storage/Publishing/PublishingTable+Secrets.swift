internal import Cryptography
internal import Database
public import Primitives
public import Publishing

extension PublishingTable: ProfileSecretStore {
    /// Returns how a profile is reached at this moment, or `nil` where it is not connected.
    public func connection(
        of profile: String
    ) async throws(PublishingFault) -> ProfileConnection? {
        try read { connection throws(DatabaseError) in
            try ConnectionSecret.connection(of: profile, in: connection, vault)
        }
    }

    /// Replaces what proves a profile, unless somebody else was faster.
    public func renew(
        _ profile: String,
        from old: SecretText,
        to new: SecretText
    ) async throws(PublishingFault) -> Bool {
        let sealed = ConnectionSecret.seal(new, of: profile, vault)
        return try await write { connection throws(DatabaseError) in
            guard try holds(profile, old, in: connection) else { return false }
            try connection.execute(
                """
                UPDATE social_profiles SET secret = ?2, status = 'connected' WHERE identifier = ?1
                """,
                [.text(profile), .blob(orNull: sealed)]
            )
            return true
        }
    }

    /// Marks a profile as expired, unless it has been connected again since.
    public func expire(
        _ profile: String,
        holding secret: SecretText?
    ) async throws(PublishingFault) {
        try await write { connection throws(DatabaseError) in
            guard try holds(profile, secret, in: connection) else { return }
            let found = try connection.first(
                """
                UPDATE social_profiles SET status = 'expired'
                WHERE identifier = ?1 AND status = 'connected'
                RETURNING network, handle,
                    (SELECT w.identifier FROM publishing_workspaces w WHERE w.id = workspace_id)
                """,
                [.text(profile)]
            ) { (network: $0.text(0), handle: $0.text(1), workspace: $0.optionalText(2)) }
            guard let found else { return }
            let event = AuditEvent(
                .profileExpired,
                by: .server,
                workspace: found.workspace,
                detail: "\(found.network) \(found.handle)"
            )
            try core.record(event, in: connection)
        }
    }

    private func holds(
        _ profile: String,
        _ secret: SecretText?,
        in connection: Connection
    ) throws(DatabaseError) -> Bool {
        let held = try ConnectionSecret.connection(of: profile, in: connection, vault)?.secret
        switch (held, secret) {
        case (nil, nil): return true
        case (let held?, let secret?): return held.exposed.isIdentical(to: secret.exposed)
        default: return false
        }
    }
}

extension PublishingTable: NetworkAppStore {
    /// How many registrations are kept; the oldest go first, and are made again when needed.
    private static let maximumApps: Int64 = 1_000

    /// Returns the registration at `endpoint`, or `nil`.
    public func app(
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) -> NetworkApp? {
        try read { connection throws(DatabaseError) in
            try Self.app(endpoint, callback, in: connection, vault)
        }
    }

    /// Keeps a registration; the first one wins and is returned.
    public func keep(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) -> NetworkApp {
        let context = Self.appContext(endpoint, callback)
        let sealed = vault?.sealDeterministically(Array(app.secret.exposed.utf8), context: context)
        guard let sealed else {
            throw .notSetUp("This server has no key to seal connections with.")
        }
        let now = core.clock.now().secondsSinceEpoch
        return try await write { connection throws(DatabaseError) in
            if let known = try Self.app(endpoint, callback, in: connection, vault) { return known }
            try connection.execute(
                """
                DELETE FROM network_apps WHERE (endpoint, callback) IN (
                    SELECT endpoint, callback FROM network_apps
                    ORDER BY created_at DESC LIMIT -1 OFFSET ?1)
                """,
                [.integer(Self.maximumApps - 1)]
            )
            try connection.execute(
                """
                INSERT OR REPLACE INTO network_apps (endpoint, callback, client, secret, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5)
                """,
                [
                    .text(endpoint), .text(callback), .text(app.identifier), .blob(sealed),
                    .integer(now),
                ]
            )
            return app
        }
    }

    /// Forgets a registration that its server does not know any more.
    public func forget(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) {
        try await write { connection throws(DatabaseError) -> Void in
            _ = try connection.execute(
                "DELETE FROM network_apps WHERE endpoint = ?1 AND callback = ?2 AND client = ?3",
                [.text(endpoint), .text(callback), .text(app.identifier)]
            )
        }
    }

    private static func app(
        _ endpoint: String,
        _ callback: String,
        in connection: Connection,
        _ vault: SealingKey?
    ) throws(DatabaseError) -> NetworkApp? {
        let found = try connection.first(
            "SELECT client, secret FROM network_apps WHERE endpoint = ?1 AND callback = ?2",
            [.text(endpoint), .text(callback)]
        ) { (client: $0.text(0), secret: $0.blob(1)) }
        // Sealed under a key that was lost, it is like one that was never made.
        guard let found,
            let secret = vault?.open(found.secret, context: appContext(endpoint, callback))
        else { return nil }
        return NetworkApp(
            identifier: found.client,
            secret: SecretText(String(decoding: secret, as: UTF8.self))
        )
    }

    private static func appContext(_ endpoint: String, _ callback: String) -> [UInt8] {
        Array("network app \(endpoint) \(callback)".utf8)
    }
}
