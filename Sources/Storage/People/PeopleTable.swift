internal import Database
public import Directory
public import Primitives

/// The people, in the table `users`.
public struct PeopleTable: PeopleStore {
    let core: StoreCore

    /// Returns the person with this address and their password hash, disabled or not.
    public func credentials(
        forEmail email: EmailAddress
    ) async throws(DirectoryStoreError) -> Credentials? {
        try core.readDirectory { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT id, identifier, email, name, disabled_at, password_hash
                FROM users WHERE email_folded = ?1
                """,
                [.text(email.folded)]
            ) { row throws(DatabaseError) in
                Credentials(person: try Person(row: row), passwordHash: row.text(5))
            }
        }
    }

    /// Returns the person of this row key.
    public func person(_ key: PersonKey) async throws(DirectoryStoreError) -> Person? {
        try core.readDirectory { connection throws(DatabaseError) in
            try Self.person(key, in: connection)
        }
    }

    /// Returns the person of this identifier, compared byte by byte.
    public func person(identifier: String) async throws(DirectoryStoreError) -> Person? {
        try core.readDirectory { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT id, identifier, email, name, disabled_at
                FROM users WHERE identifier = ?1 AND removed_at IS NULL
                """,
                [.text(identifier)],
                Person.init(row:)
            )
        }
    }

    /// Adds a person.
    ///
    /// - Parameter draft: The person without a row key.
    /// - Returns: The person as stored.
    /// - Throws: ``/Directory/DirectoryStoreError/emailTaken`` when somebody has the address
    ///   already.
    public func add(_ draft: PersonDraft) async throws(DirectoryStoreError) -> Person {
        let added = try await core.writeDirectory { [core] connection throws(DatabaseError) in
            let person = try connection.first(
                """
                INSERT INTO users (identifier, email, email_folded, name, password_hash, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (email_folded) DO NOTHING
                RETURNING id, identifier, email, name, disabled_at
                """,
                [
                    .text(draft.identifier), .text(draft.email.text), .text(draft.email.folded),
                    .text(draft.name.text), .text(draft.passwordHash),
                    .integer(draft.createdAt.secondsSinceEpoch),
                ],
                Person.init(row:)
            )
            guard let person else { return Person?.none }
            let event = AuditEvent(.personAdded, by: core.actor, person: person.identifier)
            try core.record(event, at: draft.createdAt, in: connection)
            return person
        }
        guard let added else { throw .emailTaken }
        return added
    }

    /// Sets a new password and ends every browser session of the person, in one write.
    public func setPasswordHash(
        of key: PersonKey,
        to hash: String
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            guard let person = try Self.person(key, in: connection) else { return }
            try connection.execute(
                "UPDATE users SET password_hash = ?2 WHERE id = ?1",
                [.integer(key.rawValue), .text(hash)]
            )
            try SessionTable.endAll(of: key, in: connection)
            let event = AuditEvent(.passwordChanged, by: core.actor, person: person.identifier)
            try core.record(event, in: connection)
        }
    }

    /// Stores the same password under newer parameters, unless it changed meanwhile.
    ///
    /// - Parameters:
    ///   - key: Whose password it is.
    ///   - old: The hash that was verified; another stored hash is left alone.
    ///   - new: The hash of the same password.
    /// - Returns: Whether `old` was still there.
    /// - Throws: ``/Directory/DirectoryStoreError/unavailable(reason:)``.
    public func upgradePasswordHash(
        of key: PersonKey,
        from old: String,
        to new: String
    ) async throws(DirectoryStoreError) -> Bool {
        try await core.writeDirectory { connection throws(DatabaseError) in
            try connection.execute(
                "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2",
                [.integer(key.rawValue), .text(old), .text(new)]
            ) == 1
        }
    }

    /// Shuts the person out and ends every browser session of theirs in the same write, or with
    /// `nil` lets them in again.
    public func setDisabled(
        _ key: PersonKey,
        at time: Timestamp?
    ) async throws(DirectoryStoreError) {
        try await core.writeDirectory { [core] connection throws(DatabaseError) in
            guard let person = try Self.person(key, in: connection) else { return }
            try connection.execute(
                "UPDATE users SET disabled_at = ?2 WHERE id = ?1",
                [.integer(key.rawValue), .integer(orNull: time?.secondsSinceEpoch)]
            )
            if time != nil { try SessionTable.endAll(of: key, in: connection) }
            let kind = time == nil ? AuditEventKind.personEnabled : .personDisabled
            let event = AuditEvent(kind, by: core.actor, person: person.identifier)
            try core.record(event, at: time, in: connection)
        }
    }

    /// The person of this row key, unless removed.
    static func person(
        _ key: PersonKey,
        in connection: Connection
    ) throws(DatabaseError) -> Person? {
        try connection.first(
            """
            SELECT id, identifier, email, name, disabled_at
            FROM users WHERE id = ?1 AND removed_at IS NULL
            """,
            [.integer(key.rawValue)],
            Person.init(row:)
        )
    }
}

extension Person {
    /// Reads id, identifier, email, name and disabled_at, the columns from `first` on.
    init(row: Row, from first: Int) throws(DatabaseError) {
        guard let email = try? EmailAddress(parsing: row.text(first + 2)) else {
            throw .unexpectedValue("an e-mail address of a user")
        }
        self.init(
            key: PersonKey(rawValue: row.integer(first)),
            identifier: row.text(first + 1),
            email: email,
            name: row.text(first + 3),
            disabledAt: row.time(first + 4)
        )
    }

    /// Reads id, identifier, email, name and disabled_at, the first columns.
    init(row: Row) throws(DatabaseError) {
        try self.init(row: row, from: 0)
    }
}

extension Row {
    /// The time in `column`, or `nil` for NULL.
    func time(_ column: Int) -> Timestamp? {
        optionalInteger(column).map { Timestamp(secondsSinceEpoch: $0) }
    }

    /// The time in a column that is never NULL.
    func certainTime(_ column: Int) -> Timestamp {
        Timestamp(secondsSinceEpoch: integer(column))
    }
}
