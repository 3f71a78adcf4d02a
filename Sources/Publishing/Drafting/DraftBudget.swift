public import Primitives

/// Counts the drafts that a workspace has had generated on a day (UTC).
///
/// One row a workspace is all that is kept.
public protocol DraftBudget: Sendable {
    /// Takes `count` drafts from today's, before any generator is asked, in one durable write that
    /// also makes sure that the access still holds.
    ///
    /// - Parameters:
    ///   - count: How many drafts are going to be generated.
    ///   - limit: How many a workspace may have on a day.
    ///   - access: The workspace.
    /// - Returns: What was taken.
    /// - Throws: ``PublishingFault/budgetSpent(limit:left:freesAt:)`` where fewer are left; none is
    ///   taken then.
    func take(
        _ count: Int,
        of limit: Int,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> DraftAllowance

    /// Gives back what came to nothing, if its day is not over.
    func giveBack(
        _ allowance: DraftAllowance,
        in access: WorkspaceAccess
    ) async throws(PublishingFault)
}

/// Drafts that were taken from a day's budget.
public struct DraftAllowance: Sendable, Equatable {
    /// The day, counted from 1970-01-01.
    public let day: Int64
    /// How many drafts.
    public let count: Int

    /// Describes what was taken.
    public init(day: Int64, count: Int) {
        self.day = day
        self.count = count
    }

    /// The day of `time`.
    public static func day(of time: Timestamp) -> Int64 {
        let seconds = time.secondsSinceEpoch
        return seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }

    /// When the day after `day` begins.
    public static func end(of day: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: (day + 1) * 86_400)
    }
}
