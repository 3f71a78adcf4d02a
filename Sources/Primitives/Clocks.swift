private import CLinux

/// What a rule asks for the time of day; injected, so that tests own it.
public protocol WallClock: Sendable {
    /// The current UTC time.
    func now() -> Timestamp
}

/// The system's time of day (`CLOCK_REALTIME`).
public struct SystemWallClock: WallClock {
    /// Creates the clock.
    public init() {}

    /// The current UTC time, cut to whole seconds.
    public func now() -> Timestamp {
        Timestamp(secondsSinceEpoch: wl_wall_seconds())
    }

    /// Microseconds since 1970-01-01, for log lines.
    public static func microsecondsSinceEpoch() -> Int64 {
        wl_wall_microseconds()
    }
}

/// A reading of the monotonic clock, in nanoseconds since an arbitrary start.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since the clock's arbitrary start.
    public let nanoseconds: UInt64

    /// Creates the reading `nanoseconds` after the clock's start.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The system's current reading (`CLOCK_MONOTONIC`).
    public static func now() -> MonotonicInstant {
        MonotonicInstant(nanoseconds: wl_monotonic_nanoseconds())
    }

    /// The reading `milliseconds` later.
    public func adding(milliseconds: UInt64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: nanoseconds &+ milliseconds &* 1_000_000)
    }

    /// Microseconds from `earlier` to this reading, 0 when `earlier` is later.
    public func microseconds(since earlier: MonotonicInstant) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? (nanoseconds - earlier.nanoseconds) / 1_000 : 0
    }

    /// Orders readings by when they were taken.
    public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}
