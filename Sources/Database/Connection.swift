internal import CSQLite

/// One SQLite connection with the statements it has prepared.
///
/// A connection is used by one thread at a time. Callers get it for the length of a closure from
/// ``DatabaseFile`` and must not keep it.
///
/// Every SQL text is a literal: a prepared statement is found again by the literal's address, and
/// no value can ever reach the text.
@safe
public final class Connection {
    // Owned: closed in `close`, after every statement is finalized.
    let handle: OpaquePointer
    private var statements: [UInt: Statement] = [:]
    // Written by the hook of SQLite in `step`, on this connection's thread; freed after the close.
    private let logPages: UnsafeMutablePointer<Int32>
    private var isOpen = true
    /// Which state of the file the open read transaction of an event loop's round sees.
    ///
    /// Equal numbers of one connection mean the same state, as ``DatabaseOptions/stateQuery`` tells
    /// it; `nil` where nothing that was read may be kept.
    public internal(set) var snapshotVersion: Int64?

    init(owning handle: OpaquePointer) {
        unsafe self.handle = handle
        unsafe logPages = .allocate(capacity: 1)
        unsafe logPages.initialize(to: 0)
        unsafe wl_sqlite_watch_wal(handle, logPages)
    }

    deinit {
        close()
        unsafe logPages.deallocate()
    }

    /// Finalizes all statements and closes the connection; later calls do nothing.
    func close() {
        guard isOpen else { return }
        isOpen = false
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs a statement that returns no rows.
    ///
    /// - Parameters:
    ///   - sql: One statement.
    ///   - values: One value for each parameter of the statement.
    /// - Returns: How many rows were changed.
    /// - Throws: ``DatabaseError`` when SQLite refuses.
    @discardableResult
    public func execute(
        _ sql: StaticString,
        _ values: [DatabaseValue] = []
    ) throws(DatabaseError) -> Int {
        try forEach(sql, values) { _ throws(DatabaseError) in }
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// Returns what `body` makes of the first row, or `nil` where there is none.
    ///
    /// - Parameters:
    ///   - sql: One statement; an `INSERT … RETURNING` has done its whole work at its first row.
    ///   - values: One value for each parameter of the statement.
    ///   - body: Reads the row; the row is invalid afterwards.
    /// - Returns: The value that `body` returned.
    /// - Throws: ``DatabaseError`` when SQLite refuses, or what `body` throws.
    @inlinable
    public func first<Value>(
        _ sql: StaticString,
        _ values: [DatabaseValue] = [],
        _ body: (Row) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value? {
        let statement = try statement(for: sql)
        defer { statement.end() }
        try check(statement.begin(values))
        guard try advance(statement) else { return nil }
        return try body(statement.row)
    }

    /// Returns what `body` makes of each row, in order.
    ///
    /// - Parameters:
    ///   - sql: One statement.
    ///   - values: One value for each parameter of the statement.
    ///   - body: Reads a row; the row is invalid afterwards.
    /// - Returns: One value for each row.
    /// - Throws: ``DatabaseError`` when SQLite refuses, or what `body` throws.
    @inlinable
    public func all<Value>(
        _ sql: StaticString,
        _ values: [DatabaseValue] = [],
        _ body: (Row) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> [Value] {
        var result: [Value] = []
        try forEach(sql, values) { row throws(DatabaseError) in result.append(try body(row)) }
        return result
    }

    /// Calls `body` with each row, in order.
    ///
    /// - Parameters:
    ///   - sql: One statement.
    ///   - values: One value for each parameter of the statement.
    ///   - body: Reads a row; the row is invalid afterwards.
    /// - Throws: ``DatabaseError`` when SQLite refuses, or what `body` throws.
    @inlinable
    public func forEach(
        _ sql: StaticString,
        _ values: [DatabaseValue] = [],
        _ body: (Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        let statement = try statement(for: sql)
        defer { statement.end() }
        try check(statement.begin(values))
        while try advance(statement) { try body(statement.row) }
    }

    /// Runs several statements that take no values, one after the other.
    ///
    /// - Parameter script: Statements, each ended by a semicolon.
    /// - Throws: ``DatabaseError`` at the first statement that SQLite refuses.
    public func executeScript(_ script: StaticString) throws(DatabaseError) {
        // The literal ends with a NUL byte and lives as long as the process.
        try check(unsafe sqlite3_exec(handle, script.charactersStart, nil, nil, nil))
    }

    /// Pages in the write-ahead log after this connection's last commit.
    var pagesInLog: Int { unsafe Int(logPages.pointee) }

    /// Whether no transaction is open, also because SQLite rolled one back after an error.
    var isOutsideTransaction: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// Throws the error that `code` stands for, unless it is success.
    @usableFromInline
    func check(_ code: Int32) throws(DatabaseError) {
        guard code != SQLITE_OK else { return }
        let message = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? ""
        throw DatabaseError(code: code, message: message)
    }

    @usableFromInline
    func advance(_ statement: Statement) throws(DatabaseError) -> Bool {
        let code = statement.step()
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        try check(code)
        return false
    }

    @usableFromInline
    func statement(for sql: StaticString) throws(DatabaseError) -> Statement {
        let key = unsafe UInt(bitPattern: sql.utf8Start)
        let kept = statements[key]
        if let kept, !kept.isRunning { return kept }
        let prepared = try prepare(sql)
        // A statement that is running further up the stack keeps its place; this one is used once.
        if kept == nil { statements[key] = prepared }
        return prepared
    }

    private func prepare(_ sql: StaticString) throws(DatabaseError) -> Statement {
        guard isOpen else { throw .closed }
        var pointer: OpaquePointer?
        // The literal lives as long as the process; the count leaves nothing to a terminator.
        try check(
            unsafe sqlite3_prepare_v3(
                handle,
                sql.charactersStart,
                Int32(sql.utf8CodeUnitCount),
                UInt32(SQLITE_PREPARE_PERSISTENT),
                &pointer,
                nil
            )
        )
        guard let pointer = unsafe pointer else {
            throw .failed(code: Int(SQLITE_MISUSE), message: "an SQL text without a statement")
        }
        return unsafe Statement(owning: pointer)
    }
}

extension StaticString {
    /// The address of the literal's first byte, as C expects it.
    fileprivate var charactersStart: UnsafePointer<CChar> {
        // CChar and UInt8 have the same layout.
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
