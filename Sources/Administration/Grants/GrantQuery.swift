public import Primitives

/// Which grants an operator means; what is not set does not narrow it.
public struct GrantQuery: Sendable, Equatable {
    /// Only grants of this person: a `usr_…` or an e-mail address.
    public var user: String?
    /// Only grants of this client: its id, or the beginning of it.
    public var client: String?
    /// Only grants that open this workspace: a `ws_…`, or a name that only one has.
    public var workspace: String?
    /// Only grants that a client can use now.
    public var isActiveOnly = false
    /// Only grants approved then or later.
    public var since: Timestamp?

    /// Creates a query that all grants fit.
    public init() {}

    /// Whether all grants fit.
    public var isEverything: Bool { self == GrantQuery() }
}

/// A moment as an operator writes it.
public enum TimeArgument {
    /// The forms that are understood, for messages.
    public static let forms =
        "a date such as 2026-11-23, a time such as 2026-11-23T14:05:00Z, or an "
        + "age such as 30m, 12h or 7d"

    /// Returns the moment that `text` names, or `nil` where it is none of ``forms``.
    public static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        let bytes = Array(text.utf8)
        return age(bytes).map { now.adding(seconds: -$0) } ?? date(bytes)
    }

    private static func age(_ bytes: [UInt8]) -> Int64? {
        let units: [UInt8: Int64] = [
            UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3_600, UInt8(ascii: "d"): 86_400,
        ]
        guard let unit = bytes.last.flatMap({ units[$0] }),
            let count = ASCII.decimal(bytes.dropLast()), count <= 100_000
        else { return nil }
        return count * unit
    }

    /// Reads `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SSZ`.
    private static func date(_ bytes: [UInt8]) -> Timestamp? {
        let full = bytes.count == 10 ? bytes + Array("T00:00:00Z".utf8) : bytes
        let shape = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
        guard full.count == shape.count,
            zip(full, shape).allSatisfy({
                $1 == UInt8(ascii: "d") ? ASCII.isDigit($0) : $0 == $1
            })
        else { return nil }
        let number: (Range<Int>) -> Int = { ASCII.decimal(full[$0]).map(Int.init) ?? 0 }
        var date = CivilDate(Timestamp(secondsSinceEpoch: 0))
        (date.year, date.month, date.day) = (number(0..<4), number(5..<7), number(8..<10))
        (date.hour, date.minute, date.second) = (number(11..<13), number(14..<16), number(17..<19))
        // A day that does not exist would silently become one that does.
        let timestamp = date.timestamp
        return CivilDate(timestamp) == date ? timestamp : nil
    }
}
