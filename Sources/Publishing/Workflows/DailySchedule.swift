public import Primitives

/// A time of day in UTC, on some days of the week or on all.
public struct DailySchedule: Sendable, Equatable {
    private static let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// The time, `08:30`.
    public let time: String
    /// The days, `mon` to `sun`; empty for every day.
    public let days: [String]
    private let minuteOfDay: Int64

    /// Reads a schedule, or returns `nil` where time or days are malformed.
    public init?(time: String, days: [String]) {
        let bytes = Array(time.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hour = ASCII.decimal(bytes[0..<2]), hour < 24,
            let minute = ASCII.decimal(bytes[3..<5]), minute < 60,
            days.allSatisfy({ Self.names.contains($0) })
        else { return nil }
        self.time = time
        self.days = days
        minuteOfDay = hour * 60 + minute
    }

    /// The first moment of the schedule after `time`.
    public func next(after time: Timestamp) -> Timestamp {
        let day = CivilDate(time)
        let midnight = time.adding(
            seconds: -Int64(day.hour * 3_600 + day.minute * 60 + day.second)
        )
        // Eight days: a schedule of one day a week may have had today's moment already.
        for offset in 0...7 {
            let start = midnight.adding(seconds: Int64(offset) * 86_400)
            let moment = start.adding(seconds: minuteOfDay * 60)
            let name = Self.names[CivilDate(start).dayOfWeek]
            if moment > time, days.isEmpty || days.contains(name) { return moment }
        }
        return midnight.adding(seconds: 7 * 86_400 + minuteOfDay * 60)
    }
}
