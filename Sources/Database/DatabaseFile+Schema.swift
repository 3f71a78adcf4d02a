internal import CSQLite

extension DatabaseFile {
    /// Brings the file to the newest version of `schema`, in one transaction.
    ///
    /// A file that is new enough is left alone. A failure leaves the old version, whole.
    ///
    /// - Parameter schema: The program's schema.
    /// - Returns: The versions before and after, and the steps that ran.
    /// - Throws: ``DatabaseError/newerSchema(found:known:)``, ``DatabaseError/foreignFile(path:)``,
    ///   or why a step failed.
    @discardableResult
    public func migrate(to schema: Schema) throws(DatabaseError) -> MigrationReport {
        let path = path
        let found = try read { connection throws(DatabaseError) in
            try schema.checkedVersion(of: connection, path: path)
        }
        guard found < schema.version else {
            return MigrationReport(from: found, to: found, applied: [])
        }
        return try writeAndWait { connection throws(DatabaseError) in
            try schema.migrate(connection, path: path)
        }
    }

    /// Whether nothing was ever stored in the file.
    ///
    /// - Parameter schema: The program's schema.
    /// - Returns: `true` for an empty file.
    /// - Throws: As ``migrate(to:)``.
    public func isNew(for schema: Schema) throws(DatabaseError) -> Bool {
        let path = path
        return try read { connection throws(DatabaseError) in
            try schema.checkedVersion(of: connection, path: path) == 0
        }
    }

    /// Makes sure that the file has exactly the newest version of `schema`.
    ///
    /// - Parameter schema: The program's schema.
    /// - Throws: ``DatabaseError/olderSchema(found:known:)`` and as ``migrate(to:)``.
    public func requireCurrent(_ schema: Schema) throws(DatabaseError) {
        let path = path
        let found = try read { connection throws(DatabaseError) in
            try schema.checkedVersion(of: connection, path: path)
        }
        guard found == schema.version else {
            throw .olderSchema(found: found, known: schema.version)
        }
    }

    /// Reads the whole file and returns what is wrong with it, one sentence each; empty when sound.
    ///
    /// - Returns: At most 100 findings of SQLite's integrity check, and rows whose foreign key
    ///   names a missing row.
    /// - Throws: ``DatabaseError/corrupt(_:)`` when the damage stops even the check.
    public func integrityProblems() throws(DatabaseError) -> [String] {
        try read { connection throws(DatabaseError) in
            var problems = try connection.all("PRAGMA integrity_check") { $0.text(0) }
            problems.removeAll { $0 == "ok" }
            try connection.forEach("PRAGMA foreign_key_check") { row in
                problems.append("a row of \(row.text(0)) names a missing row of \(row.text(2))")
            }
            return problems
        }
    }
}

extension Connection {
    /// Runs a text that no literal can hold; the caller proves that it holds no foreign value.
    func executeTrusted(_ sql: String) throws(DatabaseError) {
        // SQLite only reads the text during the call.
        try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
    }
}
