import HTTP
import Testing

@Suite("Forms (application/x-www-form-urlencoded)")
struct FormTests {
    private func decode(_ text: String) throws(FormError) -> [String] {
        try FormDecoder.decode(Array(text.utf8)).all.map { "\($0.name)=\($0.value)" }
    }

    @Test(
        arguments: [
            ("", []), ("a=b", ["a=b"]), ("a", ["a="]), ("a=", ["a="]), ("=b", ["=b"]), ("=", ["="]),
            ("&&a=b&&", ["a=b"]), ("a=b&a=c&a=b", ["a=b", "a=c", "a=b"]), ("a=b=c", ["a=b=c"]),
            ("a+b=c+d", ["a b=c d"]), ("a%20b=%2B%26%3d%25", ["a b=+&=%"]), ("%C3%A9=é", ["é=é"]),
            ("a;b=c", ["a;b=c"]), ("a=%00", ["a=\u{0}"]), ("a=\r\n", ["a=\r\n"]),
        ] as [(String, [String])]
    )
    func `a form is decoded in order, repetitions and empty values kept`(
        text: String,
        expected: [String]
    ) throws {
        #expect(try decode(text) == expected)
    }

    @Test(arguments: [
        ("a=%", 2), ("a=%4", 2), ("a=%zz", 2), ("a=%4g", 2), ("%=a", 0), ("%4=1", 0),
        ("b=c&a=%+1", 6), ("a=%25%", 5),
    ])
    func `a broken escape is refused`(text: String, offset: Int) {
        #expect(throws: FormError.brokenEscape(offset: offset)) { try decode(text) }
    }

    @Test(arguments: ["a=%ff", "a=%C3", "a=%ED%A0%80", "a=%C0%80", "a=%F4%90%80%80"])
    func `text that is not UTF-8 is refused`(text: String) {
        #expect(throws: FormError.notUTF8(offset: 2)) { try decode(text) }
    }

    @Test func `raw bytes that are not UTF-8 are refused`() {
        #expect(throws: FormError.notUTF8(offset: 2)) {
            try FormDecoder.decode([0x61, 0x3d, 0xff])
        }
    }

    @Test func `too many fields are refused`() throws {
        let form = Array(String(repeating: "a&", count: 4).utf8)
        #expect(throws: FormError.tooManyFields(limit: 3)) {
            try FormDecoder.decode(form, maximumFields: 3)
        }
        #expect(try FormDecoder.decode(form, maximumFields: 4).all.count == 4)
    }

    @Test func `absence, one and repetition are told apart`() throws {
        let form = try FormDecoder.decode(Array("a=1&b=2&a=3&c=&c=&a=4".utf8))
        #expect(form.only("b") == .one("2"))
        #expect(form.only("a") == .several)
        #expect(form.only("d") == .none)
        #expect(form.all("a") == ["1", "3", "4"])
        #expect(form.repeatedNames == ["a", "c"])
    }

    @Test func `canonically equal names are two names`() throws {
        let form = try FormDecoder.decode(Array("%C3%A9=1&e%CC%81=2".utf8))
        #expect(form.only("\u{e9}") == .one("1"))
        #expect(form.repeatedNames.isEmpty)
    }

    @Test func `a form is encoded so that every reader agrees`() {
        let form = FormEncoder.encode([("a b", "c+d"), ("é", "&=%\r\n"), ("x", "")])
        #expect(
            String(decoding: form, as: UTF8.self) == "a%20b=c%2Bd&%C3%A9=%26%3D%25%0D%0A&x="
        )
    }

    @Test func `percent coding keeps only unreserved characters`() {
        #expect(PercentCoding.encode("aZ09-._~ /é") == "aZ09-._~%20%2F%C3%A9")
        #expect(PercentCoding.decode(Array("a%2Fb+%c3".utf8)) == Array("a/b+".utf8) + [0xc3])
        #expect(PercentCoding.decode(Array("%2".utf8)) == nil)
        #expect(PercentCoding.decode(Array("%+1".utf8)) == nil)
    }
}
