import Testing

@testable import JSON

@Suite("Reading JSON (RFC 8259)")
struct JSONReaderTests {
    typealias Reason = JSONParseError.Reason

    @Test(arguments: Self.accepted)
    func `a text within the grammar is read`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test(arguments: Self.refused)
    func `a text outside the grammar is refused with its reason`(text: String, reason: Reason) {
        #expect(Self.reason(for: Array(text.utf8)) == reason)
    }

    @Test(arguments: Self.refusedBytes)
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8], reason: Reason) {
        #expect(Self.reason(for: bytes) == reason)
    }

    @Test(arguments: Self.accepted.map(\.0))
    func `a text cut anywhere is an error or a shorter value, never a crash`(text: String) {
        let bytes = Array(text.utf8)
        let whole = try? JSONValue(parsing: bytes)
        for end in bytes.indices {
            let cut = try? JSONValue(parsing: Array(bytes[..<end]))
            if whole?.arrayValue != nil || whole?.objectValue != nil {
                // White space after the value is the only thing that can go without harm.
                #expect(cut == nil || cut == whole)
            }
        }
    }

    @Test func `nesting is allowed up to the limit and refused one deeper`() throws {
        for limit in [1, 2, 32] {
            let fits = nested(limit)
            #expect(throws: Never.self) { try JSONValue(parsing: fits, maximumDepth: limit) }
            #expect(Self.reason(for: nested(limit + 1), maximumDepth: limit) == .tooDeep)
        }
        #expect(Self.reason(for: Array("{}".utf8), maximumDepth: 0) == .tooDeep)
        #expect(try JSONValue(parsing: Array("7".utf8), maximumDepth: 0) == 7)
    }

    @Test func `depth counts what is open, not what was`() throws {
        let siblings = Array("[[],[],{},[[]]]".utf8)
        #expect(throws: Never.self) { try JSONValue(parsing: siblings, maximumDepth: 3) }
    }

    @Test func `ten thousand open brackets end at the limit`() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 10_000)
        #expect(Self.reason(for: brackets) == .tooDeep)
    }

    @Test(arguments: [2, 16, 17, 40])
    func `a repeated name is found among few and among many members`(count: Int) {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }
        let distinct = "{\(members.joined(separator: ","))}"
        #expect(throws: Never.self) { try JSONValue(parsing: Array(distinct.utf8)) }
        for repeated in [0, count - 1] {
            let text = "{\(members.joined(separator: ",")),\"n\(repeated)\":1}"
            #expect(Self.reason(for: Array(text.utf8)) == .duplicateName)
        }
    }

    @Test func `names that are canonically equal but other bytes are two names`() throws {
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test func `an error says at which byte it stands`() {
        let error = #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: Array("[1, 2 3]".utf8))
        }
        #expect(error == JSONParseError(reason: .unexpectedByte, offset: 6))
    }

    private func nested(_ depth: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "["), count: depth)
            + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    }

    static func reason(for bytes: [UInt8], maximumDepth: Int = 32) -> Reason? {
        do throws(JSONParseError) {
            _ = try JSONValue(parsing: bytes, maximumDepth: maximumDepth)
            return nil
        } catch {
            return error.reason
        }
    }
}

extension JSONReaderTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", nil), ("true", true), ("false", false),
        (" \t\r\n true \n", true),
        ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("10", 10),
        ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", 9.223372036854775808e18),
        ("-9223372036854775809", -9.223372036854775808e18),
        ("12345678901234567890123", 1.2345678901234568e22),
        ("1.0", 1.0), ("-0.0", -0.0), ("0.5", 0.5), ("1e2", 100.0), ("1E+2", 100.0),
        ("1e-2", 0.01), ("0e1", 0.0), ("1.5e300", 1.5e300), ("1e-400", 0.0),
        (#""""#, ""), (#""a""#, "a"), (#""/""#, "/"), (#""\/""#, "/"),
        (#""\"\\\b\f\n\r\t""#, "\"\\\u{8}\u{c}\n\r\t"),
        (#""\u0041\u00e9\u20AC""#, "A\u{e9}\u{20ac}"),
        (#""\uD83D\ude00""#, "\u{1f600}"),
        (#""\u0000""#, "\u{0}"),
        (#""\uFFFD\ue000""#, "\u{fffd}\u{e000}"),
        ("\"\u{7f}\u{80}\u{2028}\u{10ffff}\"", "\u{7f}\u{80}\u{2028}\u{10ffff}"),
        ("\"\u{1f600} and \\u00e9\"", "\u{1f600} and \u{e9}"),
        ("[]", []), ("[ ]", []), ("[1]", [1]), ("[1,2]", [1, 2]),
        ("[ 1 , [ ] , {} ]", [1, [], [:]]),
        ("{}", [:]), ("{ }", [:]), (#"{"a":1}"#, ["a": 1]), (#"{"":0}"#, ["": 0]),
        (#"{ "a" : [ { "b" : null } ] , "c" : "d" }"#, ["a": [["b": nil]], "c": "d"]),
        (#"{"a\u0062":1}"#, ["ab": 1]),
    ]

    static let refused: [(String, Reason)] = [
        ("", .unexpectedEnd), ("  ", .unexpectedEnd), ("[", .unexpectedEnd), ("{", .unexpectedEnd),
        ("[1,", .unexpectedEnd), ("[1", .unexpectedEnd), (#"{"a""#, .unexpectedEnd),
        (#"{"a":"#, .unexpectedEnd), (#"{"a":1"#, .unexpectedEnd), (#"{"a":1,"#, .unexpectedEnd),
        (#"""#, .unexpectedEnd), (#""a"#, .unexpectedEnd), (#""\"#, .unexpectedEnd),
        (#""\u12"#, .unexpectedEnd), ("-", .unexpectedEnd), ("1.", .unexpectedEnd),
        ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd), ("tru", .unexpectedEnd),
        ("\u{feff}1", .byteOrderMark),
        ("]", .unexpectedByte), ("}", .unexpectedByte), (",", .unexpectedByte),
        ("[,]", .unexpectedByte), ("[1,]", .unexpectedByte), ("[1 2]", .unexpectedByte),
        ("[1}", .unexpectedByte), ("{1:2}", .unexpectedByte), (#"{"a" 1}"#, .unexpectedByte),
        (#"{"a":1,}"#, .unexpectedByte), (#"{"a":1]"#, .unexpectedByte), ("{a:1}", .unexpectedByte),
        (#"{'a':1}"#, .unexpectedByte), (#"{,"a":1}"#, .unexpectedByte),
        (#"{"a":}"#, .unexpectedByte), ("True", .unexpectedByte), ("nul0", .unexpectedByte),
        ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("+1", .unexpectedByte),
        (".5", .unexpectedByte), ("/**/1", .unexpectedByte), ("\u{a0}1", .unexpectedByte),
        ("\u{0}", .unexpectedByte), ("\u{b}1", .unexpectedByte),
        ("1 2", .trailingBytes), ("[]]", .trailingBytes), ("{}{}", .trailingBytes),
        ("1a", .trailingBytes), ("1\u{0}", .trailingBytes), ("nullx", .trailingBytes),
        ("0x1", .trailingBytes), ("1_000", .trailingBytes), (#""a"b"#, .trailingBytes),
        ("01", .invalidNumber), ("-01", .invalidNumber), ("00", .invalidNumber),
        ("-a", .invalidNumber), ("--1", .invalidNumber), ("1.e1", .invalidNumber),
        ("1.a", .invalidNumber), ("1ea", .invalidNumber), ("1e1.5", .trailingBytes),
        ("-Infinity", .invalidNumber), ("1e400", .numberOutOfRange), ("-1e400", .numberOutOfRange),
        ("\"\u{1f}\"", .controlByte), ("\"a\nb\"", .controlByte), ("\"\\n\n\"", .controlByte),
        ("\"\t\"", .controlByte), ("\"\u{0}\"", .controlByte),
        (#""\a""#, .invalidEscape), (#""\x41""#, .invalidEscape), (#""\'""#, .invalidEscape),
        (#""\U0041""#, .invalidEscape), (#""\u004g""#, .invalidEscape),
        (#""\u+041""#, .invalidEscape), (#""\uD83D\u+e00""#, .invalidEscape),
        (#""\ud800""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate),
        (#""\ud800\ud800""#, .loneSurrogate), (#""\ud800a""#, .loneSurrogate),
        (#""\ud800\n""#, .loneSurrogate), (#""\udc00\ud800""#, .loneSurrogate),
        (#""\ud800"#, .loneSurrogate),
        (#"{"a":1,"a":1}"#, .duplicateName), (#"{"a":1,"\u0061":2}"#, .duplicateName),
        (#"{"":1,"":2}"#, .duplicateName), (#"[{"a":{"b":1,"c":2,"b":3}}]"#, .duplicateName),
    ]

    static let refusedBytes: [([UInt8], Reason)] = [
        ([0x22, 0xff, 0x22], .invalidUTF8),
        ([0x22, 0x80, 0x22], .invalidUTF8),
        ([0x22, 0xc0, 0x80, 0x22], .invalidUTF8),
        ([0x22, 0xe2, 0x82, 0x22], .invalidUTF8),
        ([0x22, 0xed, 0xa0, 0x80, 0x22], .invalidUTF8),
        ([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8),
        ([0x22, 0xf0, 0x80, 0x80, 0x80, 0x22], .invalidUTF8),
        ([0x22, 0x5c, 0x6e, 0xe9, 0x22], .invalidUTF8),
        ([0xff, 0xfe, 0x31, 0x00], .unexpectedByte),
        ([0x31, 0x00], .trailingBytes),
    ]
}
