private import Primitives

/// A length of time as an operator writes it: `90s`, `10m`, `12h` or `30d`.
public enum DurationArgument {
    /// The forms that are understood, for messages.
    public static let forms = "a time such as 90s, 10m, 12h or 30d"

    private static let units: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "d"), 86_400), (UInt8(ascii: "h"), 3_600), (UInt8(ascii: "m"), 60),
        (UInt8(ascii: "s"), 1),
    ]

    /// The seconds that `text` names, or `nil` where it is none of ``forms`` or longer than a
    /// hundred years.
    public static func parse(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard let unit = units.first(where: { $0.letter == bytes.last }),
            let count = ASCII.decimal(bytes.dropLast()),
            count <= 100 * 31_536_000 / unit.seconds
        else { return nil }
        return count * unit.seconds
    }

    /// The shortest of ``forms`` that names exactly `seconds`.
    static func text(_ seconds: Int64) -> String {
        let unit = units.first { seconds > 0 && seconds.isMultiple(of: $0.seconds) }
        guard let unit else { return "\(seconds)s" }
        return "\(seconds / unit.seconds)\(Character(Unicode.Scalar(unit.letter)))"
    }
}
