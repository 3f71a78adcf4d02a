internal import Database
internal import Primitives

/// Calls that only looked, gathered so that no answer waits for writing down that it was given.
///
/// They are handed to the writer a few times a second at most, all in one unit. A call that changed
/// something is not noted here but written before it is answered.
final class CallNotes: Sendable {
    /// How long a note may wait before the next one brings both to the writer.
    static let intervalInSeconds: Int64 = 1
    /// Notes that are kept in memory; beyond them the oldest are the writer's at once.
    static let maximumNoted = 2_000

    private struct State {
        var noted: [(event: AuditEvent, at: Timestamp)] = []
        var handedOverAt = Timestamp(secondsSinceEpoch: .min)
        var isHandedOver = false
    }

    private let database: DatabaseFile
    private let state = Lock(State())

    init(database: DatabaseFile) {
        self.database = database
    }

    /// Notes one call; hands all over when the last time is long enough ago.
    func note(_ event: AuditEvent, at time: Timestamp) {
        let isDue = state.withLock { state in
            state.noted.append((event, time))
            guard !state.isHandedOver else { return false }
            let isLate =
                time >= state.handedOverAt.adding(seconds: Self.intervalInSeconds)
                || time < state.handedOverAt.adding(seconds: -Self.intervalInSeconds)
            guard isLate || state.noted.count >= Self.maximumNoted else { return false }
            state.handedOverAt = time
            state.isHandedOver = true
            return true
        }
        if isDue { handOver() }
    }

    /// Hands everything over to the writer.
    func flush() {
        let isDue = state.withLock { state in
            guard !state.isHandedOver, !state.noted.isEmpty else { return false }
            state.isHandedOver = true
            return true
        }
        if isDue { handOver() }
    }

    /// Queues a unit that takes whatever is noted when its turn comes.
    private func handOver() {
        let isQueued = database.writeLater { [self] connection throws(DatabaseError) in
            let due = state.withLock { state in
                defer { (state.noted, state.isHandedOver) = ([], false) }
                return state.noted
            }
            try AuditChain.append(due, to: connection)
        }
        // Too much waits for the writer: they stay noted, and a later note tries again.
        if !isQueued { state.withLock { $0.isHandedOver = false } }
    }
}
