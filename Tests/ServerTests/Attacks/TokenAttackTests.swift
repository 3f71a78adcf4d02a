import Cryptography
import Directory
import HTTP
import JSON
import OAuth
import Primitives
import Storage
import Testing

/// A token is good for one thing, at one place, as long as person and client may act.
@Suite("Tokens under attack", .timeLimit(.minutes(10)))
struct TokenAttackTests {
    /// Runs `body` with a fresh server, an agent and its tokens.
    private func serve(
        bySocket: Bool,
        _ body: (inout Agent, Agent.Tokens) async throws -> Void
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let server = try await SharedServer(fixture, socket: road)
            var agent = try await Agent.registered(server, on: road, name: "Client")
            let tokens = try await agent.connect()
            try await body(&agent, tokens)
        }
    }

    private func post(_ agent: Agent, _ fields: HTTPFields, query: String = "") async throws
        -> Answer
    {
        var fields = fields
        fields.append(.contentType, "application/json")
        let body = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
        let request = Wire.request(.post, "/mcp" + query, fields, body: Array(body.utf8))
        return try await agent.road.send(request)
    }

    private func bearer(_ token: String, scheme: String = "Bearer") -> HTTPFields {
        [.authorization: HTTPFieldValue(proven: "\(scheme) \(token)")]
    }

    @Test(arguments: [false, true])
    func `S-66 T22 neither refresh token nor code opens the tools or introspects as active`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, tokens in
            let code = try await agent.code()
            let swapped = tokens.refresh.replacing("wlr_", with: "wla_")
            for token in [tokens.refresh, code, swapped, "wla_", tokens.access + "A"] {
                let answer = try await post(agent, bearer(token))
                #expect(answer.status == 401)
                let challenge = answer.fields.text(.wwwAuthenticate) ?? ""
                #expect(challenge.contains("error=\"invalid_token\""))
                #expect(try await !agent.isActive(token))
            }
            #expect(try await agent.call(tokens.access) == 200)
        }
    }

    @Test(arguments: [false, true])
    func `S-68 RS-14 RS-15 a token counts in one header, whatever the case of its scheme`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, tokens in
            for scheme in ["Bearer", "bearer", "BEARER"] {
                #expect(try await post(agent, bearer(tokens.access, scheme: scheme)).status == 200)
            }
            let query = "?access_token=" + tokens.access
            let alone = try await post(agent, [:], query: query)
            #expect(alone.status == 401)
            let beside = try await post(agent, bearer(tokens.access), query: query)
            #expect(beside.status == 400)
            var twice = bearer(tokens.access)
            twice.append(contentsOf: bearer(tokens.access))
            // Over a socket the second field is refused before anybody reads the first.
            let doubled = try await post(agent, twice)
            #expect(doubled.status == (bySocket ? 400 : 401))
            for scheme in ["Basic", "DPoP", "Bearer,", "Token"] {
                #expect(try await post(agent, bearer(tokens.access, scheme: scheme)).status == 401)
            }
        }
    }

    @Test(arguments: [false, true])
    func `S-67 S-71 S-72 T24 T25 RS-12 a token for one resource is nothing at another`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, tokens in
            let secret = "another"
            let isAdded = try await agent.fixture.store.resourceServers.add(
                ResourceServer(
                    identifier: "rs_other",
                    audience: "https://other.example/mcp",
                    secretHash: SHA256.digest(Array(secret.utf8))
                ),
                at: SystemWallClock().now()
            )
            #expect(isAdded)
            // The other resource server sees nothing of the token, as of a token that is garbage.
            let header = HTTPFieldValue(proven: Wire.basic("rs_other", secret))
            for token in [tokens.access, tokens.refresh, "wla_AAAA", "x"] {
                let answer = try await agent.road.send(
                    Wire.form("/introspect", [("token", token)], [.authorization: header])
                )
                #expect(answer.status == 200)
                #expect(answer.body == #"{"active":false}"#)
            }
            // A token for the other resource opens none of the tools here.
            let target = agent.target([("resource", "https://other.example/mcp")])
            let page = try await agent.browser.openConsent(target)
            let location = try await agent.browser.press(.approve, on: page)
            let code: String? = try Wire.query("code", of: location)
            let foreign = try Agent.tokens(try await agent.redeem(try #require(code)))
            #expect(try await agent.call(foreign.access) == 401)
            #expect(try await !agent.isActive(foreign.access))
            // And a refresh cannot move a grant from one to the other.
            let moved = try await agent.refresh(
                tokens.refresh,
                [("resource", "https://other.example/mcp")]
            )
            #expect(try moved.text("error") == "invalid_target")
        }
    }

    @Test(arguments: [false, true])
    func `S-37 S-38 T14 a replay of the code ends its tokens only with the right proof`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, other in
            let code = try await agent.code()
            let tokens = try Agent.tokens(try await agent.redeem(code))
            let wrong = String(repeating: "w", count: 50)
            #expect(try await agent.redeem(code, verifier: wrong).text("error") == "invalid_grant")
            #expect(try await agent.isActive(tokens.access))
            #expect(try await agent.redeem(code).text("error") == "invalid_grant")
            #expect(try await !agent.isActive(tokens.access))
            #expect(try await agent.refresh(tokens.refresh).text("error") == "invalid_grant")
            // Only what came of that code.
            #expect(try await agent.isActive(other.access))
        }
    }

    @Test(arguments: [false, true])
    func `S-73 T23 a client ends its own grant and nobody else's, and learns nothing`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, tokens in
            let server = try await SharedServer(agent.fixture, socket: agent.road)
            let stranger = try await Agent.registered(server, on: agent.road, name: "Stranger")
            for token in [tokens.access, tokens.refresh, "x", "wlr_AAAA"] {
                let answer = try await stranger.revoke(token)
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty)
            }
            #expect(try await agent.call(tokens.access) == 200)
            let answer = try await agent.revoke(tokens.access)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(try await agent.call(tokens.access) == 401)
            #expect(try await agent.refresh(tokens.refresh).text("error") == "invalid_grant")
        }
    }

    @Test(arguments: [false, true])
    func `S-74 S-65 a person or client that is switched off is refused on every path at once`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { agent, tokens in
            let fixture = agent.fixture
            let code = try await agent.code()
            let now = SystemWallClock().now()
            _ = try await fixture.store.clients.setDisabled(agent.identifier, at: now)
            #expect(try await agent.call(tokens.access) == 401)
            #expect(try await !agent.isActive(tokens.access))
            #expect(try await agent.refresh(tokens.refresh).text("error") == "invalid_client")
            #expect(try await agent.redeem(code).text("error") == "invalid_client")
            #expect(try await agent.browser.get(agent.target()).status == 400)
            _ = try await fixture.store.clients.setDisabled(agent.identifier, at: nil)
            #expect(try await agent.call(tokens.access) == 200)

            let listing = try fixture.store.people.find("ada@example.com")
            let person = try #require(listing).person
            try await fixture.store.people.setDisabled(person.key, at: now)
            #expect(try await agent.call(tokens.access) == 401)
            #expect(try await agent.refresh(tokens.refresh).text("error") == "invalid_grant")
            #expect(try await agent.redeem(code).text("error") == "invalid_grant")
            guard case .page(let page, path: "/sign-in") = try await agent.browser.visit("/account")
            else { throw Wire.Failure("still signed in") }
            guard
                case .page(let refused, path: "/sign-in") =
                    try await agent.browser.signIn(on: page)
            else { throw Wire.Failure("signed in") }
            #expect(refused.status == 200)
        }
    }
}
