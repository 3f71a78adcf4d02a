/// How a database file is opened.
public struct DatabaseOptions: Sendable {
    /// Who opens the file.
    public enum Role: Sendable {
        /// The server: checkpoints while it runs, and when it closes.
        case server
        /// A command: checkpoints only when it closes and no server has the file open.
        case command
    }

    /// Who opens the file.
    public var role: Role
    /// How long a unit waits for another process's commit or checkpoint before it fails as busy.
    public var busyTimeInMilliseconds = 5_000
    /// Units that may wait for the writer; beyond that, callers are turned away at once.
    public var maximumWaitingUnits = 4_096
    /// Units that share one commit at most, so that the first of many is not kept for long.
    public var maximumUnitsInCommit = 512
    /// Pages of 4 KiB in the write-ahead log at which the server copies it into the file.
    ///
    /// Larger means fewer copies of often-written pages, and a longer log to recover after a crash.
    public var checkpointThresholdInPages = 4_096
    /// How much of the file each reader maps into memory, in bytes.
    ///
    /// Nothing unless set: pages in a reader's own cache are a third cheaper than mapped ones, and
    /// a mapped file that somebody cuts short ends the process.
    public var mappedBytes = 0
    /// Reads a number that names the state of the file as far as readers keep what they read.
    ///
    /// It must never take a value again. Without it SQLite's own data version serves, which changes
    /// with every commit of another connection.
    public var stateQuery: StaticString?
    /// Called once, on the writer's thread, when the file can no longer be trusted
    /// (``DatabaseError/isFatal``); the owner should log it and end the process.
    public var onFatalError: @Sendable (DatabaseError) -> Void = { _ in }

    /// Creates the defaults for `role`.
    public init(role: Role) {
        self.role = role
    }
}
