internal import Database
public import OAuth
public import Primitives

/// Tool calls that wait for their person, in the table `call_approvals`.
public struct CallApprovalTable: CallApprovalStore {
    let core: StoreCore

    /// Says how a call stands, and notes that it waits where nobody has asked about it yet.
    public func settle(
        _ request: CallApprovalRequest,
        at now: Timestamp
    ) async throws(StoreError) -> CallApprovalStanding {
        try await core.write { connection throws(DatabaseError) in
            try Self.forgetOld(at: now, connection)
            let key: [DatabaseValue] = [.text(request.grant), .blob(request.digest)]
            let found = try connection.first(
                """
                SELECT identifier, is_approved FROM call_approvals
                WHERE grant_identifier = ?1 AND digest = ?2
                """,
                key
            ) { (identifier: $0.text(0), isApproved: $0.isNull(1) ? nil : $0.integer(1) == 1) }
            guard let found else {
                try Self.insert(request, at: now, connection)
                return .waiting(identifier: request.shown.identifier)
            }
            guard let isApproved = found.isApproved else {
                return .waiting(identifier: found.identifier)
            }
            try connection.execute(
                "DELETE FROM call_approvals WHERE grant_identifier = ?1 AND digest = ?2",
                key
            )
            return isApproved ? .approved : .declined
        }
    }

    /// Returns the call that waits for `person` under this identifier, or `nil`.
    public func waiting(
        _ identifier: String,
        for person: String,
        at now: Timestamp
    ) async throws(StoreError) -> CallApproval? {
        try core.read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT identifier, client_name, message, consent, asked_at FROM call_approvals
                WHERE identifier = ?1 AND person = ?2 AND is_approved IS NULL AND asked_at > ?3
                """,
                [.text(identifier), .text(person), .integer(Self.oldest(at: now))]
            ) { row in
                CallApproval(
                    identifier: row.text(0),
                    clientName: row.text(1),
                    message: row.text(2),
                    consent: row.text(3),
                    askedAt: row.certainTime(4)
                )
            }
        }
    }

    /// Notes what `person` answered about a call that waits.
    public func decide(
        _ identifier: String,
        isApproved: Bool,
        by person: String,
        at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await core.write { [core] connection throws(DatabaseError) in
            let decided = try connection.first(
                """
                UPDATE call_approvals SET is_approved = ?3
                WHERE identifier = ?1 AND person = ?2 AND is_approved IS NULL AND asked_at > ?4
                RETURNING grant_identifier
                """,
                [
                    .text(identifier), .text(person), .integer(isApproved ? 1 : 0),
                    .integer(Self.oldest(at: now)),
                ]
            ) { $0.text(0) }
            guard let grant = decided else { return false }
            let event = AuditEvent(
                isApproved ? .callApproved : .callDeclined,
                by: .person,
                person: person,
                grant: grant,
                detail: identifier
            )
            try core.record(event, at: now, in: connection)
            return true
        }
    }

    private static func oldest(at now: Timestamp) -> Int64 {
        now.adding(seconds: -CallApproval.lifetimeInSeconds).secondsSinceEpoch
    }

    /// What is too old counts as never asked, so that it may be asked again.
    private static func forgetOld(
        at now: Timestamp,
        _ connection: Connection
    ) throws(DatabaseError) {
        try connection.execute(
            "DELETE FROM call_approvals WHERE asked_at <= ?1",
            [.integer(oldest(at: now))]
        )
    }

    private static func insert(
        _ request: CallApprovalRequest,
        at now: Timestamp,
        _ connection: Connection
    ) throws(DatabaseError) {
        let shown = request.shown
        try connection.execute(
            """
            INSERT INTO call_approvals
                (identifier, grant_identifier, person, digest, client_name, message, consent,
                asked_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .text(shown.identifier), .text(request.grant), .text(request.person),
                .blob(request.digest), .text(shown.clientName), .text(shown.message),
                .text(shown.consent), .integer(now.secondsSinceEpoch),
            ]
        )
    }
}
