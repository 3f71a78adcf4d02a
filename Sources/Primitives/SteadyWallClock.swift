/// A time of day that does not go back, so that nothing that has expired comes to life again.
///
/// A step back of the system's clock by more than ``toleranceInSeconds`` is not followed: time then
/// goes on by the monotonic clock from where it was, until the system's clock has caught up. A step
/// forward is followed at once, for it can only end things early. One instance serves a whole
/// process; calls from any thread take a lock for some nanoseconds.
public final class SteadyWallClock: WallClock {
    /// How far a correction of the clock may take time back.
    public static let toleranceInSeconds: Int64 = 5

    private struct Anchor {
        var time: Timestamp
        var reading: MonotonicInstant
    }

    private let wall: any WallClock
    private let monotonic: @Sendable () -> MonotonicInstant
    private let highest: Lock<Anchor>

    /// Creates the clock over `wall`, which it believes at this moment.
    ///
    /// - Parameters:
    ///   - wall: The time of day.
    ///   - monotonic: A reading that never goes back.
    public init(
        _ wall: any WallClock = SystemWallClock(),
        monotonic: @escaping @Sendable () -> MonotonicInstant = { MonotonicInstant.now() }
    ) {
        self.wall = wall
        self.monotonic = monotonic
        highest = Lock(Anchor(time: wall.now(), reading: monotonic()))
    }

    /// The current UTC time, at most ``toleranceInSeconds`` before any that was told.
    public func now() -> Timestamp {
        let time = wall.now()
        let reading = monotonic()
        return highest.withLock { anchor in
            let elapsed = Int64(reading.microseconds(since: anchor.reading) / 1_000_000)
            let expected = anchor.time.adding(seconds: elapsed)
            if time >= expected {
                anchor = Anchor(time: time, reading: reading)
                return time
            }
            let isCorrection = expected.seconds(since: time) <= Self.toleranceInSeconds
            return isCorrection ? time : expected
        }
    }
}
