import JSON

/// Schemas and values in the manner of the official JSON-Schema-Test-Suite, written for this
/// project.
enum SchemaRows {
    typealias Row = SchemaValidatorTests.Row

    static let scalars: [Row] = [
        Row("true allows all", true, valid: [nil, true, 1, 1.5, "a", [], [:]], invalid: []),
        Row("false allows nothing", false, valid: [], invalid: [nil, true, 1, 1.5, "a", [], [:]]),
        Row("empty allows all", [:], valid: [nil, true, 1, 1.5, "a", [], [:]], invalid: []),
        Row(
            "type integer",
            ["type": "integer"],
            valid: [1, 1.0, -0.0, 1e300],
            invalid: [1.1, "1", [:], [], true, nil]
        ),
        Row(
            "type number",
            ["type": "number"],
            valid: [1, 1.0, 1.1],
            invalid: ["1.1", [:], [], false, nil]
        ),
        Row(
            "type string",
            ["type": "string"],
            valid: ["", "1"],
            invalid: [1, 1.1, [:], [], true, nil]
        ),
        Row(
            "type object",
            ["type": "object"],
            valid: [[:], ["a": 1]],
            invalid: [1, "a", [], nil]
        ),
        Row("type array", ["type": "array"], valid: [[], [1]], invalid: [1, "a", [:], nil]),
        Row("type boolean", ["type": "boolean"], valid: [true, false], invalid: [0, 1, "", nil]),
        Row("type null", ["type": "null"], valid: [nil], invalid: [0, "", false, [], [:]]),
        Row(
            "several types",
            ["type": ["integer", "string"]],
            valid: [1, "a"],
            invalid: [1.1, [:], [], true, nil]
        ),
        Row("enum", ["enum": [1, 2]], valid: [1, 2, 1.0], invalid: [3, "1", nil]),
        Row(
            "enum of all kinds",
            ["enum": [6, "foo", [], true, ["foo": 12]]],
            valid: [6, [], true, ["foo": 12], ["foo": 12.0]],
            invalid: [nil, ["foo": false], ["foo": 12, "boo": 42], [1], false]
        ),
        Row("enum with false is not 0", ["enum": [false]], valid: [false], invalid: [0, 0.0, nil]),
        Row("enum with 1 is not true", ["enum": [1]], valid: [1, 1.0], invalid: [true]),
        Row("enum with a NUL", ["enum": ["a\u{0}b"]], valid: ["a\u{0}b"], invalid: ["ab", "a"]),
        Row("const", ["const": 2], valid: [2, 2.0], invalid: [5, "2", nil]),
        Row("const null", ["const": nil], valid: [nil], invalid: [0, false, ""]),
        Row(
            "const object",
            ["const": ["a": 1, "b": [true]]],
            valid: [["a": 1, "b": [true]], ["b": [true], "a": 1.0]],
            invalid: [["a": 1], ["a": 1, "b": [1]], ["a": true, "b": [true]]]
        ),
        Row(
            "const is not canonical equivalence",
            ["const": "\u{e9}"],
            valid: ["\u{e9}"],
            invalid: ["e\u{301}"]
        ),
        Row("minimum", ["minimum": 1.1], valid: [2.6, 1.1, 2, "x"], invalid: [0.6, 1, -1]),
        Row(
            "minimum negative",
            ["minimum": -2],
            valid: [-1, -2, -2.0, 0],
            invalid: [-2.0001, -3]
        ),
        Row("maximum", ["maximum": 3.0], valid: [2.6, 3.0, 3, "x"], invalid: [3.5, 4]),
        Row(
            "maximum at the edge of 64 bits",
            ["maximum": 9_223_372_036_854_775_806],
            valid: [9_223_372_036_854_775_806],
            invalid: [.integer(.max)]
        ),
        Row("exclusiveMinimum", ["exclusiveMinimum": 1.1], valid: [1.2], invalid: [1.1, 0.6]),
        Row("exclusiveMaximum", ["exclusiveMaximum": 3], valid: [2.2, 2], invalid: [3, 3.0, 3.5]),
        Row("minLength", ["minLength": 2], valid: ["foo", "fo", 1], invalid: ["f", ""]),
        Row("maxLength", ["maxLength": 2], valid: ["f", "fo", "", 100], invalid: ["foo"]),
        Row("maxLength with a decimal", ["maxLength": 2.0], valid: ["f"], invalid: ["foo"]),
        Row(
            "lengths count code points",
            ["minLength": 2, "maxLength": 2],
            valid: ["\u{1f4a9}\u{1f4a9}", "e\u{301}"],
            invalid: ["\u{1f4a9}", "\u{1f4a9}ab"]
        ),
        Row(
            "format asks texts only",
            ["format": "date-time"],
            valid: [1, nil, [:]],
            invalid: ["", "x"]
        ),
    ]

    static let containers: [Row] = [
        Row(
            "items",
            ["items": ["type": "integer"]],
            valid: [[1, 2, 3], [], ["foo": "bar"]],
            invalid: [[1, "x"]]
        ),
        Row("items true", ["items": true], valid: [[1, "foo", true], []], invalid: []),
        Row("items false", ["items": false], valid: [[]], invalid: [[1, "foo", true]]),
        Row("minItems", ["minItems": 1], valid: [[1, 2], [1], ""], invalid: [[]]),
        Row(
            "maxItems",
            ["maxItems": 2],
            valid: [[1], [1, 2], [], "foobar"],
            invalid: [[1, 2, 3]]
        ),
        Row(
            "uniqueItems",
            ["uniqueItems": true],
            valid: [
                [1, 2], [1, true], [0, false], [["a": 1], ["a": 2]], [[1], [true]], [],
                [["a": false], ["a": 0]], ["foo", "bar", "baz"], "aa",
            ],
            invalid: [
                [1, 1], [1.0, 1.00, 1], [["a": 1, "b": 2], ["b": 2, "a": 1]], [["foo"], ["foo"]],
                ["foo", "bar", "foo"], [nil, nil], [[1, [2]], [1.0, [2.0]]],
            ]
        ),
        Row("uniqueItems false", ["uniqueItems": false], valid: [[1, 1]], invalid: []),
        Row(
            "properties",
            ["properties": ["foo": ["type": "integer"], "bar": ["type": "string"]]],
            valid: [["foo": 1, "bar": "baz"], ["quux": []], [:], [], 12],
            invalid: [["foo": 1, "bar": [:]], ["foo": [], "bar": [:]]]
        ),
        Row(
            "properties with boolean schemas",
            ["properties": ["foo": true, "bar": false]],
            valid: [[:], ["foo": 1]],
            invalid: [["bar": 2], ["foo": 1, "bar": 2]]
        ),
        Row(
            "properties named like nothing special",
            ["properties": ["__proto__": ["type": "number"], "": ["type": "null"]]],
            valid: [["__proto__": 1], ["": nil]],
            invalid: [["__proto__": "foo"], ["": 1]]
        ),
        Row(
            "property names are bytes",
            ["properties": ["\u{e9}": false]],
            valid: [["e\u{301}": 1]],
            invalid: [["\u{e9}": 1]]
        ),
        Row(
            "required",
            ["properties": ["foo": true, "bar": true], "required": ["foo"]],
            valid: [["foo": 1], ["foo": nil], [], "", 12],
            invalid: [["bar": 1], [:]]
        ),
        Row(
            "additionalProperties false",
            ["properties": ["foo": true, "bar": true], "additionalProperties": false],
            valid: [["foo": 1], [:], [1, 2, 3], "foobarbaz"],
            invalid: [["foo": 1, "bar": 2, "quux": "boom"]]
        ),
        Row(
            "additionalProperties with a schema",
            ["properties": ["foo": true], "additionalProperties": ["type": "boolean"]],
            valid: [["foo": 1], ["foo": 1, "quux": true]],
            invalid: [["foo": 1, "quux": 12]]
        ),
        Row(
            "additionalProperties alone",
            ["additionalProperties": ["type": "boolean"]],
            valid: [["foo": true], [:]],
            invalid: [["foo": 1]]
        ),
        Row(
            "additionalProperties looks at its own schema only",
            ["allOf": [["properties": ["foo": true]]], "additionalProperties": false],
            valid: [[:]],
            invalid: [["foo": 1]]
        ),
    ]

    static let combinations: [Row] = [
        Row(
            "allOf",
            ["allOf": [["required": ["bar"]], ["required": ["foo"]]]],
            valid: [["foo": "baz", "bar": 2]],
            invalid: [["foo": "baz"], ["bar": 2], [:]]
        ),
        Row(
            "allOf with bounds",
            ["allOf": [["maximum": 30], ["minimum": 20]]],
            valid: [25],
            invalid: [35, 15]
        ),
        Row("allOf with false", ["allOf": [true, false]], valid: [], invalid: ["foo", 1]),
        Row(
            "anyOf",
            ["anyOf": [["type": "integer"], ["minimum": 2]]],
            valid: [1, 2.5, 3],
            invalid: [1.5]
        ),
        Row(
            "anyOf beside a type",
            ["type": "string", "anyOf": [["maxLength": 2], ["minLength": 4]]],
            valid: ["foobar", "a"],
            invalid: [3, "foo"]
        ),
        Row("anyOf with booleans", ["anyOf": [false, true]], valid: ["foo"], invalid: []),
        Row("anyOf of nothing", ["anyOf": [false, false]], valid: [], invalid: ["foo", nil]),
        Row(
            "oneOf",
            ["oneOf": [["type": "integer"], ["minimum": 2]]],
            valid: [1, 2.5],
            invalid: [3, 1.5]
        ),
        Row(
            "oneOf of required",
            [
                "type": "object",
                "oneOf": [["required": ["foo", "bar"]], ["required": ["foo", "baz"]]],
            ],
            valid: [["foo": 1, "bar": 2], ["foo": 1, "baz": 3]],
            invalid: [["bar": 2], ["foo": 1, "bar": 2, "baz": 3]]
        ),
        Row(
            "nested",
            ["properties": ["a": ["items": ["properties": ["b": ["const": 1]]]]]],
            valid: [["a": [["b": 1], [:]]], ["a": 1]],
            invalid: [["a": [["b": 1], ["b": 2]]]]
        ),
    ]
}
