public import JSON
private import Primitives

/// A JSON Schema, compiled once, that checks values.
///
/// It knows the part of 2020-12 that the tools use: `type`, `enum`, `const`, bounds of numbers,
/// lengths in code points, the formats `date-time`, `uri` and `email`, `items`, counts and
/// `uniqueItems`, `properties`, `required`, `additionalProperties`, `allOf`, `anyOf`, `oneOf`.
/// There are no references, so nothing is ever fetched, and no patterns, so no input can make a
/// match slow: the cost is linear in the value for a given schema.
public struct SchemaValidator: Sendable {
    /// After how many violations the rest is not looked for.
    static let maximumViolations = 8

    private let root: SchemaNode

    /// Compiles `schema`.
    ///
    /// - Parameter schema: The schema as it is shown to clients.
    /// - Throws: ``SchemaError`` for a keyword or format that is not supported or malformed.
    public init(_ schema: JSONValue) throws(SchemaError) {
        root = try SchemaCompiler.compile(schema)
    }

    /// Returns how `value` breaks the schema, at most the first eight ways; empty when it does not.
    public func violations(in value: JSONValue) -> [SchemaViolation] {
        var check = SchemaCheck()
        check.check(value, against: root)
        return check.violations
    }
}

/// One walk over a value.
struct SchemaCheck {
    private(set) var violations: [SchemaViolation] = []
    private var path: [PathStep] = []

    /// Where the walk is; turned into a pointer only when something is wrong there.
    private enum PathStep {
        case name(String)
        case index(Int)
    }

    private var isFull: Bool { violations.count >= SchemaValidator.maximumViolations }

    mutating func fail(_ message: String) {
        guard !isFull else { return }
        violations.append(SchemaViolation(pointer: pointer, message: message))
    }

    private var pointer: String {
        path.reduce(into: "") { pointer, step in
            switch step {
            case .name(let name): pointer += "/" + name.pointerToken
            case .index(let index): pointer += "/\(index)"
            }
        }
    }

    mutating func check(_ value: JSONValue, against node: SchemaNode) {
        guard !isFull else { return }
        let type = SchemaNode.TypeSet(of: value)
        guard node.types.isSuperset(of: type) else { return fail("must be \(node.types.words)") }
        if let options = node.options, !options.contains(where: { value.isSameData(as: $0) }) {
            return fail("must be \(Self.choice(options))")
        }
        switch value {
        case .integer, .number:
            if let rules = node.number { check(number: value, rules) }
        case .string(let text):
            if let rules = node.text { check(text: text, rules) }
        case .array(let elements):
            if let rules = node.array { check(array: elements, rules) }
        case .object(let object):
            if let rules = node.object { check(object: object, rules) }
        case .null, .bool: break
        }
        if let alternatives = node.alternatives { check(value, alternatives) }
    }

    private static func choice(_ options: [JSONValue]) -> String {
        let texts = options.map { String(decoding: $0.serialized(), as: UTF8.self).shortened }
        return texts.count == 1 ? texts[0] : "one of \(texts.joined(separator: ", "))"
    }

    private mutating func check(number value: JSONValue, _ rules: SchemaNode.NumberRules) {
        if let bound = rules.minimum, value.isLess(than: bound) {
            fail("must be at least \(bound.numeral)")
        }
        if let bound = rules.maximum, bound.isLess(than: value) {
            fail("must be at most \(bound.numeral)")
        }
        if let bound = rules.exclusiveMinimum, !bound.isLess(than: value) {
            fail("must be greater than \(bound.numeral)")
        }
        if let bound = rules.exclusiveMaximum, !value.isLess(than: bound) {
            fail("must be less than \(bound.numeral)")
        }
    }

    private mutating func check(text: String, _ rules: SchemaNode.TextRules) {
        // A code point has one to four bytes, so most lengths are decided without counting.
        let byteCount = text.utf8.count
        if let limit = rules.maximumLength, byteCount > limit, text.unicodeScalars.count > limit {
            fail("must have at most \(limit) characters")
        }
        if let limit = rules.minimumLength, byteCount < limit || text.unicodeScalars.count < limit {
            fail("must have at least \(limit) character\(limit == 1 ? "" : "s")")
        }
        if let format = rules.format, !format.matches(text) {
            fail("must be \(format.words)")
        }
    }

    private mutating func check(array elements: [JSONValue], _ rules: SchemaNode.ArrayRules) {
        if let limit = rules.maximumCount, elements.count > limit {
            return fail("must have at most \(limit) element\(limit == 1 ? "" : "s")")
        }
        if let limit = rules.minimumCount, elements.count < limit {
            fail("must have at least \(limit) element\(limit == 1 ? "" : "s")")
        }
        if rules.isUnique, Set(elements.map(\.canonicalBytes)).count < elements.count {
            fail("must not repeat an element")
        }
        guard let items = rules.items else { return }
        for (index, element) in elements.enumerated() {
            step(.index(index), element, items)
            if isFull { return }
        }
    }

    private mutating func check(object: JSONObject, _ rules: SchemaNode.ObjectRules) {
        for name in rules.required where object[name] == nil {
            path.append(.name(name))
            fail("is required")
            path.removeLast()
        }
        for member in object {
            if let node = rules.node(of: member.name) {
                step(.name(member.name), member.value, node)
            } else if let additional = rules.additional {
                check(additional: member, additional, rules)
            }
            if isFull { return }
        }
    }

    private mutating func check(
        additional member: JSONObject.Member,
        _ node: SchemaNode,
        _ rules: SchemaNode.ObjectRules
    ) {
        guard node === SchemaNode.nothing else {
            return step(.name(member.name), member.value, node)
        }
        path.append(.name(member.name.shortened))
        let names = rules.properties.map(\.name).joined(separator: ", ")
        fail(
            names.isEmpty
                ? "is not known here; nothing is expected"
                : "is not known here; known are \(names)"
        )
        path.removeLast()
    }

    private mutating func step(_ step: PathStep, _ value: JSONValue, _ node: SchemaNode) {
        path.append(step)
        check(value, against: node)
        path.removeLast()
    }

    private mutating func check(_ value: JSONValue, _ alternatives: SchemaNode.Alternatives) {
        for node in alternatives.all { check(value, against: node) }
        if !alternatives.any.isEmpty, !alternatives.any.contains(where: { Self.meets(value, $0) }) {
            failAlternatives(value, alternatives.any, "must have one of the allowed forms")
        }
        guard !alternatives.one.isEmpty else { return }
        let met = alternatives.one.count { Self.meets(value, $0) }
        if met == 0 {
            failAlternatives(value, alternatives.one, "must have one of the allowed forms")
        } else if met > 1 {
            fail("must have exactly one of the allowed forms, but has \(met)")
        }
    }

    private static func meets(_ value: JSONValue, _ node: SchemaNode) -> Bool {
        var check = SchemaCheck()
        check.check(value, against: node)
        return check.violations.isEmpty
    }

    /// Says what is nearest to being right: the first alternative of the value's own type.
    private mutating func failAlternatives(
        _ value: JSONValue,
        _ nodes: [SchemaNode],
        _ message: String
    ) {
        let type = SchemaNode.TypeSet(of: value)
        guard let nearest = nodes.first(where: { $0.types.isSuperset(of: type) }),
            nearest.types != .all
        else { return fail(message) }
        check(value, against: nearest)
    }
}
