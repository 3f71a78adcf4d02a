internal import Database
internal import OAuth
internal import Primitives

extension Grant {
    /// Reads the twenty columns of `grants` in the order of their declaration.
    init(row: Row) throws(DatabaseError) {
        guard let generation = UInt32(exactly: row.integer(12)),
            let scopes = UInt32(exactly: row.integer(7))
        else { throw .unexpectedValue("a generation or scopes of a grant") }
        self.init(
            key: GrantKey(row.integer(0)),
            identity: GrantIdentity(
                identifier: row.text(1),
                requestID: row.text(2),
                createdAt: row.certainTime(3)
            ),
            terms: GrantTerms(
                user: UserKey(row.integer(4)),
                client: ClientKey(row.integer(5)),
                resource: row.text(6),
                scopes: ScopeSet(mask: scopes),
                lifetimes: try row.lifetimes(8),
                confirmsPublishing: row.integer(19) != 0
            ),
            code: CodeBinding(challenge: row.blob(9), redirectURI: row.text(10)),
            tokens: TokenState(
                salt: row.blob(11),
                generation: generation,
                issuedAt: row.certainTime(13),
                previousIssuedAt: row.time(14)
            ),
            lastUsedAt: row.time(15),
            revocation: try row.revocation(16)
        )
    }

    /// Reads the sixteen columns that introspection needs, in the order of
    /// ``GrantTable/introspected(_:in:_:)``; what the code was bound to stays empty.
    init(introspected row: Row, _ texts: inout SharedTexts) throws(DatabaseError) {
        guard let generation = UInt32(exactly: row.integer(9)),
            let scopes = UInt32(exactly: row.integer(6))
        else { throw .unexpectedValue("a generation or scopes of a grant") }
        self.init(
            key: GrantKey(row.integer(0)),
            identity: GrantIdentity(
                identifier: row.text(1),
                requestID: "",
                createdAt: row.certainTime(2)
            ),
            terms: GrantTerms(
                user: UserKey(row.integer(3)),
                client: ClientKey(row.integer(4)),
                resource: texts.resource(row, 5),
                scopes: ScopeSet(mask: scopes),
                lifetimes: try texts.lifetimes(row, 7),
                confirmsPublishing: row.integer(16) != 0
            ),
            code: CodeBinding(challenge: [], redirectURI: ""),
            tokens: TokenState(
                salt: row.blob(8),
                generation: generation,
                issuedAt: row.certainTime(10),
                previousIssuedAt: row.time(11)
            ),
            lastUsedAt: row.time(12),
            revocation: try row.revocation(13)
        )
    }
}

/// Texts that nearly all rows of grants have in common, as the last row had them.
struct SharedTexts {
    private var resource = ""
    private var lifetimesText = ""
    private var lifetimes: TokenLifetimes?

    /// The resource in `column`.
    mutating func resource(_ row: Row, _ column: Int) -> String {
        resource = row.text(column, sharing: resource)
        return resource
    }

    /// The lifetimes in `column`, `nil` for NULL.
    mutating func lifetimes(_ row: Row, _ column: Int) throws(DatabaseError) -> TokenLifetimes? {
        guard !row.isNull(column) else { return nil }
        let text = row.text(column, sharing: lifetimesText)
        if let lifetimes, text.isIdentical(to: lifetimesText) { return lifetimes }
        let read = try row.lifetimes(column)
        (lifetimesText, lifetimes) = (text, read)
        return read
    }
}

extension Row {
    /// Reads when, by whom and why a grant ended, the columns from `first` on.
    func revocation(_ first: Int) throws(DatabaseError) -> Revocation? {
        guard let endedAt = time(first) else { return nil }
        return Revocation(
            at: endedAt,
            by: try choice(RevokedBy.self, first + 1),
            reason: try choice(RevocationReason.self, first + 2)
        )
    }
}

extension EffectiveWorkspace {
    /// Reads identifier, name and role.
    init(row: Row) throws(DatabaseError) {
        self.init(
            identifier: row.text(0),
            name: row.text(1),
            role: try row.choice(WorkspaceRole.self, 2)
        )
    }
}

extension GrantUser {
    /// Reads identifier, email, name and disabled_at, the columns from `first` on.
    init(row: Row, from first: Int) {
        self.init(
            identifier: row.text(first),
            email: row.text(first + 1),
            name: row.text(first + 2),
            isDisabled: !row.isNull(first + 3)
        )
    }
}

extension GrantClient {
    /// Reads identifier, name, disabled_at and kind, the columns from `first` on.
    init(row: Row, from first: Int) throws(DatabaseError) {
        self.init(
            identifier: row.text(first),
            name: row.text(first + 1),
            kind: try row.choice(ClientKind.self, first + 3),
            isDisabled: !row.isNull(first + 2)
        )
    }
}
