internal import JSON
private import Primitives

/// One compiled schema object; all its rules hold at once.
final class SchemaNode: Sendable {
    let types: TypeSet
    let options: [JSONValue]?
    let number: NumberRules?
    let text: TextRules?
    let array: ArrayRules?
    let object: ObjectRules?
    let alternatives: Alternatives?

    init(
        types: TypeSet = .all,
        options: [JSONValue]? = nil,
        number: NumberRules? = nil,
        text: TextRules? = nil,
        array: ArrayRules? = nil,
        object: ObjectRules? = nil,
        alternatives: Alternatives? = nil
    ) {
        self.types = types
        self.options = options
        self.number = number
        self.text = text
        self.array = array
        self.object = object
        self.alternatives = alternatives
    }

    /// The schema `true`, which every value meets.
    static let anything = SchemaNode()
    /// The schema `false`, which no value meets.
    static let nothing = SchemaNode(types: [])
}

extension SchemaNode {
    /// The types that a schema allows.
    struct TypeSet: OptionSet {
        let rawValue: UInt8

        static let null = TypeSet(rawValue: 1)
        static let boolean = TypeSet(rawValue: 2)
        static let integer = TypeSet(rawValue: 4)
        /// Numbers with a fraction; the type `number` is both.
        static let fraction = TypeSet(rawValue: 8)
        static let string = TypeSet(rawValue: 16)
        static let array = TypeSet(rawValue: 32)
        static let object = TypeSet(rawValue: 64)
        static let all = TypeSet(rawValue: 127)

        /// The names of the types in the order in which they are told.
        static let names: [(String, TypeSet)] = [
            ("null", .null), ("boolean", .boolean), ("integer", .integer),
            ("number", [.integer, .fraction]), ("string", .string), ("array", .array),
            ("object", .object),
        ]

        /// The type of `value`; `1.0` is an integer (JSON Schema 2020-12 Core §4.2.1).
        init(of value: JSONValue) {
            switch value {
            case .null: self = .null
            case .bool: self = .boolean
            case .integer: self = .integer
            case .number(let number):
                self = number == number.rounded(.towardZero) ? .integer : .fraction
            case .string: self = .string
            case .array: self = .array
            case .object: self = .object
            }
        }

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The set in words: `a string or null`.
        var words: String {
            var words: [String] = []
            for (name, set) in Self.names.reversed() where isSuperset(of: set) {
                if name == "integer", contains(.fraction) { continue }
                let article = "aio".contains { name.first == $0 } ? "an" : "a"
                words.append(name == "null" ? name : "\(article) \(name)")
            }
            return words.isEmpty ? "absent" : words.joined(separator: " or ")
        }
    }

    /// Bounds of a number.
    struct NumberRules {
        var minimum: JSONValue?
        var maximum: JSONValue?
        var exclusiveMinimum: JSONValue?
        var exclusiveMaximum: JSONValue?

        var isEmpty: Bool {
            minimum == nil && maximum == nil && exclusiveMinimum == nil && exclusiveMaximum == nil
        }
    }

    /// Rules of a text; lengths count code points.
    struct TextRules {
        var minimumLength: Int?
        var maximumLength: Int?
        var format: SchemaFormat?

        var isEmpty: Bool { minimumLength == nil && maximumLength == nil && format == nil }
    }

    /// Rules of a list.
    struct ArrayRules {
        var items: SchemaNode?
        var minimumCount: Int?
        var maximumCount: Int?
        var isUnique = false

        var isEmpty: Bool {
            items == nil && minimumCount == nil && maximumCount == nil && !isUnique
        }
    }

    /// Rules of an object.
    struct ObjectRules {
        struct Property {
            let name: String
            let node: SchemaNode
        }

        var properties: [Property] = []
        var required: [String] = []
        var additional: SchemaNode?

        var isEmpty: Bool { properties.isEmpty && required.isEmpty && additional == nil }

        /// The schema of the property `name`, compared byte for byte.
        func node(of name: String) -> SchemaNode? {
            // `==` is quick to tell texts apart, but takes some for equal that are other bytes.
            for property in properties
            where property.name == name && property.name.isIdentical(to: name) {
                return property.node
            }
            return nil
        }
    }

    /// Schemas of which some must be met.
    struct Alternatives {
        var all: [SchemaNode] = []
        var any: [SchemaNode] = []
        var one: [SchemaNode] = []

        var isEmpty: Bool { all.isEmpty && any.isEmpty && one.isEmpty }
    }
}
