/// The units that wait for the writer, bounded.
final class WriteQueue: @unchecked Sendable {
    // @unchecked Sendable: the stored variables are only touched with `signal` locked.
    private let signal = Signal()
    private let limit: Int
    private var waiting: [WriteUnit] = []
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
    }

    /// How many units wait.
    var count: Int { signal.locked { waiting.count } }

    /// Adds `unit`; returns why it cannot, or `nil`.
    func add(_ unit: WriteUnit) -> DatabaseError? {
        signal.locked {
            if isClosed { return .closed }
            if waiting.count >= limit { return .overloaded }
            waiting.append(unit)
            signal.notify()
            return nil
        }
    }

    /// Waits until a unit is there and takes all, at most `limit`; `nil` once closed and empty.
    func take(atMost limit: Int) -> [WriteUnit]? {
        signal.locked {
            while waiting.isEmpty && !isClosed { signal.wait() }
            guard !waiting.isEmpty else { return nil }
            if waiting.count <= limit {
                let taken = waiting
                waiting = []
                return taken
            }
            let taken = Array(waiting.prefix(limit))
            waiting.removeFirst(limit)
            return taken
        }
    }

    /// Refuses further units; those that wait are still taken.
    func close() {
        signal.locked {
            isClosed = true
            signal.notify()
        }
    }
}
