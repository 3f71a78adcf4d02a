internal import Database
internal import OAuth
internal import Primitives

extension Grant {
    /// Reads the nineteen columns of `grants` in the order of their declaration.
    init(row: Row) throws(DatabaseError) {
        let revocation: Revocation? =
            if let endedAt = row.time(16) {
                Revocation(
                    at: endedAt,
                    by: try row.choice(RevokedBy.self, 17),
                    reason: try row.choice(RevocationReason.self, 18)
                )
            } else { nil }
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
                lifetimes: try row.lifetimes(8)
            ),
            code: CodeBinding(challenge: row.blob(9), redirectURI: row.text(10)),
            tokens: TokenState(
                salt: row.blob(11),
                generation: generation,
                issuedAt: row.certainTime(13),
                previousIssuedAt: row.time(14)
            ),
            lastUsedAt: row.time(15),
            revocation: revocation
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
