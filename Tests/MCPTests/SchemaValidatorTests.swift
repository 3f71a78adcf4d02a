import JSON
import Testing

@testable import MCP

@Suite("JSON Schema (2020-12, the part that tools use)")
struct SchemaValidatorTests {
    /// A schema with values that meet it and values that do not.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let schema: JSONValue
        let valid: [JSONValue]
        let invalid: [JSONValue]

        init(_ name: String, _ schema: JSONValue, valid: [JSONValue], invalid: [JSONValue]) {
            self.name = name
            self.schema = schema
            self.valid = valid
            self.invalid = invalid
        }

        var testDescription: String { name }
    }

    @Test(arguments: SchemaRows.scalars + SchemaRows.containers + SchemaRows.combinations)
    func `a schema takes what it allows and nothing else`(row: Row) throws {
        let validator = try SchemaValidator(row.schema)
        for value in row.valid {
            #expect(validator.violations(in: value).isEmpty, "\(value)")
        }
        for value in row.invalid {
            #expect(!validator.violations(in: value).isEmpty, "\(value)")
        }
    }

    @Test(
        arguments: [
            (["type": "string"], 1, "", "must be a string"),
            (["type": ["string", "null"]], 1, "", "must be a string or null"),
            (["type": "integer"], 1.5, "", "must be an integer"),
            (["type": "number"], "1", "", "must be a number"),
            (["enum": ["a", "b", 1]], "c", "", #"must be one of "a", "b", 1"#),
            (["const": "a"], "b", "", #"must be "a""#),
            (["minimum": 1], 0, "", "must be at least 1"),
            (["maximum": 50], 51, "", "must be at most 50"),
            (["exclusiveMinimum": 0], 0, "", "must be greater than 0"),
            (["exclusiveMaximum": 1.5], 1.5, "", "must be less than 1.5"),
            (["minLength": 1], "", "", "must have at least 1 character"),
            (["maxLength": 2], "abc", "", "must have at most 2 characters"),
            (["maxItems": 1], [1, 2], "", "must have at most 1 element"),
            (["minItems": 2], [1], "", "must have at least 2 elements"),
            (["uniqueItems": true], [1, 1], "", "must not repeat an element"),
            (["items": ["type": "string"]], ["a", 1], "/1", "must be a string"),
            (["required": ["a"]], [:], "/a", "is required"),
            (["properties": ["a/b~c": ["type": "null"]]], ["a/b~c": 1], "/a~1b~0c", "must be null"),
            (
                ["properties": ["a": true, "b": true], "additionalProperties": false], ["c": 1],
                "/c", "is not known here; known are a, b"
            ),
            (
                ["additionalProperties": false], ["c": 1], "/c",
                "is not known here; nothing is expected"
            ),
            (
                ["properties": ["a": ["items": ["required": ["b"]]]]], ["a": [["b": 1], [:]]],
                "/a/1/b", "is required"
            ),
            (
                ["format": "date-time"], "tomorrow", "",
                "must be a date and time such as 2026-11-23T14:05:00Z"
            ),
            (
                ["anyOf": [["type": "null"], ["type": "string", "minLength": 3]]], "ab", "",
                "must have at least 3 characters"
            ),
            (["anyOf": [["type": "null"]]], 1, "", "must have one of the allowed forms"),
            (
                ["oneOf": [true, true]], 1, "",
                "must have exactly one of the allowed forms, but has 2"
            ),
        ] as [(JSONValue, JSONValue, String, String)]
    )
    func `a violation says where and what is wanted`(
        schema: JSONValue,
        value: JSONValue,
        pointer: String,
        message: String
    ) throws {
        let violations = try SchemaValidator(schema).violations(in: value)
        #expect(violations == [SchemaViolation(pointer: pointer, message: message)])
    }

    @Test func `several violations are told together, but not without end`() throws {
        let schema: JSONValue = ["type": "array", "items": ["type": "string"]]
        let validator = try SchemaValidator(schema)
        let three = validator.violations(in: [1, "a", 2, nil])
        #expect(three.map(\.pointer) == ["/0", "/2", "/3"])
        let many = validator.violations(in: .array(Array(repeating: 1, count: 1_000)))
        #expect(many.count == 8)
    }

    @Test func `a long name of the client's choice is not repeated whole`() throws {
        let validator = try SchemaValidator(["additionalProperties": false])
        let name = String(repeating: "x", count: 10_000)
        var object = JSONObject()
        object.append(name, 1)
        let violations = validator.violations(in: .object(object))
        #expect(violations.first?.pointer.utf8.count ?? 0 < 100)
    }

    @Test func `a hundred thousand elements are compared by hash, not pair by pair`() throws {
        let validator = try SchemaValidator(["uniqueItems": true])
        var elements = (0..<100_000).map { JSONValue.integer($0) }
        #expect(validator.violations(in: .array(elements)).isEmpty)
        elements.append(0.0)
        #expect(!validator.violations(in: .array(elements)).isEmpty)
    }

    @Test(
        arguments: [
            (["pattern": "^a*$"], "/pattern"), (["$ref": "https://example.com/x"], "/$ref"),
            (["properties": ["a": ["not": true]]], "/properties/a/not"),
            (["type": "text"], "/type"), (["type": 1], "/type"), (["format": "iri"], "/format"),
            (["minLength": -1], "/minLength"), (["maxItems": "1"], "/maxItems"),
            (["minLength": 1.5], "/minLength"), (["minimum": "0"], "/minimum"),
            (["required": "a"], "/required"), (["required": [1]], "/required"),
            (["enum": []], "/enum"), (["anyOf": []], "/anyOf"), (["anyOf": [1]], "/anyOf/0"),
            (["properties": []], "/properties"), (["items": [true]], "/items"), (1, ""),
        ] as [(JSONValue, String)]
    )
    func `a schema that cannot be enforced is no schema`(schema: JSONValue, pointer: String) {
        let error = #expect(throws: SchemaError.self) { try SchemaValidator(schema) }
        #expect(error?.pointer == pointer)
    }

    @Test func `what only describes is passed over`() throws {
        let schema: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "t",
            "description": "d", "default": 1, "examples": [1], "deprecated": false,
        ]
        #expect(try SchemaValidator(schema).violations(in: "anything").isEmpty)
    }
}
