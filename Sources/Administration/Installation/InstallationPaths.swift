/// Where the files of one server are.
public struct InstallationPaths: Sendable, Equatable {
    /// The database.
    public let database: String
    /// The key file, beside the database.
    public let keys: String

    /// Places the key file beside the database at `path`.
    public init(database path: String) {
        database = path
        keys = path + ".key"
    }

    /// Places everything in `folder`, as `wayleave demo --data` does.
    public init(folder: String) {
        self.init(
            database: folder.hasSuffix("/") ? "\(folder)wayleave.db" : "\(folder)/wayleave.db"
        )
    }
}
