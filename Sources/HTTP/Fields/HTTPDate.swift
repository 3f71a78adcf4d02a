public import Primitives

/// The date format of HTTP (RFC 9110 §5.6.7).
public enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let longDays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Returns the 29 bytes of `timestamp` in the preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// Years outside 0 to 9999 have no such form; they do not come from any clock.
    public static func format(_ timestamp: Timestamp) -> [UInt8] {
        let date = CivilDate(timestamp)
        var output: [UInt8] = []
        output.reserveCapacity(29)
        output.append(contentsOf: days[date.dayOfWeek].utf8)
        output.append(contentsOf: ", ".utf8)
        appendTwoDigits(date.day, to: &output)
        output.append(0x20)
        output.append(contentsOf: months[date.month - 1].utf8)
        output.append(0x20)
        appendTwoDigits(date.year / 100 % 100, to: &output)
        appendTwoDigits(date.year % 100, to: &output)
        for (separator, number) in [(0x20, date.hour), (0x3a, date.minute), (0x3a, date.second)] {
            output.append(UInt8(separator))
            appendTwoDigits(number, to: &output)
        }
        output.append(contentsOf: " GMT".utf8)
        return output
    }

    /// Reads a date in any of the three forms that a recipient must accept, or returns `nil`.
    ///
    /// - Parameters:
    ///   - bytes: The value of a field such as `If-Modified-Since`.
    ///   - now: The current time, by which the obsolete two-digit year finds its century: a date
    ///     more than 50 years ahead is in the past.
    /// - Returns: The time, or `nil` when the form, a number or the weekday is wrong.
    public static func parse(_ bytes: [UInt8], now: Timestamp) -> Timestamp? {
        let words = bytes.split(separator: 0x20, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if words.count == 6, let dayOfWeek = days.firstIndex(of: String(words[0].dropLast())),
            words[0].hasSuffix(","), words[5] == "GMT", words[3].utf8.count == 4
        {
            return date(dayOfWeek, words[3], words[2], words[1], words[4])
        }
        if words.count == 4, words[0].hasSuffix(","), words[3] == "GMT" {
            return obsoleteDate(words, now: now)
        }
        // asctime pads the day with a space, which makes an empty word.
        let asctime =
            words.count == 6 && words[2].isEmpty ? words[0...1] + words[3...5] : words[...]
        let parts = Array(asctime)
        guard parts.count == 5, let dayOfWeek = days.firstIndex(of: parts[0]),
            parts[2].utf8.count == (words.count == 6 ? 1 : 2), parts[4].utf8.count == 4
        else { return nil }
        let day = words.count == 6 ? "0\(parts[2])" : parts[2]
        return date(dayOfWeek, parts[4], parts[1], day, parts[3])
    }

    /// Reads `Sunday, 06-Nov-94 08:49:37 GMT`.
    private static func obsoleteDate(_ words: [String], now: Timestamp) -> Timestamp? {
        let parts = words[1].utf8.split(separator: 0x2d).map { String($0) ?? "" }
        guard let dayOfWeek = longDays.firstIndex(of: String(words[0].dropLast())),
            parts.count == 3, let short = number(parts[2], 2)
        else { return nil }
        let thisYear = CivilDate(now).year
        var year = thisYear / 100 * 100 + short
        if year > thisYear + 50 { year -= 100 }
        return date(dayOfWeek, String(year), parts[1], parts[0], words[2])
    }

    private static func date(
        _ dayOfWeek: Int,
        _ year: String,
        _ month: String,
        _ day: String,
        _ time: String
    ) -> Timestamp? {
        let clock = time.utf8.split(separator: 0x3a, omittingEmptySubsequences: false)
            .map { String($0) ?? "" }
        guard clock.count == 3, let year = number(year, 4), let day = number(day, 2),
            let month = months.firstIndex(of: month), let hour = number(clock[0], 2),
            let minute = number(clock[1], 2), let second = number(clock[2], 2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var civil = CivilDate(Timestamp(secondsSinceEpoch: 0))
        (civil.year, civil.month, civil.day) = (year, month + 1, day)
        (civil.hour, civil.minute, civil.second) = (hour, minute, min(second, 59))
        let timestamp = civil.timestamp
        // A day beyond the end of its month comes back as another one.
        guard CivilDate(timestamp) == civil, civil.dayOfWeek == dayOfWeek else { return nil }
        return timestamp
    }

    private static func number(_ text: String, _ digits: Int) -> Int? {
        guard text.utf8.count == digits else { return nil }
        return ASCII.decimal(Array(text.utf8)).map { Int($0) }
    }

    private static func appendTwoDigits(_ value: Int, to output: inout [UInt8]) {
        output.append(UInt8(0x30 + value / 10))
        output.append(UInt8(0x30 + value % 10))
    }
}
