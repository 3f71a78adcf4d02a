import Primitives
import Testing

@Suite("Timestamps and dates")
struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", 4), (951_827_696, "2000-02-29T12:34:56Z", 2),
        (1_795_478_400, "2026-11-24T00:00:00Z", 2), (4_102_444_799, "2099-12-31T23:59:59Z", 4),
        (-1, "1969-12-31T23:59:59Z", 3),
    ])
    func `a time is written as RFC 3339 and read back`(seconds: Int64, text: String, day: Int) {
        let date = CivilDate(Timestamp(secondsSinceEpoch: seconds))
        #expect(date.rfc3339 == text)
        #expect(date.dayOfWeek == day)
        #expect(date.timestamp.secondsSinceEpoch == seconds)
    }

    @Test func `adding seconds saturates`() {
        #expect(Timestamp(secondsSinceEpoch: .max).adding(seconds: 5).secondsSinceEpoch == .max)
        #expect(Timestamp(secondsSinceEpoch: .min).adding(seconds: -5).secondsSinceEpoch == .min)
    }
}

@Suite("Reading times of the tools")
struct TimestampRFC3339Tests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-24T12:00:00Z", 1_795_521_600),
            ("2024-02-29T23:59:59Z", 1_709_251_199), ("2026-02-29T00:00:00Z", nil),
            ("2026-13-01T00:00:00Z", nil), ("2026-00-01T00:00:00Z", nil),
            ("2026-01-00T00:00:00Z", nil), ("2026-01-01T24:00:00Z", nil),
            ("2026-01-01T00:60:00Z", nil), ("2026-01-01T00:00:60Z", nil),
            ("2026-01-01T00:00:00z", nil), ("2026-01-01t00:00:00Z", nil),
            ("2026-01-01T00:00:00", nil), ("2026-01-01T00:00:00.0Z", nil),
            ("2026-01-01T00:00:00+00:00", nil), (" 026-01-01T00:00:00Z", nil), ("", nil),
            ("２026-01-01T00:00:0Z", nil),
        ] as [(String, Int64?)]
    )
    func `only the one form is read`(text: String, seconds: Int64?) {
        #expect(Timestamp(utc: text)?.secondsSinceEpoch == seconds)
    }
}
