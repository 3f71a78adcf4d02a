internal import Primitives

/// Counts the connections that found no place, and says when to report how many.
///
/// A flood must not fill the log: the first one is reported at once, those after it together, with
/// the first that comes when the pause is over.
struct RefusalReports: Sendable {
    /// The shortest time between two reports, in seconds.
    static let pauseInSeconds: UInt64 = 10

    private var lastReport: MonotonicInstant?
    private var count = 0

    /// Counts one connection.
    ///
    /// - Parameter now: The time.
    /// - Returns: How many to report now, or `nil` where that waits.
    mutating func note(at now: MonotonicInstant) -> Int? {
        count += 1
        if let lastReport,
            now.microseconds(since: lastReport) < Self.pauseInSeconds * 1_000_000
        {
            return nil
        }
        defer { count = 0 }
        lastReport = now
        return count
    }
}
