private import HTTP
internal import Primitives

/// The value of `Date`, written anew when the second changes.
struct DateCache {
    /// How long the last look at the clock counts.
    private static let lookMilliseconds: UInt64 = 100

    private let clock: any WallClock
    private var nextLook = MonotonicInstant(nanoseconds: 0)
    private var second: Timestamp?
    private var value: [UInt8] = []

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// The value at `instant`, at most a tenth of a second late.
    mutating func value(at instant: MonotonicInstant) -> [UInt8] {
        guard instant >= nextLook else { return value }
        nextLook = instant.adding(milliseconds: Self.lookMilliseconds)
        let present = clock.now()
        if present != second {
            second = present
            value = HTTPDate.format(present)
        }
        return value
    }
}
