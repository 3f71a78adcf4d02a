/// A UTC date and time of day taken apart, for writing and reading the formats of the protocols.
///
/// Conversions use the proleptic Gregorian calendar and take no time zone data.
public struct CivilDate: Sendable, Hashable {
    /// Year, for instance 2026.
    public var year: Int
    /// Month from 1 to 12.
    public var month: Int
    /// Day of the month from 1.
    public var day: Int
    /// Hour from 0 to 23.
    public var hour: Int
    /// Minute from 0 to 59.
    public var minute: Int
    /// Second from 0 to 59.
    public var second: Int

    init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// Takes `timestamp` apart.
    public init(_ timestamp: Timestamp) {
        let seconds = timestamp.secondsSinceEpoch
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        (hour, minute, second) = (Int(rest / 3_600), Int(rest / 60 % 60), Int(rest % 60))
        // Howard Hinnant's days-to-civil conversion: years start in March, so leap days come last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Day of the week, 0 for Sunday.
    public var dayOfWeek: Int {
        let days = timestamp.secondsSinceEpoch.flooredQuotient(by: 86_400)
        return Int((days + 4) - (days + 4).flooredQuotient(by: 7) * 7)
    }

    /// The point in time that this date names.
    public var timestamp: Timestamp {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.flooredQuotient(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Timestamp(
            secondsSinceEpoch: days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        )
    }

    /// The date as `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339).
    public var rfc3339: String {
        let date = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
        return "\(date)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))Z"
    }

    /// The date in words that read the same to everyone, such as `23 November 2026, 14:05 UTC`.
    public var readable: String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        return "\(day) \(names[month - 1]) \(year), \(twoDigits(hour)):\(twoDigits(minute)) UTC"
    }

    private func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
