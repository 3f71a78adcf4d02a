internal import Database
internal import OAuth
internal import Primitives

/// The times at which grants were used, gathered so that a request never waits for writing one
/// down.
///
/// A grant is written at most once a minute, together with all others that were used in that
/// minute.
final class UseNotes: Sendable {
    /// Seconds between two writes of the same grant.
    static let intervalInSeconds: Int64 = 60
    /// Grants noted before they are written down early, so that the memory is bounded.
    static let maximumNoted = 20_000

    private struct State {
        var noted: [Int64: Timestamp] = [:]
        var flushedAt = Timestamp(secondsSinceEpoch: .min)
    }

    private let database: DatabaseFile
    private let state = Lock(State())
    /// The second of the last note and the grants that the running loop has noted in it, so that
    /// the lock is taken once a second for each grant.
    private let recent = LoopLocal<(second: Timestamp, grants: Set<Int64>)>(
        (Timestamp(secondsSinceEpoch: .min), [])
    )

    init(database: DatabaseFile) {
        self.database = database
    }

    /// Notes one use; hands all over when the last time is a minute ago.
    func note(_ key: GrantKey, at time: Timestamp) {
        guard isNews(key, at: time) else { return }
        let due: [Int64: Timestamp]? = state.withLock { state in
            if let noted = state.noted[key.value], noted >= time { return nil }
            state.noted[key.value] = time
            // A clock that was set back must not stop the writing.
            let isDue =
                time >= state.flushedAt.adding(seconds: Self.intervalInSeconds)
                || time < state.flushedAt.adding(seconds: -Self.intervalInSeconds)
            guard isDue || state.noted.count >= Self.maximumNoted else { return nil }
            state.flushedAt = time
            defer { state.noted = [:] }
            return state.noted
        }
        if let due { write(due) }
    }

    private func isNews(_ key: GrantKey, at time: Timestamp) -> Bool {
        let isNews = recent.withValue { recent in
            if recent.second != time { recent = (time, []) }
            return recent.grants.insert(key.value).inserted
        }
        return isNews ?? true
    }

    /// Hands everything over to the writer.
    func flush() {
        let due = state.withLock { state in
            defer { state.noted = [:] }
            return state.noted
        }
        if !due.isEmpty { write(due) }
    }

    /// Writes without waiting; times that could not be written are worth no retry.
    private func write(_ uses: [Int64: Timestamp]) {
        database.writeLater { connection throws(DatabaseError) in
            for (key, time) in uses.sorted(by: { $0.key < $1.key }) {
                try connection.execute(
                    """
                    UPDATE grants SET last_used_at = ?2
                    WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)
                    """,
                    [.integer(key), .integer(time.secondsSinceEpoch)]
                )
            }
        }
    }
}
