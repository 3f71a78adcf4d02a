internal import HTTP

/// Makes the names of requests, different for every request.
struct RequestNames {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> RequestName {
        // SplitMix64 visits every state once before it repeats, and mixes them reversibly.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return RequestName(mixed ^ (mixed >> 31))
    }
}
