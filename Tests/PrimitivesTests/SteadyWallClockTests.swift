import Primitives
import TestSupport
import Testing

@Suite("A clock that does not go back")
struct SteadyWallClockTests {
    /// A time of day and a monotonic clock that a test moves apart.
    private struct Clocks {
        let wall = ManualClock()
        let monotonic = Shared<UInt64>(1_000_000_000)
        let steady: SteadyWallClock

        init() {
            let monotonic = monotonic
            steady = SteadyWallClock(wall) { MonotonicInstant(nanoseconds: monotonic.value) }
        }

        /// Lets `seconds` pass on both clocks.
        func pass(_ seconds: Int64) {
            wall.advance(seconds: seconds)
            monotonic.change { $0 += UInt64(seconds) * 1_000_000_000 }
        }
    }

    @Test func `it tells the time of day, forward steps included`() {
        let clocks = Clocks()
        #expect(clocks.steady.now() == clocks.wall.now())
        clocks.pass(90)
        #expect(clocks.steady.now() == clocks.wall.now())
        clocks.wall.advance(seconds: 86_400)
        #expect(clocks.steady.now() == clocks.wall.now())
    }

    @Test(arguments: [1, 5] as [Int64])
    func `a correction of a few seconds is followed`(step: Int64) {
        let clocks = Clocks()
        _ = clocks.steady.now()
        clocks.wall.advance(seconds: -step)
        #expect(clocks.steady.now() == clocks.wall.now())
    }

    @Test(arguments: [6, 3_600, 3 * 86_400, 10 * 31_536_000] as [Int64])
    func `S-84 a step back brings nothing to life, and time goes on`(step: Int64) {
        let clocks = Clocks()
        let before = clocks.steady.now()
        clocks.wall.advance(seconds: -step)
        #expect(clocks.steady.now() == before)
        clocks.pass(61)
        #expect(clocks.steady.now() == before.adding(seconds: 61))
        // When the time of day has caught up, it counts again.
        clocks.wall.advance(seconds: step + 10)
        #expect(clocks.steady.now() == clocks.wall.now())
    }

    @Test func `many small corrections do not add up`() {
        let clocks = Clocks()
        let before = clocks.steady.now()
        for _ in 0..<20 {
            clocks.wall.advance(seconds: -5)
            #expect(before.seconds(since: clocks.steady.now()) <= 5)
        }
        #expect(clocks.steady.now() == before)
    }
}
