/// How long a server waits for what, in milliseconds.
public struct ServerDeadlines: Sendable, Equatable {
    /// From the first byte of a head, or from the connection's begin, to the head's end (408).
    public var headMilliseconds: UInt64 = 10_000
    /// From the end of a head to the end of its body (408); every second's worth of
    /// ``bodyBytesPerSecond`` that arrives adds a second.
    public var bodyMilliseconds: UInt64 = 30_000
    /// The rate at which a client may send a large body for as long as it takes.
    public var bodyBytesPerSecond: UInt64 = 1_024
    /// From an answer to the next request on the same connection; the connection is closed without
    /// a word.
    public var idleMilliseconds: UInt64 = 60_000
    /// From a request to its answer's head (503); a streamed body may take longer.
    public var handlerMilliseconds: UInt64 = 30_000
    /// For how long a client may take none of the bytes that wait for it.
    public var stallMilliseconds: UInt64 = 30_000
    /// From the end of the last answer to the close, while the client's remaining bytes are
    /// dropped.
    ///
    /// Closing at once would make the system answer those bytes with a reset, which can overtake
    /// the answer.
    public var lingerMilliseconds: UInt64 = 1_000

    /// Creates the default deadlines.
    public init() {}
}
