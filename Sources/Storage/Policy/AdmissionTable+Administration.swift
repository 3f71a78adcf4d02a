public import Database
public import OAuth
public import Primitives

/// A waiting request as an operator sees it.
public struct WaitingListing: Sendable, Equatable {
    /// The request.
    public let waiting: WaitingClient
    /// The person, `usr_…`.
    public let person: String
    /// The person's e-mail address.
    public let email: String
}

extension AdmissionTable {
    /// Returns the policy as it is now.
    public func currentPolicy() throws(DatabaseError) -> ClientPolicy {
        try core.database.read { connection throws(DatabaseError) in
            try Self.policy(in: connection)
        }
    }

    /// Returns all waiting requests, oldest first.
    public func waiting() throws(DatabaseError) -> [WaitingListing] {
        try core.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                SELECT w.user_id, w.client, w.kind, w.name, w.redirect_uri, w.asked_at,
                    u.identifier, u.email
                FROM waiting_clients w JOIN users u ON u.id = w.user_id
                WHERE u.removed_at IS NULL ORDER BY w.asked_at, w.user_id, w.client
                """
            ) { row throws(DatabaseError) in
                WaitingListing(
                    waiting: WaitingClient(
                        user: UserKey(row.integer(0)),
                        client: ClientNaming(
                            identifier: row.text(1),
                            kind: try row.choice(ClientKind.self, 2),
                            name: row.text(3)
                        ),
                        redirectURI: row.text(4),
                        askedAt: row.certainTime(5)
                    ),
                    person: row.text(6),
                    email: row.text(7)
                )
            }
        }
    }

    /// Adds a rule, or gives the rule with the same subject another action.
    ///
    /// A rule about one client that decides ends the waiting of everybody who asked for it.
    ///
    /// - Parameter rule: The rule.
    /// - Returns: The identifier under which it is kept, and how many requests waited for it.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func set(
        _ rule: ClientRule
    ) async throws(DatabaseError) -> (identifier: String, waited: Int) {
        let (match, pattern) = rule.subject.words
        return try await core.database.write { [core] connection throws(DatabaseError) in
            let identifier = try Self.write(
                (rule.identifier, match, pattern, rule.action, rule.createdAt),
                in: connection
            )
            var client: String?
            var waited = 0
            if case .client(let named) = rule.subject {
                client = named
                if rule.action != .hold {
                    waited = try connection.execute(
                        "DELETE FROM waiting_clients WHERE client = ?1",
                        [.text(named)]
                    )
                }
            }
            let event = AuditEvent(
                .clientRuleSet,
                by: core.actor,
                client: client,
                detail: client == nil
                    ? "\(rule.action.rawValue) \(match) \(pattern)" : rule.action.rawValue
            )
            try core.record(event, at: rule.createdAt, in: connection)
            return (identifier, waited)
        }
    }

    /// Says what happens to clients that no rule is about.
    ///
    /// - Parameters:
    ///   - action: What.
    ///   - identifier: A free identifier, for the first time.
    ///   - time: When.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func setFallback(
        _ action: ClientRule.Action,
        identifier: String,
        at time: Timestamp
    ) async throws(DatabaseError) {
        try await core.database.write { [core] connection throws(DatabaseError) in
            _ = try Self.write(
                (identifier, Self.fallbackMatch, "", action, time),
                in: connection
            )
            let event = AuditEvent(
                .clientRuleSet,
                by: core.actor,
                detail: "\(action.rawValue) default"
            )
            try core.record(event, at: time, in: connection)
        }
    }

    /// Removes a rule.
    ///
    /// - Parameters:
    ///   - identifier: The rule, `rule_…`.
    ///   - time: When.
    /// - Returns: Whether there was such a rule.
    /// - Throws: ``/Database/DatabaseError``; then nothing was changed.
    public func remove(
        _ identifier: String,
        at time: Timestamp
    ) async throws(DatabaseError) -> Bool {
        try await core.database.write { [core] connection throws(DatabaseError) in
            let removed = try connection.first(
                """
                DELETE FROM client_rules WHERE identifier = ?1 AND match <> ?2
                RETURNING match, pattern, action
                """,
                [.text(identifier), .text(Self.fallbackMatch)]
            ) { (match: $0.text(0), pattern: $0.text(1), action: $0.text(2)) }
            guard let removed else { return false }
            let isAboutOne = removed.match == "client"
            let event = AuditEvent(
                .clientRuleRemoved,
                by: core.actor,
                client: isAboutOne ? removed.pattern : nil,
                detail: isAboutOne
                    ? removed.action : "\(removed.action) \(removed.match) \(removed.pattern)"
            )
            try core.record(event, at: time, in: connection)
            return true
        }
    }

    private static func write(
        _ row: (String, String, String, ClientRule.Action, Timestamp),
        in connection: Connection
    ) throws(DatabaseError) -> String {
        let identifier = try connection.first(
            """
            INSERT INTO client_rules (identifier, match, pattern, action, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (match, pattern) DO UPDATE SET action = excluded.action,
                created_at = excluded.created_at
            RETURNING identifier
            """,
            [
                .text(row.0), .text(row.1), .text(row.2), .text(row.3.rawValue),
                .integer(row.4.secondsSinceEpoch),
            ]
        ) { $0.text(0) }
        guard let identifier else { throw .unexpectedValue("no row after an insertion") }
        return identifier
    }
}
