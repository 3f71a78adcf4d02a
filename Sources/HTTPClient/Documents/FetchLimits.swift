/// How often a ``DocumentFetcher`` asks, and how long it waits.
public struct FetchLimits: Sendable {
    /// Milliseconds that one fetch may take, waiting for its turn included.
    public var deadlineMilliseconds: UInt64 = 5_000
    /// Fetches from one host that begin within 60 seconds.
    public var maximumPerHostAndMinute = 10
    /// Seconds after a failure for which the URL is not asked again.
    public var pauseAfterFailureSeconds: UInt64 = 30
    /// Hosts, and failed URLs, that are remembered; the one that matters least is forgotten first.
    public var maximumRemembered = 1_024

    /// Creates the default limits.
    public init() {}
}
