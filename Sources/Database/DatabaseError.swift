internal import CSQLite

/// Why the database could not do what it was asked.
///
/// No case carries a bound value: SQLite's messages name tables and columns only.
public enum DatabaseError: Error, Equatable, Sendable {
    /// The file or a file beside it cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// The file is a SQLite database of some other program.
    case foreignFile(path: String)
    /// The file was written by a newer release.
    case newerSchema(found: Int, known: Int)
    /// The schema has not been brought up to date.
    case olderSchema(found: Int, known: Int)
    /// Another process held the file for longer than the busy time.
    case busy
    /// The disk is full; nothing of the unit was kept.
    case full
    /// The file or its folder cannot be written.
    case readOnly
    /// More write units wait than the queue may hold.
    case overloaded
    /// The file was closed.
    case closed
    /// The file is damaged.
    case corrupt(String)
    /// The system failed to read, write or sync.
    case inputOutput(String)
    /// A rule of the schema refused the change.
    case constraint(Constraint, String)
    /// A stored value is outside what the program writes.
    case unexpectedValue(String)
    /// Anything else, with SQLite's extended result code.
    case failed(code: Int, message: String)

    /// The kind of rule that refused a change.
    public enum Constraint: Equatable, Sendable {
        /// Another row has the value.
        case unique
        /// The row that it names is missing, or is still named.
        case foreignKey
        /// A `NOT NULL`, `CHECK` or type rule.
        case value
    }

    /// Whether the file can no longer be trusted to keep what it acknowledges.
    ///
    /// After one of these the writer refuses all further units until the file is opened again: what
    /// a failed sync left behind is only known after recovery.
    public var isFatal: Bool {
        switch self {
        case .corrupt, .inputOutput: true
        default: false
        }
    }
}

extension DatabaseError {
    /// The error that an extended result code and its message stand for.
    init(code: Int32, message: String) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(message)
        // The index of the log could not grow: the disk is full, said differently.
        case SQLITE_IOERR where code >> 8 == 19: self = .full
        case SQLITE_IOERR: self = .inputOutput("\(message) (\(code))")
        case SQLITE_CANTOPEN: self = .inputOutput("\(message) (\(code))")
        case SQLITE_CONSTRAINT: self = .constraint(Constraint(extendedCode: code >> 8), message)
        default: self = .failed(code: Int(code), message: message)
        }
    }
}

extension DatabaseError.Constraint {
    fileprivate init(extendedCode: Int32) {
        switch extendedCode {
        case 6, 8, 10: self = .unique
        case 3: self = .foreignKey
        default: self = .value
        }
    }
}

extension DatabaseError: CustomStringConvertible {
    /// One sentence that says what failed and what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open the database \(path): \(reason)"
        case .foreignFile(let path):
            "\(path) is a database of another program; choose another file"
        case .newerSchema(let found, let known):
            "the database has schema \(found), written by a newer release than this one, which "
                + "knows \(known); install that release, or restore a backup made before it"
        case .olderSchema(let found, let known):
            "the database has schema \(found) and this release needs \(known); "
                + "run `wayleave database migrate`"
        case .busy: "another process kept the database locked for too long; try again"
        case .full: "the disk that holds the database is full; make room and try again"
        case .readOnly: "the database or its folder cannot be written; check owner and permissions"
        case .overloaded: "too many changes are waiting for the database; try again in a moment"
        case .closed: "the database is closed"
        case .corrupt(let detail):
            "the database file is damaged (\(detail)); restore a backup"
        case .inputOutput(let detail):
            "the system could not read or write the database (\(detail)); check the disk"
        case .constraint(_, let detail): "the database refused the change: \(detail)"
        case .unexpectedValue(let detail): "the database holds a value it never should: \(detail)"
        case .failed(let code, let message): "the database failed with code \(code): \(message)"
        }
    }
}
