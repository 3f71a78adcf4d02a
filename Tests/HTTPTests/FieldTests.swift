import HTTP
import Primitives
import Testing

@Suite("Header fields")
struct FieldTests {
    @Test func `lookups tell absence, one and repetition apart, case of names aside`() {
        var fields: HTTPFields = [.accept: "a", .vary: "b", .accept: "c, d"]
        #expect(fields.only(HTTPFieldName(literal: "VARY")) == .one(Array("b".utf8)))
        #expect(fields.only(.accept) == .several)
        #expect(fields.only(.origin) == .none)
        #expect(fields.all(.accept) == [Array("a".utf8), Array("c, d".utf8)])
        #expect(fields.members(.accept).count == 3)
        #expect(fields.first(.accept) == Array("a".utf8))
        fields.set(.accept, "e")
        #expect(fields.text(.accept) == "e")
        #expect(fields == [.vary: "b", HTTPFieldName(literal: "accept"): "e"])
        fields.remove(.vary)
        #expect(!fields.contains(.vary))
        #expect(fields.count == 1)
    }

    @Test func `text is ASCII or nothing`() {
        let fields: HTTPFields = [.origin: "é"]
        #expect(fields.text(.origin) == nil)
        #expect(fields.only(.origin) == .one(Array("é".utf8)))
    }

    @Test(arguments: [
        ("a=b", "a", Occurrence.one("b")), ("a=b; c=d", "c", .one("d")),
        ("a=\"b\"", "a", .one("b")),
        ("a=", "a", .one("")), ("a=b=c", "a", .one("b=c")), ("a=b; a=b", "a", .several),
        ("a=b", "A", .none), ("a", "a", .none), ("=b", "", .none), ("a b=c; d=e", "d", .one("e")),
        ("a=b c; d=e", "a", .none), ("a=é", "a", .none), ("a=\"b", "a", .none),
        ("a=b,c", "a", .none),
        (";;a=b;", "a", .one("b")),
    ])
    func `cookies are read by the grammar, others skipped`(
        text: String,
        name: String,
        expected: Occurrence<String>
    ) throws {
        var fields = HTTPFields()
        fields.append(.cookie, try #require(HTTPFieldValue(text)))
        #expect(Cookies(fields).only(name) == expected)
    }

    @Test func `cookies of two fields count together`() {
        let cookies = Cookies([.cookie: "a=1; b=2", .cookie: "a=3"])
        #expect(cookies.only("a") == .several)
        #expect(cookies.only("b") == .one("2"))
    }

    @Test func `a set cookie carries its attributes`() throws {
        var cookie = try #require(SetCookie(name: "__Host-s", value: "x", isSecure: true))
        #expect(
            cookie.fieldValue.description
                == "__Host-s=x; Path=/; Secure; HttpOnly; SameSite=Lax"
        )
        cookie.maximumAgeInSeconds = -5
        cookie.sameSite = .strict
        cookie.isHTTPOnly = false
        #expect(
            cookie.fieldValue.description
                == "__Host-s=x; Path=/; Max-Age=0; Secure; SameSite=Strict"
        )
    }

    @Test(arguments: [
        ("a b", "c", "/", true), ("", "c", "/", true), ("a", "b c", "/", true),
        ("a", "b;c", "/", true), ("a", "b\r\n", "/", true), ("a", "é", "/", true),
        ("a", "b", "", true), ("a", "b", "x", true), ("a", "b", "/;", true),
        ("a", "b", "/\n", true),
        ("__Host-a", "b", "/", false), ("__host-a", "b", "/x", true),
        ("__Secure-a", "b", "/", false),
    ])
    func `a cookie that a browser would misread cannot be made`(
        name: String,
        value: String,
        path: String,
        isSecure: Bool
    ) {
        #expect(SetCookie(name: name, value: value, path: path, isSecure: isSecure) == nil)
    }

    @Test(
        arguments: [
            ("application/json", "application/json", []),
            ("Text/HTML; Charset=UTF-8", "text/html", ["charset=UTF-8"]),
            ("a/b ; c=\"d;\\\"e\" ;f=g", "a/b", ["c=d;\"e", "f=g"]), ("a/b;", "a/b", []),
            ("a/b; ; c=d", "a/b", ["c=d"]),
        ] as [(String, String, [String])]
    )
    func `a media type is read with its parameters`(
        text: String,
        essence: String,
        parameters: [String]
    ) throws {
        let type = try #require(MediaType(Array(text.utf8)))
        #expect(type.essence == essence)
        #expect(type.parameters.map { "\($0.name)=\($0.value)" } == parameters)
    }

    @Test(arguments: [
        "", "a", "a/", "/b", "a/b c", "a /b", "a/b; c", "a/b; c=", "a/b; =d", "a/b; c =d",
        "a/b; c=\"d",
        "a/b; c=d; C=e", "a/b, c/d", "a/b; c=\"d\\", "é/b",
    ])
    func `a malformed media type is refused`(text: String) {
        #expect(MediaType(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("a/b", true), ("a/b; charset=\"utf-8\"", true), ("a/b; charset=US-ASCII", true),
        ("a/b; charset=latin1", false),
    ])
    func `the charset says whether content is UTF-8`(text: String, expected: Bool) throws {
        #expect(try #require(MediaType(Array(text.utf8))).isUTF8 == expected)
    }
}

@Suite("Dates (RFC 9110 §5.6.7)")
struct HTTPDateTests {
    private static let example = Timestamp(secondsSinceEpoch: 784_111_777)
    private static let now = Timestamp(secondsSinceEpoch: 1_795_478_400)

    @Test func `the RFC's own example is written`() {
        let text = String(decoding: HTTPDate.format(HTTPDateTests.example), as: UTF8.self)
        #expect(text == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ])
    func `all three forms are read`(text: String) {
        let time = HTTPDate.parse(Array(text.utf8), now: HTTPDateTests.now)
        #expect(time == HTTPDateTests.example)
    }

    @Test func `asctime with a two-digit day is read`() {
        let time = HTTPDate.parse(Array("Wed Nov 16 08:49:37 1994".utf8), now: HTTPDateTests.now)
        #expect(time == HTTPDateTests.example.adding(seconds: 864_000))
    }

    @Test(arguments: [
        "", "x", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun 06 Nov 1994 08:49:37 GMT",
        "Thu, 31 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov +994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun Nov 6 08:49:37 1994",
        "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37",
    ])
    func `a malformed date is refused`(text: String) {
        #expect(HTTPDate.parse(Array(text.utf8), now: HTTPDateTests.now) == nil)
    }
}
