/// What the writer of one opened file has done since it was opened.
public struct DatabaseCounters: Sendable, Equatable {
    /// Units whose changes were committed.
    public var committedUnits = 0
    /// Units that failed and left nothing behind.
    public var failedUnits = 0
    /// Transactions committed, each with one sync of the log.
    public var commits = 0
    /// Checkpoints that copied the whole log.
    public var checkpoints = 0
    /// Pages in the write-ahead log after the last commit.
    public var pagesInLog = 0

    /// Creates counters that stand at 0.
    public init() {}
}
