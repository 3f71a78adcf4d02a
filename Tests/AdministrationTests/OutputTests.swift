import Primitives
import Testing

@testable import Administration

@Suite("What commands print")
struct OutputTests {
    @Test func `columns line up whatever the script`() {
        var table = Table("NAME", "STATE")
        table.add("Ada", "enabled")
        table.add("ハーバー", "disabled")
        table.add("Zoe\u{308}", "-")
        #expect(
            table.text(empty: "none") == """
                NAME      STATE
                Ada       enabled
                ハーバー  disabled
                Zoe\u{308}       -
                """
        )
        #expect(Table("A").text(empty: "none") == "none")
    }

    @Test func `a name cannot take over the terminal`() {
        var table = Table("NAME")
        table.add("a\u{1b}[31m\u{202e}b\nc")
        #expect(table.text(empty: "") == "NAME\na\u{fffd}[31m\u{fffd}b\u{fffd}c")
    }

    @Test func `details show several values under one name`() {
        var details = Details()
        details.add("Name", "Ada")
        details.add("Workspaces", all: ["one", "two"])
        details.add("Ended", nil)
        details.add("Scopes", all: [])
        #expect(
            details.text == """
                Name        Ada
                Workspaces  one
                            two
                Ended       -
                Scopes      -
                """
        )
    }

    static let moments: [(String, Int64?)] = [
        ("2026-11-23", 1_795_392_000), ("2026-11-23T14:05:09Z", 1_795_442_709),
        ("30m", 1_795_478_400 - 1_800), ("12h", 1_795_478_400 - 43_200),
        ("7d", 1_795_478_400 - 604_800), ("0d", 1_795_478_400),
        ("2026-02-29", nil), ("2026-13-01", nil), ("2026-11-23T24:00:00Z", nil),
        ("2026-11-23T14:05:09", nil), ("2026-11-23T14:05:09+01:00", nil), ("yesterday", nil),
        ("d", nil), ("+7d", nil), ("7w", nil), ("", nil), ("٧d", nil),
    ]

    @Test(arguments: 0..<moments.count)
    func `a moment is a date, a time or an age`(index: Int) {
        let (text, seconds) = Self.moments[index]
        let now = Timestamp(secondsSinceEpoch: 1_795_478_400)
        #expect(TimeArgument.parse(text, now: now)?.secondsSinceEpoch == seconds)
    }
}
