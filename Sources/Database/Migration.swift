/// One step of the schema, from the version before it.
///
/// A released step is never changed; the next change of the schema is a new step.
public struct Migration: Sendable {
    /// What the step does, for the operator who runs it.
    public let name: String
    let work: @Sendable (Connection) throws(DatabaseError) -> Void

    /// Creates a step.
    public init(
        _ name: String,
        _ work: @escaping @Sendable (Connection) throws(DatabaseError) -> Void
    ) {
        self.name = name
        self.work = work
    }
}

/// The schema of a program: its mark in the file and the steps that lead to the newest version.
public struct Schema: Sendable {
    /// The number that marks the program's files, so that another program's file is refused.
    public let applicationID: Int32
    /// The steps in order; the version of a file is how many of them it has seen.
    public let migrations: [Migration]

    /// The version that the last step leads to.
    public var version: Int { migrations.count }

    /// Creates a schema.
    public init(applicationID: Int32, migrations: [Migration]) {
        self.applicationID = applicationID
        self.migrations = migrations
    }
}

/// What a migration did.
public struct MigrationReport: Sendable, Equatable {
    /// The version before; 0 for a new file.
    public let from: Int
    /// The version now.
    public let to: Int
    /// The names of the steps that ran.
    public let applied: [String]
}

extension Schema {
    /// Brings the file to the newest version inside the open transaction.
    func migrate(_ connection: Connection, path: String) throws(DatabaseError) -> MigrationReport {
        let found = try checkedVersion(of: connection, path: path)
        let steps = migrations.dropFirst(found)
        for step in steps { try step.work(connection) }
        if !steps.isEmpty {
            // Pragmas take no parameters; both texts are numbers and nothing else.
            try connection.executeTrusted("PRAGMA application_id = \(applicationID)")
            try connection.executeTrusted("PRAGMA user_version = \(version)")
        }
        return MigrationReport(from: found, to: version, applied: steps.map(\.name))
    }

    /// The version of the file, once it is certain that this program can read it.
    func checkedVersion(of connection: Connection, path: String) throws(DatabaseError) -> Int {
        let mark = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        let found = try Int(connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0)
        let tables =
            try connection.first("SELECT COUNT(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
        let isNew = mark == 0 && found == 0 && tables == 0
        guard isNew || mark == Int64(applicationID) else { throw .foreignFile(path: path) }
        guard found <= version else { throw .newerSchema(found: found, known: version) }
        return found
    }
}
