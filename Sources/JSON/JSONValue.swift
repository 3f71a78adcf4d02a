private import Primitives

/// A JSON value (RFC 8259), with whole numbers kept apart from all others.
///
/// Equality is that of the data: texts are equal when their bytes are, the order of an object's
/// members does not count, and `1` differs from `1.0`.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number; always finite when it came from a reader.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// A set of named members in the order they were written.
    case object(JSONObject)
}

extension JSONValue: Equatable {
    /// Whether the two values are the same data.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.isIdentical(to: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue {
    /// The text, or `nil` when the value is something else.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, or `nil` when the value is something else.
    public var integerValue: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The truth value, or `nil` when the value is something else.
    public var boolValue: Bool? {
        guard case .bool(let truth) = self else { return nil }
        return truth
    }

    /// The list, or `nil` when the value is something else.
    public var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The object, or `nil` when the value is something else.
    public var objectValue: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The member `name` of an object, or `nil` when there is none or the value is no object.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Creates a text from a literal.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Creates a whole number from a literal.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// Creates a number from a literal.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// Creates a truth value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Creates `null` from `nil`.
    public init(nilLiteral: ()) { self = .null }

    /// Creates a list from a literal.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Creates an object from a literal, its members in the order they are written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(literal: elements))
    }
}
