public import Primitives

/// A wall clock that a test moves by hand.
public final class ManualClock: WallClock {
    private let time: Lock<Timestamp>

    /// Creates a clock that stands at `start`.
    public init(at start: Timestamp = Timestamp(secondsSinceEpoch: 1_795_478_400)) {
        time = Lock(start)
    }

    /// The time the clock stands at.
    public func now() -> Timestamp {
        time.withLock { $0 }
    }

    /// Moves the clock by `seconds`, backwards when negative.
    public func advance(seconds: Int64) {
        time.withLock { $0 = $0.adding(seconds: seconds) }
    }
}
