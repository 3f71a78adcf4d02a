internal import Database
internal import OAuth
internal import Primitives

/// How an approval becomes a row.
enum GrantInsertion {
    /// Stores `draft` inside the running write, or finds the grant that an earlier submission of
    /// the same approval made.
    static func run(
        _ draft: GrantDraft,
        core: StoreCore,
        in connection: Connection
    ) throws(DatabaseError) -> Grant {
        if let earlier = try grant(requestID: draft.requestID, in: connection) {
            // The page flow is sealed for one person; an approval of somebody else is not theirs.
            guard earlier.terms.user == draft.user else {
                throw .unexpectedValue("an approval that another person has submitted")
            }
            return earlier
        }
        let client = try ClientTable.ensure(draft.client, in: connection)
        let document = try ClientTable.pinDocument(
            of: draft.client,
            key: client,
            at: draft.createdAt,
            core: core,
            in: connection
        )
        let key = try insert(draft, client: client, document: document, in: connection)
        for workspace in draft.workspaces {
            try connection.execute(
                """
                INSERT INTO grant_workspaces (grant_id, workspace_id) VALUES (?1, ?2)
                ON CONFLICT (grant_id, workspace_id) DO NOTHING
                """,
                [.integer(key.value), .integer(workspace.value)]
            )
        }
        let grant = draft.grant(key: key, client: client)
        let event = try GrantChange.event(.grantApproved, .person, grant, in: connection)
        try core.record(event, at: draft.createdAt, in: connection)
        return grant
    }

    /// The grant that the approval of this page flow made.
    static func grant(
        requestID: String,
        in connection: Connection
    ) throws(DatabaseError) -> Grant? {
        try connection.first(
            """
            SELECT id, identifier, request_id, created_at, user_id, client_id, resource, scopes,
                lifetimes, code_challenge, redirect_uri, salt, generation, issued_at,
                previous_issued_at, last_used_at, revoked_at, revoked_by, revocation_reason,
                confirms_publishing
            FROM grants WHERE request_id = ?1
            """,
            [.text(requestID)],
            Grant.init(row:)
        )
    }

    private static func insert(
        _ draft: GrantDraft,
        client: ClientKey,
        document: [UInt8]?,
        in connection: Connection
    ) throws(DatabaseError) -> GrantKey {
        let key = try connection.first(
            """
            INSERT INTO grants
                (identifier, request_id, created_at, user_id, client_id, resource, scopes,
                lifetimes, code_challenge, redirect_uri, salt, asked_scopes, document_hash,
                confirms_publishing, generation, issued_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0,
                ?3)
            RETURNING id
            """,
            [
                .text(draft.identifier), .text(draft.requestID),
                .integer(draft.createdAt.secondsSinceEpoch), .integer(draft.user.value),
                .integer(client.value), .text(draft.resource),
                .integer(Int64(draft.scopes.mask)), .text(orNull: draft.lifetimes?.compactText),
                .blob(draft.code.challenge), .text(draft.code.redirectURI), .blob(draft.salt),
                .integer(Int64(draft.approval.asked.mask)), .blob(orNull: document),
                .integer(draft.approval.confirmsPublishing ? 1 : 0),
            ]
        ) { GrantKey($0.integer(0)) }
        guard let key else { throw .unexpectedValue("no row after an insertion") }
        return key
    }
}
