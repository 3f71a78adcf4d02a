public import HTTPClient
public import Primitives

/// What every connector takes from the world.
public struct ProviderSurroundings: Sendable {
    let network: NetworkClient
    let clock: any WallClock
    let random: any RandomSource
    /// Milliseconds between two looks at a file that a network works on.
    let pauseInMilliseconds: UInt64

    /// Gathers the surroundings.
    ///
    /// - Parameters:
    ///   - client: Sends; its policy says which addresses may be reached.
    ///   - clock: The time.
    ///   - random: Where keys and boundaries come from.
    ///   - log: Where the reason of a failure is told in full.
    ///   - pauseInMilliseconds: How long to wait between two looks at a file that a network works
    ///     on.
    public init(
        client: VettedClient,
        clock: any WallClock,
        random: any RandomSource,
        log: any Log,
        pauseInMilliseconds: UInt64 = 1_000
    ) {
        network = NetworkClient(client: client, log: log)
        self.clock = clock
        self.random = random
        self.pauseInMilliseconds = pauseInMilliseconds
    }
}

/// The time that one publication may take, files included.
struct TimeBudget: Sendable {
    /// A try belongs to its server for longer than this.
    private static let milliseconds: UInt64 = 27_000
    private let end = MonotonicInstant.now().adding(milliseconds: TimeBudget.milliseconds)

    /// Milliseconds for the next request, at most `limit`; 0 when there is no time left.
    func share(atMost limit: UInt64) -> UInt64 {
        let left = end.microseconds(since: .now()) / 1_000
        return min(left, limit)
    }
}
