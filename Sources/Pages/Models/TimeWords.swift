internal import Primitives

/// Times and lengths of time in words that need no script and no time zone.
enum TimeWords {
    /// `30 days`, `1 year`, `2 hours`: the largest unit that fits without a rest, or nearly.
    static func length(seconds: Int64) -> String {
        let units: [(Int64, String)] = [
            (31_536_000, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"),
        ]
        for (size, name) in units where seconds >= size {
            let count = seconds / size
            return "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return "\(seconds) second\(seconds == 1 ? "" : "s")"
    }

    /// When to try again: a wait in seconds while one can sit it out, then a time of day.
    static func retry(at time: Timestamp, now: Timestamp) -> String {
        let wait = max(time.seconds(since: now), 1)
        guard wait > 90 else { return "in \(wait) second\(wait == 1 ? "" : "s")" }
        // Rounded up to the minute, which the words are exact to.
        let minute = (time.secondsSinceEpoch + 59) / 60 * 60
        return "at \(CivilDate(Timestamp(secondsSinceEpoch: minute)).readable)"
    }
}
