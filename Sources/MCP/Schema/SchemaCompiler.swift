internal import JSON

/// Turns a schema into nodes once, so that checking a value looks up no keyword.
///
/// A keyword that is not known is an error, not an annotation: a limit that is written down and not
/// enforced would be worse than none.
struct SchemaCompiler {
    /// Keywords that describe and do not restrict (JSON Schema 2020-12 Validation §9).
    private static let annotations = [
        "$schema", "$comment", "title", "description", "default", "examples", "deprecated",
        "readOnly", "writeOnly",
    ]

    private var types = SchemaNode.TypeSet.all
    private var options: [JSONValue]?
    private var number = SchemaNode.NumberRules()
    private var text = SchemaNode.TextRules()
    private var array = SchemaNode.ArrayRules()
    private var object = SchemaNode.ObjectRules()
    private var alternatives = SchemaNode.Alternatives()
    private let pointer: String

    private init(pointer: String) {
        self.pointer = pointer
    }

    static func compile(
        _ schema: JSONValue,
        at pointer: String = ""
    ) throws(SchemaError) -> SchemaNode {
        switch schema {
        case .bool(let allows): return allows ? .anything : .nothing
        case .object(let keywords):
            var compiler = SchemaCompiler(pointer: pointer)
            for member in keywords { try compiler.read(member.name, member.value) }
            return compiler.node()
        default:
            throw SchemaError(pointer: pointer, message: "a schema must be an object or a boolean")
        }
    }

    private func node() -> SchemaNode {
        SchemaNode(
            types: types,
            options: options,
            number: number.isEmpty ? nil : number,
            text: text.isEmpty ? nil : text,
            array: array.isEmpty ? nil : array,
            object: object.isEmpty ? nil : object,
            alternatives: alternatives.isEmpty ? nil : alternatives
        )
    }

    private mutating func read(_ keyword: String, _ value: JSONValue) throws(SchemaError) {
        switch keyword {
        case "type": types = try typeSet(value)
        case "enum": options = try list(keyword, value)
        case "const": options = [value]
        case "minimum": number.minimum = try bound(keyword, value)
        case "maximum": number.maximum = try bound(keyword, value)
        case "exclusiveMinimum": number.exclusiveMinimum = try bound(keyword, value)
        case "exclusiveMaximum": number.exclusiveMaximum = try bound(keyword, value)
        case "minLength": text.minimumLength = try count(keyword, value)
        case "maxLength": text.maximumLength = try count(keyword, value)
        case "format": text.format = try format(value)
        default: try readContainer(keyword, value)
        }
    }

    private mutating func readContainer(
        _ keyword: String,
        _ value: JSONValue
    ) throws(SchemaError) {
        switch keyword {
        case "items": array.items = try Self.compile(value, at: path(keyword))
        case "minItems": array.minimumCount = try count(keyword, value)
        case "maxItems": array.maximumCount = try count(keyword, value)
        case "uniqueItems": array.isUnique = value == true
        case "properties": object.properties = try properties(value)
        case "required": object.required = try names(keyword, value)
        case "additionalProperties":
            object.additional = try Self.compile(value, at: path(keyword))
        case "allOf": alternatives.all = try schemas(keyword, value)
        case "anyOf": alternatives.any = try schemas(keyword, value)
        case "oneOf": alternatives.one = try schemas(keyword, value)
        default:
            guard Self.annotations.contains(keyword) else {
                throw SchemaError(pointer: path(keyword), message: "the keyword is not supported")
            }
        }
    }

    private func path(_ keyword: String) -> String {
        pointer + "/" + keyword
    }

    private func typeSet(_ value: JSONValue) throws(SchemaError) -> SchemaNode.TypeSet {
        var set: SchemaNode.TypeSet = []
        for name in value.arrayValue ?? [value] {
            guard let (_, type) = SchemaNode.TypeSet.names.first(where: { .string($0.0) == name })
            else { throw SchemaError(pointer: path("type"), message: "no such type") }
            set.formUnion(type)
        }
        return set
    }

    private func list(_ keyword: String, _ value: JSONValue) throws(SchemaError) -> [JSONValue] {
        guard let elements = value.arrayValue, !elements.isEmpty else {
            throw SchemaError(pointer: path(keyword), message: "must be a list that is not empty")
        }
        return elements
    }

    private func names(_ keyword: String, _ value: JSONValue) throws(SchemaError) -> [String] {
        let names = (value.arrayValue ?? []).compactMap(\.stringValue)
        guard let count = value.arrayValue?.count, count == names.count else {
            throw SchemaError(pointer: path(keyword), message: "must be a list of names")
        }
        return names
    }

    private func bound(_ keyword: String, _ value: JSONValue) throws(SchemaError) -> JSONValue {
        switch value {
        case .integer, .number: return value
        default: throw SchemaError(pointer: path(keyword), message: "must be a number")
        }
    }

    private func count(_ keyword: String, _ value: JSONValue) throws(SchemaError) -> Int {
        if case .number(let number) = value, let whole = Int(exactly: number), whole >= 0 {
            return whole
        }
        guard let number = value.integerValue, number >= 0 else {
            throw SchemaError(pointer: path(keyword), message: "must be a whole number from 0")
        }
        return Int(number)
    }

    private func format(_ value: JSONValue) throws(SchemaError) -> SchemaFormat {
        guard let format = value.stringValue.flatMap(SchemaFormat.init(rawValue:)) else {
            throw SchemaError(pointer: path("format"), message: "the format is not supported")
        }
        return format
    }

    private func properties(
        _ value: JSONValue
    ) throws(SchemaError) -> [SchemaNode.ObjectRules.Property] {
        guard let members = value.objectValue else {
            throw SchemaError(pointer: path("properties"), message: "must be an object")
        }
        var properties: [SchemaNode.ObjectRules.Property] = []
        for member in members {
            let pointer = path("properties") + "/" + member.name.pointerToken
            let node = try Self.compile(member.value, at: pointer)
            properties.append(.init(name: member.name, node: node))
        }
        return properties
    }

    private func schemas(_ keyword: String, _ value: JSONValue) throws(SchemaError) -> [SchemaNode]
    {
        var nodes: [SchemaNode] = []
        for (index, schema) in try list(keyword, value).enumerated() {
            nodes.append(try Self.compile(schema, at: "\(path(keyword))/\(index)"))
        }
        return nodes
    }
}

extension String {
    /// The text as one token of a JSON Pointer (RFC 6901 §3).
    var pointerToken: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return self
        }
        var escaped: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "~"): escaped.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): escaped.append(contentsOf: "~1".utf8)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
