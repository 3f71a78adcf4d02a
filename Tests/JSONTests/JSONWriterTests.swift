import Testing

@testable import JSON

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test(arguments: Self.values)
    func `a value is written in its one compact form`(value: JSONValue, expected: String) {
        #expect(text(value.serialized()) == expected)
    }

    @Test func `an escape is found wherever it stands in a text`() throws {
        for length in 1...24 {
            for place in 0..<length {
                for special in ["\"", "\\", "\n", "\u{1f}", "é", "\u{7f}"] {
                    let text =
                        String(repeating: "x", count: place) + special
                        + String(repeating: "y", count: length - place - 1)
                    var writer = JSONWriter()
                    writer.string(text)
                    #expect(try JSONValue(parsing: writer.bytes) == .string(text))
                    let isPlain = special == "é" || special == "\u{7f}"
                    #expect(writer.bytes.contains(UInt8(ascii: "\\")) == !isPlain)
                }
            }
        }
    }

    @Test func `every control byte is escaped and comes back`() throws {
        for byte in UInt8(0)..<0x20 {
            let value = JSONValue.string(String(Unicode.Scalar(byte)))
            let bytes = value.serialized()
            #expect(bytes.allSatisfy { $0 >= 0x20 })
            #expect(try JSONValue(parsing: bytes) == value)
        }
    }

    @Test func `the writer sets commas between members and elements only`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("a")
        writer.beginArray()
        writer.integer(-5)
        writer.bool(false)
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.string(utf8: Array("x\"y".utf8))
        writer.json(Array("[0]".utf8))
        writer.endArray()
        writer.members(Array(#""b":1,"c":2"#.utf8))
        writer.members([])
        writer.name("d")
        writer.value(["e": 1.5])
        writer.endObject()
        #expect(
            text(writer.bytes)
                == #"{"a":[-5,false,null,{},"x\"y",[0]],"b":1,"c":2,"d":{"e":1.5}}"#
        )
    }

    @Test func `a text given as bytes is written as the same text given as a string`() {
        for sample in ["", "plain", "\"", "\\\\", "a\nb", "é\u{0}ü", "\u{1f600}\""] {
            var one = JSONWriter()
            one.string(sample)
            var other = JSONWriter()
            other.string(utf8: Array(sample.utf8))
            #expect(one.bytes == other.bytes)
        }
    }

    @Test func `people see one member a line`() {
        let value: JSONValue = ["a": [1, ["b": []]], "c": [:], "d": "x"]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": []
                }
              ],
              "c": {},
              "d": "x"
            }
            """
        #expect(text(value.prettyPrinted()) == expected)
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    static let values: [(JSONValue, String)] = [
        (nil, "null"), (true, "true"), (false, "false"),
        (0, "0"), (-7, "-7"), (.integer(.max), "9223372036854775807"),
        (.integer(.min), "-9223372036854775808"),
        (1.0, "1.0"), (1e300, "1e+300"), (.number(.infinity), "null"), (.number(.nan), "null"),
        ("", #""""#), ("a/b", #""a/b""#), ("<&'>", #""<&'>""#),
        ("\"\\", #""\"\\""#), ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
        ("é\u{2028}", "\"é\u{2028}\""),
        ([], "[]"), ([1, [], "a"], #"[1,[],"a"]"#),
        ([:], "{}"), (["b": 1, "a": nil], #"{"b":1,"a":null}"#),
    ]
}
