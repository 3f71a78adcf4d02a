/// Who copies the write-ahead log into the file, and when.
///
/// SQLite before 3.51.3 (3.50.7, 3.44.6) can corrupt the file or lose commits when a commit that
/// resets the log meets the start of a checkpoint from another connection. Therefore no connection
/// checkpoints by itself, neither at a commit nor at its close, and two advisory locks beside the
/// file keep the rest in order, across processes and whatever the version:
///
/// - `<database>-checkpoint-lock`: shared from before `BEGIN` until after `COMMIT` by whoever
///   writes, exclusive by whoever checkpoints. A commit and a checkpoint never overlap.
/// - `<database>-server-lock`: shared by every server for as long as it has the file open. A
///   command that can take it exclusively knows that no server runs and checkpoints at its own
///   close.
///
/// Other programs do not know these locks: the `sqlite3` shell must not write while a server runs.
final class Checkpointer {
    private let options: DatabaseOptions
    private let commitLock: AdvisoryLock
    private let serverLock: AdvisoryLock
    private var pagesWhenDue: Int
    /// Whether this is a server and no other had the file open when it came.
    let isFirstServer: Bool

    /// Opens the lock files beside the database at `path` and, as a server, says that one runs.
    init(path: String, options: DatabaseOptions) throws(DatabaseError) {
        self.options = options
        pagesWhenDue = options.checkpointThresholdInPages
        commitLock = try AdvisoryLock(beside: path, suffix: "-checkpoint-lock")
        serverLock = try AdvisoryLock(beside: path, suffix: "-server-lock")
        isFirstServer = options.role == .server && serverLock.tryAcquire(.exclusive)
        guard options.role == .server else { return }
        let time = options.busyTimeInMilliseconds
        guard serverLock.acquire(.shared, withinMilliseconds: time) else { throw .busy }
    }

    /// Waits until no checkpoint runs; `false` when that takes longer than the busy time.
    func beginCommit() -> Bool {
        commitLock.acquire(.shared, withinMilliseconds: options.busyTimeInMilliseconds)
    }

    /// Lets checkpoints run again.
    func endCommit() {
        commitLock.release()
    }

    /// Whether the log has grown enough for this process to copy it.
    func isDue(pagesInLog: Int) -> Bool {
        options.role == .server && pagesInLog >= pagesWhenDue
    }

    /// Copies the log unless another process commits just now; returns whether all was copied.
    ///
    /// A log that has grown far past the threshold is worth waiting for, but not at every commit:
    /// after a try that waited in vain, and after one that met a reader of the old log, the next
    /// comes when the log has grown further.
    func run(_ connection: Connection) throws(DatabaseError) -> Bool {
        let threshold = options.checkpointThresholdInPages
        let isUrgent = connection.pagesInLog >= 4 * threshold
        guard commitLock.acquire(.exclusive, withinMilliseconds: isUrgent ? 100 : 0) else {
            if isUrgent { pagesWhenDue = connection.pagesInLog + threshold / 4 }
            return false
        }
        defer { commitLock.release() }
        connection.setBusyTime(milliseconds: isUrgent ? 100 : 10)
        defer { connection.setBusyTime(milliseconds: options.busyTimeInMilliseconds) }
        let isComplete = try connection.checkpoint(truncating: false)
        pagesWhenDue = isComplete ? threshold : connection.pagesInLog + threshold
        return isComplete
    }

    /// Copies the log at a clean close where no other process would; returns whether it did.
    func atClose(_ connection: Connection) -> Bool {
        serverLock.release()
        guard serverLock.tryAcquire(.exclusive) else { return false }
        defer { serverLock.release() }
        guard commitLock.acquire(.exclusive, withinMilliseconds: 1_000) else { return false }
        defer { commitLock.release() }
        connection.setBusyTime(milliseconds: 100)
        return (try? connection.checkpoint(truncating: true)) ?? false
    }

    /// Runs `body` while no commit and no checkpoint of any process runs.
    func alone(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
        let time = options.busyTimeInMilliseconds
        guard commitLock.acquire(.exclusive, withinMilliseconds: time) else { throw .busy }
        defer { commitLock.release() }
        try body()
    }
}
