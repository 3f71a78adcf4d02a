import OAuth
import Testing

@Suite("Resource indicators (RFC 8707)")
struct ResourceIndicatorTests {
    private func refusal(of requested: [String]) throws -> ResourceRefusal? {
        let resource = try #require(ResourceIndicator(canonical: Fixture.resourceText))
        do {
            try resource.check(requested.map { Array($0.utf8) })
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "https://auth.example.com/mcp", "https://auth.example.com/mcp/",
        "https://AUTH.example.COM/mcp", "HTTPS://auth.example.com/mcp", "https://auth.example.com",
        "https://auth.example.com/", "https://auth.example.com:443/mcp",
        "https://auth.example.com:443",
    ])
    func `spellings of the resource are accepted`(text: String) throws {
        #expect(try refusal(of: [text]) == nil)
    }

    @Test(
        arguments: [
            ("https://auth.example.com/MCP", .otherPath(canonical: Fixture.resourceText)),
            ("https://auth.example.com/mcp//", .otherPath(canonical: Fixture.resourceText)),
            ("https://auth.example.com/mcp/x", .otherPath(canonical: Fixture.resourceText)),
            ("https://auth.example.com/%6dcp", .otherPath(canonical: Fixture.resourceText)),
            ("https://auth.example.com//mcp", .otherPath(canonical: Fixture.resourceText)),
            ("https://other.example.com/mcp", .otherOrigin(canonical: Fixture.resourceText)),
            ("https://auth.example.com:8443/mcp", .otherOrigin(canonical: Fixture.resourceText)),
            ("https://auth.example.com:80/mcp", .otherOrigin(canonical: Fixture.resourceText)),
            ("http://auth.example.com/mcp", .otherOrigin(canonical: Fixture.resourceText)),
            ("https://auth.example.com./mcp", .otherOrigin(canonical: Fixture.resourceText)),
            ("https://auth.example.com/mcp#f", .hasFragment(canonical: Fixture.resourceText)),
            ("https://auth.example.com/mcp#", .hasFragment(canonical: Fixture.resourceText)),
            ("https://auth.example.com/mcp?x", .hasQuery(canonical: Fixture.resourceText)),
            ("/mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("https:///mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("https://a@auth.example.com/mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("https://auth.example.com\\mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("https://auth.exämple.com/mcp", .notAbsolute(canonical: Fixture.resourceText)),
            ("urn:mcp", .notAbsolute(canonical: Fixture.resourceText)),
        ] as [(String, ResourceRefusal)]
    )
    func `S-67 anything else is refused with its reason`(
        text: String,
        expected: ResourceRefusal
    ) throws {
        #expect(try refusal(of: [text]) == expected)
        #expect(expected.wire.code == .invalidTarget)
        #expect(expected.wire.description.contains(Fixture.resourceText))
    }

    @Test func `none means the one there is, and every one of several must be it`() throws {
        #expect(try refusal(of: []) == nil)
        #expect(try refusal(of: [Fixture.resourceText, "https://auth.example.com/"]) == nil)
        let wrong = try refusal(of: [Fixture.resourceText, "https://other.example.com/mcp"])
        #expect(wrong == .otherOrigin(canonical: Fixture.resourceText))
    }

    @Test(arguments: [
        "https://auth.example.com/", "https://auth.example.com/mcp/",
        "https://Auth.example.com/mcp", "https://auth.example.com:443/mcp", "mcp",
        "https://auth.example.com/mcp#", "https://auth.example.com/mcp?x", "",
    ])
    func `a resource is configured in its canonical form`(text: String) {
        #expect(ResourceIndicator(canonical: text) == nil)
    }

    @Test func `a loopback resource has a port`() throws {
        let resource = try #require(ResourceIndicator(canonical: "http://127.0.0.1:8080/mcp"))
        try resource.check([Array("http://127.0.0.1:8080".utf8)])
        #expect(throws: ResourceRefusal.self) {
            try resource.check([Array("http://127.0.0.1/mcp".utf8)])
        }
    }
}
