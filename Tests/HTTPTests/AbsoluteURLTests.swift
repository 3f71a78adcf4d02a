import HTTP
import Testing

@Suite("Absolute URLs")
struct AbsoluteURLTests {
    @Test(arguments: [
        ("http://a", "http://a/"),
        ("HTTPS://A.Example:443/x?y=%20&z", "https://a.example/x?y=%20&z"),
        ("http://127.0.0.1:8080/introspect", "http://127.0.0.1:8080/introspect"),
        ("http://[::1]:80", "http://[::1]/"), ("https://a:80", "https://a:80/"),
        ("https://a?q", "https://a/?q"), ("https://a/...", "https://a/..."),
        ("https://a:/", "https://a/"),
    ])
    func `a legal URL has one normal form`(text: String, normal: String) {
        #expect(AbsoluteURL(text)?.description == normal)
    }

    @Test(arguments: [
        "", "http://", "http:///x", "//a", "a", "ftp://a", "http:/a", "http:a", "http://u@a",
        "http://u:p@a/", "http://a#f", "http://a/#", "http://a\\b", "http://a/\\b", "http://a/?\\",
        "http://a/ b",
        "http://a/é", "http://é/", "http://a/\u{0}", "http://a/\n", "http://a:0", "http://a:65536",
        "http://a:8x", "http://a/%", "http://a/%4", "http://a/?%zz", "http://a/.", "http://a/..",
        "http://a/b/../c", "http://a/%2e/b", "http://a/.%2E/b", "http://[::1",
        "http://[fe80::1%25e]/",
        "http://a%2eb/", " http://a", "http://a ", "http://a/\"", "http://a/<b>",
    ])
    func `a doubtful URL is refused`(text: String) {
        #expect(AbsoluteURL(text) == nil)
    }

    @Test func `the parts are what a client needs`() throws {
        let url = try #require(AbsoluteURL("https://A.example:8443/p/q?r=s"))
        #expect(url.isSecure)
        #expect(url.host == "a.example")
        #expect(url.port == 8_443)
        #expect(url.authority == "a.example:8443")
        #expect(url.origin == "https://a.example:8443")
        #expect(url.target == "/p/q?r=s")
    }

    @Test(arguments: [
        ("http://127.0.0.1", true), ("http://127.9.9.9:1", true), ("http://[::1]", true),
        ("http://localhost", true), ("http://localhost.example", false),
        ("http://127.0.0.1.example", false),
        ("http://127.0.0", false), ("http://127.0.0.256", false), ("http://128.0.0.1", false),
        ("http://[::2]", false),
    ])
    func `loopback is recognised`(text: String, expected: Bool) throws {
        #expect(try #require(AbsoluteURL(text)).isLoopback == expected)
    }
}
