/// Makes the names of requests: sixteen hexadecimal digits, different for every request.
struct RequestNames {
    private static let digits = Array("0123456789abcdef".utf8)

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> String {
        // SplitMix64 visits every state once before it repeats, and mixes them reversibly.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        mixed ^= mixed >> 31
        // All sixteen bytes that are announced are written.
        return unsafe String(unsafeUninitializedCapacity: 16) { buffer in
            for position in 0..<16 {
                unsafe buffer[position] = Self.digits[Int(mixed & 15)]
                mixed >>= 4
            }
            return 16
        }
    }
}
