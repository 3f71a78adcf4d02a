internal import Primitives

/// How often one person may have a network asked for them.
///
/// Each attempt reaches out to a server that the person names, or tries a password there: without a
/// bound this server would be somebody's way to probe or to guess. Counts live in memory; a restart
/// forgets them.
final class AttemptLimiter: Sendable {
    /// Attempts of one person within ``periodInSeconds``.
    static let maximumAttempts = 12
    static let periodInSeconds: Int64 = 60
    /// How many people are counted before those whose time is over are forgotten.
    private static let maximumPeople = 1_000

    private struct Count {
        var start: Timestamp
        var attempts: Int
    }

    private let counts = Lock<[String: Count]>([:])

    /// Counts an attempt, unless there were too many.
    ///
    /// - Parameters:
    ///   - person: Who tries, `usr_…`.
    ///   - now: The time.
    /// - Returns: Whether the attempt may go on.
    func admits(_ person: String, at now: Timestamp) -> Bool {
        counts.withLock { counts in
            if counts.count >= Self.maximumPeople {
                counts = counts.filter { !Self.isOver($0.value, at: now) }
            }
            guard let count = counts[person], !Self.isOver(count, at: now) else {
                counts[person] = Count(start: now, attempts: 1)
                return true
            }
            counts[person]?.attempts += 1
            return count.attempts < Self.maximumAttempts
        }
    }

    private static func isOver(_ count: Count, at now: Timestamp) -> Bool {
        let age = now.seconds(since: count.start)
        return age < 0 || age >= periodInSeconds
    }
}
