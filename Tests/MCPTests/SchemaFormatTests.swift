import Testing

@testable import MCP

@Suite("Formats of texts")
struct SchemaFormatTests {
    @Test(arguments: [
        "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00", "1937-01-01T12:00:27.87+00:20", "1963-06-19t08:30:06.283185z",
        "2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0000-01-01T00:00:00+23:59",
        "1998-12-31T23:59:60.123Z",
    ])
    func `a date and time of RFC 3339 is taken`(text: String) {
        #expect(SchemaFormat.dateTime.matches(text))
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T14:05:00", "2026-11-23 14:05:00Z", "2026-11-23T14:05Z",
        "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1998-12-31T23:59:61Z",
        "1990-02-31T15:59:59.123-08:00", "1990-12-31T15:59:59-24:00", "1990-12-31T10:00:00+10:60",
        "1963-06-19T08:30:06.28123+01:00Z", "06/19/1963 08:30:06 PST", "2013-350T01:01:01",
        "1963-6-19T08:30:06.283185Z", "1963-06-1T00:00:00Z", "1963-06-1\u{09ea}T00:00:00Z",
        "1963-06-11T0\u{09ea}:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00Z ",
        "+026-01-01T00:00:00Z", "2026-01-01T00:00:00,5Z",
    ])
    func `anything else is no date and time`(text: String) {
        #expect(!SchemaFormat.dateTime.matches(text))
    }

    @Test(arguments: [
        "http://foo.bar/?baz=qux#quuz", "http://foo.com/blah_(wikipedia)_blah#cite-1",
        "http://foo.bar/?q=Test%20URL-encoded%20stuff", "http://xn--nw2a.xn--j6w193g/",
        "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", "http://223.255.255.254",
        "ftp://ftp.is.co.za/rfc/rfc1808.txt", "http://www.ietf.org/rfc/rfc2396.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com",
        "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "https://[::1]:8080", "a:",
        "file:///etc/hosts", "https://example.com:/x",
    ])
    func `an absolute URI of RFC 3986 is taken`(text: String) {
        #expect(SchemaFormat.uri.matches(text))
    }

    @Test(arguments: [
        "", "//foo.bar/?baz=qux#quuz", "/abc", "\\\\WINDOWS\\fileshare", "abc",
        "http:// shouldfail.com", ":// should fail", "bar,baz:foo", "1a:b",
        "https://[@example.org/",
        "https://example.org/foobar\\.txt", "https://example.org/foobar<>.txt",
        "https://example.org/foobar{}.txt", "https://example.org/foobar^.txt",
        "https://example.org/foobar`.txt", "https://example.org/foo bar.txt",
        "https://example.org/foobar|.txt", "https://example.org/\u{e9}", "https://example.org/%",
        "https://example.org/%4", "https://example.org/%4g", "https://example.org/[x]",
        "https://[::1", "https://[]/", "https://[::1]x/", "https://a@b@c/", "https://a:8x/",
        "https://example.org/#a#b", "https://example.org/\n", "https://exa\"mple.org/",
    ])
    func `anything else is no absolute URI`(text: String) {
        #expect(!SchemaFormat.uri.matches(text))
    }

    @Test(arguments: [
        ("ada@example.com", true), ("a@b", true), ("", false), ("ada", false), ("@b", false),
        ("a@", false), ("a@b@c", false), ("a b@c", false), ("a@b\u{7f}", false),
    ])
    func `an e-mail address has two sides`(text: String, isValid: Bool) {
        #expect(SchemaFormat.email.matches(text) == isValid)
    }
}
