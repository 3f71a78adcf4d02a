internal import Primitives

/// The connections that read: one for each event-loop thread, one for all other threads together.
///
/// A loop's connection keeps one read transaction from its first read of a round until
/// ``endRound()``, which is a third cheaper than one for each request. The transaction ends early
/// when this process has committed in the meantime, so that a task always sees what it has written
/// itself.
@safe
final class Readers: @unchecked Sendable {
    // @unchecked Sendable: an entry of `slots` is only touched by the thread that has its number,
    // and by `close` when those threads have ended; `shared` only with `sharedLock` held.
    private let path: String
    private let options: DatabaseOptions
    private let writer: Writer
    private let slots: UnsafeMutablePointer<LoopReader?>
    private let sharedLock = Signal()
    private var shared: Connection?
    private var isClosed = false

    init(path: String, options: DatabaseOptions, writer: Writer) {
        self.path = path
        self.options = options
        self.writer = writer
        unsafe slots = .allocate(capacity: ThreadSlot.maximumCount)
        unsafe slots.initialize(repeating: nil, count: ThreadSlot.maximumCount)
    }

    deinit {
        unsafe slots.deinitialize(count: ThreadSlot.maximumCount)
        unsafe slots.deallocate()
    }

    func read<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        guard let reader = try loopReader() else { return try readShared(body) }
        let generation = writer.generation
        if reader.generation != generation { reader.end() }
        reader.generation = generation
        try reader.begin()
        return try body(reader.connection)
    }

    /// Opens the running loop thread's connection ahead of its first read.
    func attach() throws(DatabaseError) {
        _ = try loopReader()
    }

    /// Ends the running loop thread's read transaction.
    func endRound() {
        guard let slot = ThreadSlot.current else { return }
        unsafe slots[slot]?.end()
    }

    func close() {
        sharedLock.locked {
            isClosed = true
            shared?.close()
            shared = nil
        }
        for slot in 0..<ThreadSlot.maximumCount {
            unsafe slots[slot]?.connection.close()
            unsafe slots[slot] = nil
        }
    }

    private func loopReader() throws(DatabaseError) -> LoopReader? {
        guard let slot = ThreadSlot.current else { return nil }
        if let reader = unsafe slots[slot] { return reader }
        guard !(sharedLock.locked { isClosed }) else { throw .closed }
        let reader = LoopReader(
            try .open(path: path, for: .reading, options: options),
            stateQuery: options.stateQuery
        )
        unsafe slots[slot] = reader
        return reader
    }

    private func readShared<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        try sharedLock.locked { () throws(DatabaseError) -> Value in
            guard !isClosed else { throw .closed }
            let connection: Connection
            if let shared {
                connection = shared
            } else {
                connection = try .open(path: path, for: .reading, options: options)
                shared = connection
            }
            try connection.execute("BEGIN")
            defer { if !connection.isOutsideTransaction { _ = try? connection.execute("COMMIT") } }
            return try body(connection)
        }
    }
}

/// The reading connection of one event-loop thread.
final class LoopReader {
    let connection: Connection
    /// The writer's generation when the open transaction began.
    var generation: UInt64 = 0

    private let stateQuery: StaticString

    init(_ connection: Connection, stateQuery: StaticString?) {
        self.connection = connection
        self.stateQuery = stateQuery ?? "PRAGMA data_version"
    }

    /// Opens the round's read transaction unless it is open.
    func begin() throws(DatabaseError) {
        guard connection.isOutsideTransaction else { return }
        try connection.execute("BEGIN")
        // Read inside the transaction, which begins with it: the version of this very snapshot.
        connection.snapshotVersion = try connection.first(stateQuery) { $0.integer(0) }
    }

    /// Ends the round's read transaction if one is open.
    func end() {
        connection.snapshotVersion = nil
        if connection.isOutsideTransaction { return }
        // A read transaction has nothing to lose: where it cannot end well, it is rolled back.
        if (try? connection.execute("COMMIT")) == nil { _ = try? connection.execute("ROLLBACK") }
    }
}
