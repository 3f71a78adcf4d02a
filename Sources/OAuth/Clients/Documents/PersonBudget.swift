internal import Primitives

/// How much one person may have read from other servers, so that nobody can turn this server
/// against another one.
///
/// A plain value: whoever holds it brings the time and the lock.
struct PersonBudget: Sendable {
    private struct Count {
        let since: Timestamp
        var number: Int
    }

    /// Documents that one person causes to be read in a minute.
    static let maximum = 30

    private static let windowSeconds: Int64 = 60
    /// Beyond this many people those whose minute is over are swept out.
    private static let sweptBeyond = 1_000

    private var counts: [UserKey: Count] = [:]

    /// How many people are remembered.
    var count: Int { counts.count }

    /// Takes one reading from the budget, or returns after how many seconds to ask again.
    mutating func take(for person: UserKey, at now: Timestamp) -> Int64? {
        if counts.count > Self.sweptBeyond { counts = counts.filter { isCurrent($0.value, now) } }
        guard var count = counts[person], isCurrent(count, now) else {
            counts[person] = Count(since: now, number: 1)
            return nil
        }
        guard count.number < Self.maximum else {
            return max(1, count.since.adding(seconds: Self.windowSeconds).seconds(since: now))
        }
        count.number += 1
        counts[person] = count
        return nil
    }

    private func isCurrent(_ count: Count, _ now: Timestamp) -> Bool {
        now < count.since.adding(seconds: Self.windowSeconds)
    }
}
