import HTTP
import Testing

/// A server that people reach over https says so with every answer.
@Suite("Strict transport (RFC 6797)", .timeLimit(.minutes(10)))
struct TransportSecurityTests {
    private static let paths = [
        "/", "/sign-in", "/account", "/authorize", "/consent", "/token", "/mcp", "/nothing",
        "/.well-known/oauth-authorization-server", "/healthz", "/assets/nothing",
    ]

    @Test func `S-80 every answer of an https issuer demands https, errors too`() async throws {
        let fixture = try await JourneyFixture()
        let handler = try fixture.handler([], issuer: "https://auth.example.com")
        let road = MemoryRoad(handler: handler, host: "auth.example.com")
        let strict = "max-age=31536000; includeSubDomains"
        for path in Self.paths {
            for method in [HTTPMethod.get, .post, .options] {
                let answer = try await road.send(HTTPRequest(method: method, path: path))
                let values = answer.fields.all(.strictTransportSecurity)
                #expect(values == [Array(strict.utf8)], "\(method.name) \(path)")
            }
        }
        let foreign = MemoryRoad(handler: handler, host: "evil.example")
        let answer = try await foreign.send(Wire.get("/sign-in"))
        #expect(answer.status == 421)
    }

    @Test func `S-80 S-23 AS-50 cookies of an https issuer are for its host alone`()
        async throws
    {
        let fixture = try await JourneyFixture()
        let handler = try fixture.handler([], issuer: "https://auth.example.com")
        let road = MemoryRoad(handler: handler, host: "auth.example.com")
        let answer = try await road.send(Wire.get("/sign-in"))
        let cookie = try #require(answer.fields.text(.setCookie))
        #expect(cookie.hasPrefix("__Host-"))
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            #expect(cookie.contains("; \(attribute)"), "\(cookie)")
        }
        #expect(!cookie.contains("Domain"))
    }

    @Test func `on loopback nobody is told to use https`() async throws {
        let fixture = try await JourneyFixture()
        let road = MemoryRoad(handler: try fixture.handler([]))
        let answer = try await road.send(Wire.get("/sign-in"))
        #expect(!answer.fields.contains(.strictTransportSecurity))
        #expect(answer.fields.text(.setCookie)?.hasPrefix("wayleave-") == true)
    }
}
