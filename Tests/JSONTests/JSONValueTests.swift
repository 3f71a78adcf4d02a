import Testing

@testable import JSON

@Suite("JSON values")
struct JSONValueTests {
    @Test func `the order of members does not count for equality`() {
        #expect(["a": 1, "b": 2] as JSONValue == ["b": 2, "a": 1])
        #expect(["a": 1] as JSONValue != ["a": 1, "b": 2])
        #expect(["a": 1, "b": 2] as JSONValue != ["a": 1, "c": 2])
    }

    @Test func `texts are equal only byte for byte`() {
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
        #expect(JSONValue.string("\u{212b}") != .string("\u{c5}"))
        #expect(JSONValue.integer(1) != .number(1))
    }

    @Test func `a member is found by the bytes of its name`() {
        let object: JSONObject = ["\u{212b}": 1, "A\u{30a}": 2]
        #expect(object["\u{212b}"] == 1)
        #expect(object["A\u{30a}"] == 2)
        #expect(object["\u{c5}"] == nil)
    }

    @Test func `setting a member keeps its place and nil removes it`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object.append("c", 4)
        object.append("b", 5)
        object.append("d", ifPresent: nil)
        #expect(object.members.map(\.name) == ["a", "b", "c"])
        #expect(object["b"] == 5)
        object["a"] = nil
        #expect(object.count == 2)
    }

    @Test func `an accessor answers only for its own kind`() {
        let values: [JSONValue] = [nil, true, 1, 1.5, "a", [1], ["a": 1]]
        #expect(
            values.map { $0.boolValue != nil } == [false, true, false, false, false, false, false]
        )
        #expect(values.compactMap(\.integerValue) == [1])
        #expect(values.compactMap(\.stringValue) == ["a"])
        #expect(values.compactMap(\.arrayValue) == [[1]])
        #expect(values.compactMap(\.objectValue) == [["a": 1]])
        #expect(values.last?["a"] == 1)
        #expect(values.first?["a"] == nil)
    }
}

@Suite("JSON for people")
struct JSONValueIndentedTests {
    @Test func `long values have a line for each member`() throws {
        let value: JSONValue = [
            "name": "x", "list": [1, 2], "empty": [], "nothing": [:],
            "items": [["a": 1, "b": "é\n"], ["c": [["d": 2]]]],
        ]
        let text = """
            {
              "name": "x",
              "list": [1,2],
              "empty": [],
              "nothing": {},
              "items": [
                {"a":1,"b":"é\\n"},
                {
                  "c": [
                    {"d":2}
                  ]
                }
              ]
            }
            """
        #expect(value.indentedText == text)
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }
}
