extension Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`, the one form that the tools and commands write (RFC 3339).
    ///
    /// Returns `nil` for anything else: other offsets, fractions, lower case, days that no month
    /// has.
    public init?(utc text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return nil }
        func number(_ range: Range<Int>) -> Int? { ASCII.decimal(bytes[range]).map(Int.init) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19)
        else { return nil }
        let marks = [bytes[4], bytes[7], bytes[10], bytes[13], bytes[16], bytes[19]]
        guard marks.elementsEqual("--T::Z".utf8), (1...12).contains(month),
            hour <= 23, minute <= 59, second <= 59
        else { return nil }
        let date = CivilDate(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
        // A day that the month does not have comes back as one of the next month.
        guard CivilDate(date.timestamp) == date else { return nil }
        self = date.timestamp
    }
}
