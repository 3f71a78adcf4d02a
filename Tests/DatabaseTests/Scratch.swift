import Database
import Glibc
import Primitives
import TestSupport
import Testing

/// A folder of its own for one test, removed with everything in it at the end.
final class Scratch: Sendable {
    private let temporary = TemporaryFolder()

    /// The folder.
    var folder: String { temporary.path }

    /// A database file in the folder.
    var path: String { temporary.file("wayleave.db") }

    /// The file, opened with the schema of the tests in it.
    func open(
        _ role: DatabaseOptions.Role = .server,
        _ change: (inout DatabaseOptions) -> Void = { _ in }
    ) throws -> DatabaseFile {
        var options = DatabaseOptions(role: role)
        change(&options)
        let told = options.onFatalError
        // The opened file keeps its folder: connections are opened by path when they are first
        // needed.
        options.onFatalError = { [self] error in withExtendedLifetime(self) { told(error) } }
        let file = try DatabaseFile(path: path, options: options)
        try file.migrate(to: .example)
        return file
    }
}

extension Schema {
    /// Numbered names.
    static let example = Schema(
        applicationID: 77,
        migrations: [
            Migration("names") { connection throws(DatabaseError) in
                try connection.executeScript(
                    """
                    CREATE TABLE names (
                        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note BLOB
                    ) STRICT;
                    CREATE TABLE pets (
                        id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES names (id)
                    ) STRICT;
                    """
                )
            }
        ]
    )
}

/// Adds `name` and returns its number.
@discardableResult
func insert(_ name: String, in connection: Connection) throws(DatabaseError) -> Int64 {
    let id = try connection.first(
        "INSERT INTO names (name) VALUES (?1) RETURNING id",
        [.text(name)]
    ) { $0.integer(0) }
    return id ?? 0
}

/// How many names there are.
func count(_ connection: Connection) throws(DatabaseError) -> Int64 {
    try connection.first("SELECT COUNT(*) FROM names") { $0.integer(0) } ?? -1
}
