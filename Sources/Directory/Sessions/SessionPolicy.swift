public import Primitives

/// How long a browser stays signed in.
public struct SessionPolicy: Sendable {
    /// Seconds without a request after which the session is over; 1,800 unless set.
    public var idleLifetimeInSeconds: Int64 = 1_800
    /// Seconds after sign-in at which the session is over however busy it was; 43,200 unless set.
    public var absoluteLifetimeInSeconds: Int64 = 43_200
    /// Seconds within which further requests are not written down; 60 unless set.
    ///
    /// It saves a durable write per page and shortens the idle limit by at most as much.
    public var touchIntervalInSeconds: Int64 = 60

    /// Creates the policy with the values above.
    public init() {}

    /// Whether `session` may still be used at `now`.
    ///
    /// A session from the future, after a clock was set back, counts as just begun.
    public func allows(_ session: BrowserSession, at now: Timestamp) -> Bool {
        now.seconds(since: session.createdAt) < absoluteLifetimeInSeconds
            && now.seconds(since: session.lastSeenAt) < idleLifetimeInSeconds
    }

    /// Whether the use of `session` at `now` should be written down.
    public func wantsTouch(_ session: BrowserSession, at now: Timestamp) -> Bool {
        now.seconds(since: session.lastSeenAt) >= touchIntervalInSeconds
    }

    /// The times before which a session is over, for clearing them away.
    public func expiry(at now: Timestamp) -> SessionExpiry {
        SessionExpiry(
            createdAtOrBefore: now.adding(seconds: -absoluteLifetimeInSeconds),
            lastSeenAtOrBefore: now.adding(seconds: -idleLifetimeInSeconds)
        )
    }
}

/// What makes a stored session over: either time suffices.
public struct SessionExpiry: Sendable, Equatable {
    /// A session that began then or earlier is over.
    public let createdAtOrBefore: Timestamp
    /// A session last seen then or earlier is over.
    public let lastSeenAtOrBefore: Timestamp

    /// Creates the pair.
    public init(createdAtOrBefore: Timestamp, lastSeenAtOrBefore: Timestamp) {
        self.createdAtOrBefore = createdAtOrBefore
        self.lastSeenAtOrBefore = lastSeenAtOrBefore
    }
}
