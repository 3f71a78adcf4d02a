internal import JSON

extension JSONValue {
    /// Whether two values are equal for a schema, where `1` and `1.0` are (2020-12 Core §4.2.2).
    func isSameData(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array, .array), (.object, .object): canonicalBytes == other.canonicalBytes
        case (.integer(let left), .number(let right)), (.number(let right), .integer(let left)):
            Int64(exactly: right) == left
        default: self == other
        }
    }

    /// Whether this number is less than `other`; false where one of them is no number.
    func isLess(than other: JSONValue) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.integer(let left), .number(let right)): Double(left) < right
        case (.number(let left), .integer(let right)): left < Double(right)
        case (.number(let left), .number(let right)): left < right
        default: false
        }
    }

    /// The number as it is written in a message.
    var numeral: String {
        String(decoding: serialized(), as: UTF8.self)
    }
}
