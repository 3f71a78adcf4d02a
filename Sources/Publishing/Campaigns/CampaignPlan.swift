public import Primitives

/// For when each post of a campaign is suggested; nothing is scheduled by it.
public struct CampaignPlan: Sendable {
    private let brief: CampaignBrief
    private let firstDay: Timestamp

    /// Between which hours of a day (UTC) posts are suggested.
    private static let hours: ClosedRange<Int64> = 9...19

    /// Plans a campaign that was asked for at `createdAt`; its first day is the next one in UTC.
    public init(_ brief: CampaignBrief, from createdAt: Timestamp) {
        self.brief = brief
        let day = CivilDate(createdAt)
        firstDay = createdAt.adding(
            seconds: 86_400 - Int64(day.hour * 3_600 + day.minute * 60 + day.second)
        )
    }

    /// When the post at `position`, counted from 0, might go out.
    ///
    /// Posts are spread evenly over the days, and those of one day over its working hours; none has
    /// the time of another.
    public func suggestedTime(of position: Int) -> Timestamp {
        let day = day(of: position)
        let first = (0..<brief.count).first { self.day(of: $0) == day } ?? position
        let onThatDay = (0..<brief.count).count { self.day(of: $0) == day }
        let span = (Self.hours.upperBound - Self.hours.lowerBound) * 3_600
        let offset = span * Int64(position - first) / Int64(max(1, onThatDay))
        return firstDay.adding(
            seconds: Int64(day) * 86_400 + Self.hours.lowerBound * 3_600 + offset
        )
    }

    private func day(of position: Int) -> Int {
        position * brief.durationInDays / max(1, brief.count)
    }
}
