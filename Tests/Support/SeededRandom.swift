public import Primitives

/// A random source that repeats itself for equal seeds, so that a failure can be replayed.
///
/// SplitMix64; not fit for anything but tests.
public final class SeededRandom: RandomSource {
    private let state: Lock<UInt64>

    /// Creates the source whose sequence is fixed by `seed`.
    public init(seed: UInt64) {
        state = Lock(seed)
    }

    /// The next 64 bits.
    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    /// The next `count` bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
