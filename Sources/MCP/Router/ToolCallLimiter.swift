internal import JSON
public import Primitives

/// Rations tool calls (MCP "Tools", Security Considerations): each sign-in has a bucket that holds
/// a minute's calls and is refilled all the time.
///
/// All loops of a process share the buckets; another process has buckets of its own. Memory is
/// bounded from the start: a bucket that is full again is like one that was never used, and where
/// too many are in use at once the fullest of a few gives way. So nobody is refused for what others
/// do, and whoever would push out an empty bucket has to empty as many of their own.
///
/// May be used on any thread; it holds a lock for the time of one look-up.
public final class ToolCallLimiter: Sendable {
    /// Whether a call may go on.
    public enum Admission: Sendable, Equatable {
        /// It counts, and may.
        case admitted
        /// It must not.
        case refused(Refusal)
    }

    /// A refused call.
    public struct Refusal: Sendable, Equatable {
        /// Whole seconds, at least 1, after which a call is admitted again.
        public let retryAfterSeconds: Int64
        /// How many refusals are to be reported with this one, itself included; `nil` where nothing
        /// is to be reported yet, so that a client that insists fills no log.
        public let reported: Int?
    }

    /// What is known about one sign-in.
    private struct Bucket {
        /// The keyed hash of the sign-in; 0 where the place was never used.
        var key: UInt64 = 0
        /// When the bucket is full again, in nanoseconds of the monotonic clock.
        var fullAt: UInt64 = 0
        /// When refusals were last reported; 0 before the first.
        var reportedAt: UInt64 = 0
        /// Refusals since then.
        var unreported = 0
    }

    /// One part of the table with a lock of its own, so that loops hardly ever meet.
    private final class Part: Sendable {
        let buckets: Lock<[Bucket]>

        init(count: Int) {
            buckets = Lock(Array(repeating: Bucket(), count: count))
        }
    }

    /// The calls of one sign-in in a minute; 600 unless configured.
    public static let standardCallsPerMinute: Int64 = 600
    /// The most that can be configured.
    public static let maximumCallsPerMinute: Int64 = 1_000_000

    /// How many buckets a hash may choose from.
    private static let placesPerKey = 8
    private static let partCount = 16
    private static let minute: UInt64 = 60_000_000_000

    private let parts: [Part]
    private let keysPerPart: Int
    private let nanosecondsPerCall: UInt64

    /// Creates full buckets for everybody, or `nil` where calls are not rationed.
    ///
    /// - Parameters:
    ///   - callsPerMinute: The calls of one sign-in in a minute, at most
    ///     ``maximumCallsPerMinute``; 0 or less for no limit.
    ///   - capacity: How many buckets that are not full are remembered at least; rounded up.
    public init?(callsPerMinute: Int64, capacity: Int = 16_384) {
        guard callsPerMinute > 0 else { return nil }
        let calls = UInt64(min(callsPerMinute, Self.maximumCallsPerMinute))
        nanosecondsPerCall = Self.minute / calls
        let share = Self.partCount * Self.placesPerKey
        let keysPerPart = max(1, (capacity + share - 1) / share)
        self.keysPerPart = keysPerPart
        parts = (0..<Self.partCount).map { _ in Part(count: keysPerPart * Self.placesPerKey) }
    }

    /// Takes a call from the bucket of the sign-in that `token` belongs to.
    ///
    /// - Parameters:
    ///   - token: The token of the call.
    ///   - now: The monotonic time.
    /// - Returns: Whether the call may go on.
    public func admit(_ token: ActiveToken, at now: MonotonicInstant) -> Admission {
        let key = Self.key(of: token)
        let part = parts[Int((key >> 1) % UInt64(Self.partCount))]
        let first = Int((key >> 8) % UInt64(keysPerPart)) * Self.placesPerKey
        return part.buckets.withLock { buckets in
            let place = Self.place(of: key, in: buckets, from: first)
            if buckets[place].key != key { buckets[place] = Bucket(key: key) }
            return take(from: &buckets[place], at: now.nanoseconds)
        }
    }

    /// The place of `key`, or else that of the fullest bucket, which may be replaced.
    private static func place(of key: UInt64, in buckets: [Bucket], from first: Int) -> Int {
        var fullest = first
        for place in first..<(first + placesPerKey) {
            if buckets[place].key == key { return place }
            if buckets[place].fullAt < buckets[fullest].fullAt { fullest = place }
        }
        return fullest
    }

    private func take(from bucket: inout Bucket, at now: UInt64) -> Admission {
        let fullAt = max(bucket.fullAt, now) + nanosecondsPerCall
        guard fullAt > now + Self.minute else {
            bucket.fullAt = fullAt
            return .admitted
        }
        bucket.unreported += 1
        let wait = fullAt - now - Self.minute
        let seconds = Int64((wait + 999_999_999) / 1_000_000_000)
        var reported: Int?
        if bucket.reportedAt == 0 || now >= bucket.reportedAt + Self.minute {
            reported = bucket.unreported
            bucket.reportedAt = max(now, 1)
            bucket.unreported = 0
        }
        return .refused(Refusal(retryAfterSeconds: seconds, reported: reported))
    }

    /// The hash has a key of this process, so nobody can aim at the bucket of another.
    private static func key(of token: ActiveToken) -> UInt64 {
        var hasher = Hasher()
        if let grant = token.grantID {
            hasher.combine(grant)
        } else {
            // Introspection need not name the grant (RFC 7662 §2.2).
            hasher.combine(token.subject)
            hasher.combine(token.clientID)
        }
        return UInt64(bitPattern: Int64(hasher.finalize())) | 1
    }
}

extension ToolError {
    /// The answer to a call for which the bucket of its sign-in was empty.
    ///
    /// It is a result and not a 429: clients take that for a broken transport, or show it to
    /// nobody, whereas a model that reads this can wait (MCP "Tools", Error Handling).
    static func rateLimited(_ refusal: ToolCallLimiter.Refusal, tool: String) -> ToolError {
        let seconds = refusal.retryAfterSeconds
        return ToolError(
            code: .rateLimited,
            message: "This connection makes too many calls; this one was not run and changed "
                + "nothing.",
            hint: "Wait \(seconds) \(seconds == 1 ? "second" : "seconds"), then call \(tool) "
                + "again; make fewer calls at once.",
            details: ["retry_after_seconds": .integer(seconds)]
        )
    }
}
