internal import Primitives

/// The known clients that hold at this moment; replaced as a whole, from any thread.
public final class KnownClientRegistry: Sendable {
    private let state: Lock<KnownClients>

    /// Begins with `clients`.
    public init(_ clients: KnownClients) {
        state = Lock(clients)
    }

    /// What holds now.
    public var current: KnownClients {
        state.withLock { $0 }
    }

    /// Makes `clients` hold from the next look on.
    public func replace(with clients: KnownClients) {
        state.withLock { $0 = clients }
    }
}
