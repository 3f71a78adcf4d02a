internal import Database
internal import OAuth
internal import Primitives

/// What a rule made of a grant, and what the audit log says about it.
struct GrantChange {
    let before: Grant
    let after: Grant

    init(from before: Grant, to after: Grant) {
        self.before = before
        self.after = after
    }

    /// Writes the columns that a rule may change, and the events, inside the running write.
    func write(core: StoreCore, in connection: Connection) throws(DatabaseError) {
        guard after != before else { return }
        let ended = after.revocation
        try connection.execute(
            """
            UPDATE grants SET scopes = ?2, generation = ?3, issued_at = ?4, previous_issued_at = ?5,
                last_used_at = ?6, revoked_at = ?7, revoked_by = ?8, revocation_reason = ?9,
                confirms_publishing = ?10
            WHERE id = ?1
            """,
            [
                .integer(before.key.value), .integer(Int64(after.terms.scopes.mask)),
                .integer(Int64(after.tokens.generation)),
                .integer(after.tokens.issuedAt.secondsSinceEpoch),
                .integer(orNull: after.tokens.previousIssuedAt?.secondsSinceEpoch),
                .integer(orNull: after.lastUsedAt?.secondsSinceEpoch),
                .integer(orNull: ended?.at.secondsSinceEpoch), .text(orNull: ended?.by.rawValue),
                .text(orNull: ended?.reason.rawValue),
                .integer(after.terms.confirmsPublishing ? 1 : 0),
            ]
        )
        if before.tokens.generation == 0, after.tokens.generation > 0 {
            try record(.grantRedeemed, .client, at: after.tokens.issuedAt, core, connection)
        }
        if after.terms.scopes != before.terms.scopes {
            try record(.grantChanged, .person, at: nil, core, connection)
        }
        if after.terms.confirmsPublishing != before.terms.confirmsPublishing {
            let detail = "asks before publishing: \(after.terms.confirmsPublishing ? "yes" : "no")"
            let event = try Self.event(
                .grantChanged,
                .person,
                after,
                detail: detail,
                in: connection
            )
            try core.record(event, at: nil, in: connection)
        }
        if before.revocation == nil, let ended { try record(ended, core, connection) }
    }

    /// An event about `grant`, with the identifiers of its person and client.
    static func event(
        _ kind: AuditEventKind,
        _ actor: AuditActor,
        _ grant: Grant,
        workspace: String? = nil,
        detail: String? = nil,
        in connection: Connection
    ) throws(DatabaseError) -> AuditEvent {
        let names = try connection.first(
            """
            SELECT (SELECT identifier FROM users WHERE id = ?1),
                (SELECT identifier FROM clients WHERE id = ?2)
            """,
            [.integer(grant.terms.user.value), .integer(grant.terms.client.value)]
        ) { (person: $0.optionalText(0), client: $0.optionalText(1)) }
        return AuditEvent(
            kind,
            by: actor,
            person: names?.person,
            client: names?.client,
            grant: grant.identifier,
            workspace: workspace,
            detail: detail
        )
    }

    private func record(
        _ kind: AuditEventKind,
        _ actor: AuditActor,
        at time: Timestamp?,
        _ core: StoreCore,
        _ connection: Connection
    ) throws(DatabaseError) {
        let scopes = after.terms.scopes.text
        let event = try Self.event(kind, actor, after, detail: scopes, in: connection)
        try core.record(event, at: time, in: connection)
    }

    private func record(
        _ ended: Revocation,
        _ core: StoreCore,
        _ connection: Connection
    ) throws(DatabaseError) {
        let actor: AuditActor =
            switch ended.by {
            case .person: .person
            case .operator: core.actor
            case .client: .client
            case .server: .server
            }
        let detail = ended.reason.rawValue
        if ended.reason == .codeReplay || ended.reason == .refreshReplay {
            let replay = try Self.event(
                .replayDetected,
                .client,
                after,
                detail: detail,
                in: connection
            )
            try core.record(replay, at: ended.at, in: connection)
        }
        let event = try Self.event(.grantRevoked, actor, after, detail: detail, in: connection)
        try core.record(event, at: ended.at, in: connection)
    }
}
