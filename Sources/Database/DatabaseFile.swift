internal import CSQLite
internal import Glibc
internal import Primitives

/// An opened database: many readers and the one writer of this process.
///
/// The file is in write-ahead logging mode and synced at every commit. Reads never wait for writes.
/// Any number of processes may have the file open; see `Checkpointer` for the rule that keeps their
/// commits and checkpoints apart.
public final class DatabaseFile: Sendable {
    /// Where the file is.
    public let path: String
    /// Whether the last server on this file, or a command beside it, ended without closing it.
    ///
    /// Always `false` for a command, and for a server that another one is running beside.
    public let wasLeftOpen: Bool
    private let writer: Writer
    private let readers: Readers
    private let isOpen = Lock(true)
    private let check = Lock<BackgroundCheck?>(nil)
    private let options: DatabaseOptions

    /// Opens the file, made for its owner alone where missing, and starts the writer.
    ///
    /// - Parameters:
    ///   - path: A file in a folder that exists.
    ///   - options: Who opens it, and the limits.
    /// - Throws: ``DatabaseError/cannotOpen(path:reason:)``, ``DatabaseError/busy`` or what SQLite
    ///   says about the file.
    public init(path: String, options: DatabaseOptions) throws(DatabaseError) {
        // The path is copied into the call's own C string.
        let code = unsafe wl_create_private_file(path)
        guard code == 0 else { throw .cannotOpen(path: path, reason: systemMessage(code)) }
        self.path = path
        self.options = options
        let checkpointer = try Checkpointer(path: path, options: options)
        // A clean close leaves an empty log.
        wasLeftOpen = checkpointer.isFirstServer && fileSize(path + "-wal") > 0
        let connection = try Connection.open(path: path, for: .writing, options: options)
        if try !connection.isWriteAheadLogging() {
            try checkpointer.alone { () throws(DatabaseError) in
                try connection.enterWriteAheadLogging()
            }
        }
        writer = Writer(connection: connection, checkpointer: checkpointer, options: options)
        readers = Readers(path: path, options: options, writer: writer)
        try writer.start()
    }

    deinit {
        close()
    }

    /// The version of the SQLite library in use, for instance `3.40.1`.
    public static var engineVersion: String {
        // A constant of the library.
        unsafe String(cString: sqlite3_libversion())
    }

    /// What the writer has done since the file was opened.
    public var counters: DatabaseCounters { writer.counters }

    /// Units that wait for the writer now.
    public var waitingUnits: Int { writer.waitingUnits }

    /// Runs `body` in a read transaction and returns its result.
    ///
    /// On an event-loop thread the transaction is the one of the loop's round: it begins with the
    /// round's first read and ends at ``endRound()``, or earlier when this process has committed
    /// since. On any other thread it lasts as long as `body`, one caller at a time.
    ///
    /// - Parameter body: Reads; must not keep the connection, wait, or call the database again.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws, or why the transaction could not begin.
    public func read<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        try readers.read(body)
    }

    /// Runs `unit` on the writer's thread and returns its result once it is on disk.
    ///
    /// Units that wait together share one commit. A unit that throws leaves nothing behind and
    /// disturbs no other. Once queued, a unit runs even when its task is cancelled. The unit may be
    /// the only one between the caller and its answer, so it should do its reading and writing and
    /// nothing else.
    ///
    /// - Parameter unit: Reads and writes; must not keep the connection, wait, or call the
    ///   database.
    /// - Returns: What `unit` returned, after the commit.
    /// - Throws: What `unit` throws, ``DatabaseError/overloaded`` at once when too many units wait,
    ///   or why the commit failed, in which case nothing was written.
    public func write<Value: Sendable>(
        _ unit: @escaping @Sendable (Connection) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        let result: Result<Value, DatabaseError> = await withCheckedContinuation { continuation in
            let pending = TypedWriteUnit(unit) { continuation.resume(returning: $0) }
            if let refusal = writer.add(pending) {
                continuation.resume(returning: .failure(refusal))
            }
        }
        return try result.get()
    }

    /// Like ``write(_:)``, holding the calling thread until the commit.
    ///
    /// For start-up, commands and threads of their own; never on an event loop.
    ///
    /// - Parameter unit: Reads and writes; must not keep the connection, wait, or call the
    ///   database.
    /// - Returns: What `unit` returned, after the commit.
    /// - Throws: As ``write(_:)``.
    public func writeAndWait<Value: Sendable>(
        _ unit: @escaping @Sendable (Connection) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        let signal = Signal()
        let outcome = Lock<Result<Value, DatabaseError>?>(nil)
        let box = Reference(outcome)
        let pending = TypedWriteUnit(unit) { result in
            signal.locked {
                box.value.withLock { $0 = result }
                signal.notify()
            }
        }
        if let refusal = writer.add(pending) { throw refusal }
        return try signal.locked { () throws(DatabaseError) -> Value in
            while true {
                if let result = box.value.withLock({ $0 }) { return try result.get() }
                signal.wait()
            }
        }
    }

    /// Hands a unit to the writer without waiting for it, for what may be lost in a crash.
    ///
    /// - Parameter unit: Reads and writes; where it fails, nobody is told.
    /// - Returns: Whether the writer took it; it does not when too much waits.
    @discardableResult
    public func writeLater(
        _ unit: @escaping @Sendable (Connection) throws(DatabaseError) -> Void
    ) -> Bool {
        writer.add(TypedWriteUnit(unit) { _ in }) == nil
    }

    /// Opens the running event-loop thread's reading connection ahead of its first read.
    public func attachReader() throws(DatabaseError) {
        try readers.attach()
    }

    /// Ends the running event-loop thread's read transaction; its loop calls this after each round.
    public func endRound() {
        readers.endRound()
    }

    /// Reads the whole file on a thread of its own, for a server that found it left open.
    ///
    /// Damage also shows when a damaged page is read; this finds it where nobody has looked yet. A
    /// check that runs is given up at ``close()``.
    ///
    /// - Parameter onFinish: Gets what is wrong, one sentence each, on the check's thread; nothing
    ///   is called when the file is closed first.
    /// - Throws: Why the check cannot begin.
    public func checkInBackground(
        _ onFinish: @escaping @Sendable (Result<[String], DatabaseError>) -> Void
    ) throws(DatabaseError) {
        let next = BackgroundCheck(
            connection: try .open(path: path, for: .reading, options: options)
        )
        try next.start(onFinish)
        check.withLock { check in
            let previous = check
            check = next
            return previous
        }?.stop()
    }

    /// Commits what waits, checkpoints where this process should, and closes every connection.
    ///
    /// Event-loop threads must have ended, or read no more. Later calls do nothing; later writes
    /// and reads fail with ``DatabaseError/closed``.
    public func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        guard wasOpen else { return }
        check.withLock { $0.take() }?.stop()
        readers.close()
        writer.close()
    }
}

/// The bytes in the file at `path`, 0 where there is none.
private func fileSize(_ path: String) -> Int {
    var status = stat()
    // The path is copied into the call's own C string.
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// A lock in a place of its own, so that two closures can share it.
private final class Reference<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) {
        self.value = value
    }
}
