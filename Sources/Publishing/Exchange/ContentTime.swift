internal import Primitives

/// A time in a content file: `2026-11-23T14:05:00Z`, or relative to the import, `+3d` or `-2h30m`.
enum ContentTime {
    static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return Timestamp(utc: text)
        }
        var seconds: Int64 = 0
        var rest = bytes[1...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix(while: ASCII.isDigit(_:))
            guard digits.count <= 6, let count = ASCII.decimal(digits),
                let unit = rest.dropFirst(digits.count).first.flatMap(Self.seconds(of:))
            else { return nil }
            seconds += count * unit
            rest = rest.dropFirst(digits.count + 1)
        }
        return now.adding(seconds: sign == UInt8(ascii: "-") ? -seconds : seconds)
    }

    private static func seconds(of unit: UInt8) -> Int64? {
        switch unit {
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "h"): 3_600
        case UInt8(ascii: "m"): 60
        default: nil
        }
    }
}
