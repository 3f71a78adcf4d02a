import HTTP
import JSON
import Testing

/// The server's own addresses are configured and never taken from a request.
@Suite("Forged hosts", .sharedServer, .timeLimit(.minutes(10)))
struct HostAttackTests {
    private static let forged: [HTTPFields] = [
        [HTTPFieldName(literal: "X-Forwarded-Host"): "evil.example"],
        [HTTPFieldName(literal: "X-Forwarded-Proto"): "https"],
        [HTTPFieldName(literal: "Forwarded"): "host=evil.example;proto=https"],
        [HTTPFieldName(literal: "X-Original-URL"): "/account"],
        [HTTPFieldName(literal: "X-Forwarded-Prefix"): "/evil"],
        [HTTPFieldName(literal: "X-HTTP-Method-Override"): "DELETE"],
    ]

    private static let documents = [
        "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
        "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
    ]

    @Test(arguments: documents, [false, true])
    func `S-77 S-81 T29 AS-12 the documents say the same whatever a request claims`(
        path: String,
        bySocket: Bool
    ) async throws {
        let road = try SharedServer.current.road(bySocket: bySocket)
        let plain = try await road.send(Wire.get(path))
        #expect(plain.status == 200)
        #expect(plain.body.contains("\"\(JourneyFixture.issuer)\""))
        for fields in Self.forged {
            let answer = try await road.send(Wire.get(path, fields))
            #expect(answer.status == 200)
            #expect(answer.body == plain.body)
        }
    }

    @Test(arguments: [false, true])
    func `S-81 T29 challenges, redirects and pages name the issuer alone`(bySocket: Bool)
        async throws
    {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        let agent = try await Agent.registered(server, on: road, name: "Forged \(bySocket)")
        for fields in Self.forged {
            let answers = [
                try await road.send(Wire.json("/mcp", [:], fields)),
                try await road.send(Wire.get(agent.target(), fields)),
                try await road.send(Wire.get("/sign-in", fields)),
            ]
            for answer in answers {
                #expect(answer.status < 500)
                #expect(!answer.body.contains("evil"))
                for field in answer.fields {
                    #expect(!field.value.description.contains("evil"))
                }
            }
        }
    }

    @Test(arguments: ["evil.example", "127.0.0.1:8081", "127.0.0.1:8080.evil.example", "localhost"])
    func `S-76 T29 another host is misdirected, at every kind of address`(host: String)
        async throws
    {
        let server = try SharedServer.current
        let handler = try server.fixture.handler([])
        for path in Self.documents + ["/mcp", "/authorize", "/sign-in", "/token", "/assets/x"] {
            let road = MemoryRoad(handler: handler, host: host)
            let answer = try await road.send(Wire.get(path))
            #expect(answer.status == 421, "\(path)")
            #expect(try answer.text("error") == "misdirected_request")
        }
    }
}
