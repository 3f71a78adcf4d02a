internal import Glibc
internal import Primitives
internal import Synchronization

/// The one thread of this process that writes.
///
/// It takes everything that waits, runs each unit in its own savepoint inside one `BEGIN
/// IMMEDIATE`, commits once, and only then tells the callers. A unit that waits alone is committed
/// alone, at once.
final class Writer: @unchecked Sendable {
    // @unchecked Sendable: `connection`, `checkpointer` and `failure` belong to the writer's
    // thread, and to `close` after that thread has ended; everything else is constant and itself
    // Sendable.
    private let options: DatabaseOptions
    private let queue: WriteQueue
    private let connection: Connection
    private let checkpointer: Checkpointer
    private let counterValues = Lock(DatabaseCounters())
    private let commitCount = Atomic<UInt64>(0)
    private var failure: DatabaseError?
    private var thread: pthread_t?

    init(connection: Connection, checkpointer: Checkpointer, options: DatabaseOptions) {
        self.options = options
        self.connection = connection
        self.checkpointer = checkpointer
        queue = WriteQueue(limit: options.maximumWaitingUnits)
    }

    /// How many commits this process has made; grows before the callers of a commit are told.
    var generation: UInt64 { commitCount.load(ordering: .acquiring) }

    /// What has been done so far.
    var counters: DatabaseCounters { counterValues.withLock { $0 } }

    /// Units that wait for the thread.
    var waitingUnits: Int { queue.count }

    /// Starts the thread.
    func start() throws(DatabaseError) {
        thread = try startThread(named: "writer") { [self] in
            while let units = queue.take(atMost: options.maximumUnitsInCommit) {
                commit(units)
                checkpointIfDue()
            }
        }
    }

    /// Hands a unit to the thread; `nil`, or why it was refused.
    func add(_ unit: WriteUnit) -> DatabaseError? {
        queue.add(unit)
    }

    /// Finishes what waits, ends the thread, checkpoints where this process should, and closes.
    func close() {
        queue.close()
        if let thread { pthread_join(thread, nil) }
        thread = nil
        if failure == nil, checkpointer.atClose(connection) {
            counterValues.withLock { $0.checkpoints += 1 }
        }
        connection.close()
    }

    private func commit(_ units: [WriteUnit]) {
        guard failure == nil else { return finish(units, with: failure) }
        guard checkpointer.beginCommit() else { return finish(units, with: .busy) }
        var failedUnits = 0
        do throws(DatabaseError) {
            try connection.execute("BEGIN IMMEDIATE")
            failedUnits = try run(units)
            if !connection.isOutsideTransaction { try connection.execute("COMMIT") }
        } catch {
            if !connection.isOutsideTransaction { _ = try? connection.execute("ROLLBACK") }
            checkpointer.endCommit()
            counterValues.withLock { $0.failedUnits += units.count }
            noteIfFatal(error)
            return finish(units, with: error)
        }
        checkpointer.endCommit()
        commitCount.add(1, ordering: .releasing)
        let (committed, pages) = (units.count - failedUnits, connection.pagesInLog)
        counterValues.withLock { counters in
            counters.commits += committed > 0 ? 1 : 0
            counters.committedUnits += committed
            counters.failedUnits += units.count - committed
            counters.pagesInLog = pages
        }
        finish(units, with: nil)
    }

    /// Runs `units` in the open transaction; returns how many failed on their own account.
    ///
    /// Throws when SQLite has given the whole transaction up, so that no unit of it may be reported
    /// as done.
    private func run(_ units: [WriteUnit]) throws(DatabaseError) -> Int {
        if let only = units.first, units.count == 1 {
            guard let error = only.run(on: connection) else { return 0 }
            noteIfFatal(error)
            if !connection.isOutsideTransaction { try connection.execute("ROLLBACK") }
            return 1
        }
        var failedUnits = 0
        for unit in units {
            try connection.execute("SAVEPOINT unit")
            if let error = unit.run(on: connection) {
                failedUnits += 1
                if connection.isOutsideTransaction || error.isFatal { throw error }
                try connection.execute("ROLLBACK TO unit")
            }
            try connection.execute("RELEASE unit")
        }
        return failedUnits
    }

    private func finish(_ units: [WriteUnit], with error: DatabaseError?) {
        for unit in units { unit.finish(error) }
    }

    private func noteIfFatal(_ error: DatabaseError) {
        guard error.isFatal, failure == nil else { return }
        failure = error
        options.onFatalError(error)
    }

    private func checkpointIfDue() {
        guard failure == nil, checkpointer.isDue(pagesInLog: connection.pagesInLog) else { return }
        do throws(DatabaseError) {
            guard try checkpointer.run(connection) else { return }
            counterValues.withLock { $0.checkpoints += 1 }
        } catch {
            noteIfFatal(error)
        }
    }
}
