internal import JSON
internal import Primitives

extension Timestamp {
    /// The time as tables show it, `2026-11-23 14:05` in UTC.
    var short: String {
        let text = CivilDate(self).rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    /// The time as details show it, `2026-11-23 14:05:09 UTC`.
    var exact: String {
        let text = CivilDate(self).rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// The time as a JSON string (RFC 3339).
    var json: JSONValue { .string(CivilDate(self).rfc3339) }
}

extension JSONValue {
    /// The time as a string, or null.
    static func time(_ timestamp: Timestamp?) -> JSONValue {
        timestamp?.json ?? .null
    }

    /// The text, or null.
    static func text(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}
