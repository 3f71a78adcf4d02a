private import Primitives

/// Lets so many in at once and has the others wait their turn, first come first served.
package final class ParallelGate: Sendable {
    private struct Ticket {
        let id: UInt64
        let admit: @Sendable () -> Void
    }

    private struct State {
        var inside: Set<UInt64> = []
        var waiting: [Ticket] = []
        var lastID: UInt64 = 0
    }

    private let maximumInside: Int
    private let maximumWaiting: Int
    private let state = Lock(State())

    package init(maximumInside: Int, maximumWaiting: Int) {
        self.maximumInside = max(1, maximumInside)
        self.maximumWaiting = max(0, maximumWaiting)
    }

    /// Asks to be let in.
    ///
    /// - Parameter admit: Called once, here or later and on any thread, unless ``leave(_:)`` comes
    ///   first.
    /// - Returns: What to leave with, or `nil` when too many wait already.
    package func enter(_ admit: @escaping @Sendable () -> Void) -> UInt64? {
        let (id, isInside) = state.withLock { state -> (UInt64?, Bool) in
            state.lastID += 1
            let id = state.lastID
            if state.inside.count < maximumInside {
                state.inside.insert(id)
                return (id, true)
            }
            guard state.waiting.count < maximumWaiting else { return (nil, false) }
            state.waiting.append(Ticket(id: id, admit: admit))
            return (id, false)
        }
        if isInside { admit() }
        return id
    }

    /// Gives the place up, whether inside or still waiting.
    package func leave(_ id: UInt64) {
        let next = state.withLock { state -> Ticket? in
            guard state.inside.remove(id) != nil else {
                state.waiting.removeAll { $0.id == id }
                return nil
            }
            guard !state.waiting.isEmpty else { return nil }
            let next = state.waiting.removeFirst()
            state.inside.insert(next.id)
            return next
        }
        next?.admit()
    }
}
