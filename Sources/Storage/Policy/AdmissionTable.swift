internal import Database
public import OAuth
public import Primitives

/// The operator's policy for clients and the requests that wait for one, in the tables
/// `client_rules` and `waiting_clients`.
public struct AdmissionTable: AdmissionStore {
    let core: StoreCore

    /// The `match` of the row that says what happens to all other clients.
    static let fallbackMatch = "default"

    /// Reads the policy as it is now.
    public func policy() async throws(StoreError) -> ClientPolicy {
        try core.read { connection throws(DatabaseError) in try Self.policy(in: connection) }
    }

    /// Writes a waiting request down, once for each person and client.
    public func note(
        _ waiting: WaitingClient,
        maximum: Int,
        forgottenBefore: Timestamp
    ) async throws(StoreError) -> Bool {
        let isKnown = try core.read { connection throws(DatabaseError) in
            try Self.isWaiting(waiting, in: connection)
        }
        if isKnown { return true }
        return try await core.write { [core] connection throws(DatabaseError) in
            if try Self.isWaiting(waiting, in: connection) { return true }
            try connection.execute(
                "DELETE FROM waiting_clients WHERE user_id = ?1 AND asked_at < ?2",
                [.integer(waiting.user.value), .integer(forgottenBefore.secondsSinceEpoch)]
            )
            let count = try connection.first(
                "SELECT COUNT(*) FROM waiting_clients WHERE user_id = ?1",
                [.integer(waiting.user.value)]
            ) { $0.integer(0) }
            guard (count ?? 0) < maximum else { return false }
            try Self.insert(waiting, in: connection)
            let event = AuditEvent(
                .clientWaiting,
                by: .person,
                person: try Self.identifier(of: waiting.user, in: connection),
                client: waiting.client.identifier,
                detail: waiting.client.name
            )
            try core.record(event, at: waiting.askedAt, in: connection)
            return true
        }
    }

    /// Removes a waiting request, if it is there.
    public func withdraw(_ client: String, of user: UserKey) async throws(StoreError) {
        _ = try await core.write { connection throws(DatabaseError) in
            try connection.execute(
                "DELETE FROM waiting_clients WHERE user_id = ?1 AND client = ?2",
                [.integer(user.value), .text(client)]
            )
        }
    }

    static func policy(in connection: Connection) throws(DatabaseError) -> ClientPolicy {
        let rows = try connection.all(
            """
            SELECT identifier, match, pattern, action, created_at FROM client_rules
            ORDER BY match, pattern
            """
        ) { row throws(DatabaseError) in
            (
                identifier: row.text(0), match: row.text(1), pattern: row.text(2),
                action: try row.choice(ClientRule.Action.self, 3), createdAt: row.certainTime(4)
            )
        }
        var rules: [ClientRule] = []
        var fallback = ClientRule.Action.allow
        for row in rows {
            guard row.match != fallbackMatch else {
                fallback = row.action
                continue
            }
            // A rule that cannot be read must not silently let anybody in.
            guard let subject = ClientRule.Subject(match: row.match, pattern: row.pattern) else {
                throw .unexpectedValue("a client rule")
            }
            rules.append(
                ClientRule(
                    identifier: row.identifier,
                    subject: subject,
                    action: row.action,
                    createdAt: row.createdAt
                )
            )
        }
        return ClientPolicy(rules: rules, fallback: fallback)
    }

    private static func isWaiting(
        _ waiting: WaitingClient,
        in connection: Connection
    ) throws(DatabaseError) -> Bool {
        let found = try connection.first(
            "SELECT 1 FROM waiting_clients WHERE user_id = ?1 AND client = ?2",
            [.integer(waiting.user.value), .text(waiting.client.identifier)]
        ) { _ in true }
        return found == true
    }

    private static func insert(
        _ waiting: WaitingClient,
        in connection: Connection
    ) throws(DatabaseError) {
        try connection.execute(
            """
            INSERT INTO waiting_clients (user_id, client, kind, name, redirect_uri, asked_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .integer(waiting.user.value), .text(waiting.client.identifier),
                .text(waiting.client.kind.rawValue), .text(waiting.client.name),
                .text(waiting.redirectURI), .integer(waiting.askedAt.secondsSinceEpoch),
            ]
        )
    }

    private static func identifier(
        of user: UserKey,
        in connection: Connection
    ) throws(DatabaseError) -> String? {
        try connection.first(
            "SELECT identifier FROM users WHERE id = ?1",
            [.integer(user.value)]
        ) { $0.text(0) }
    }
}
