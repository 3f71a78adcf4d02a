import HTTP
import JSON
import Testing

/// Nobody can use the server to send a browser to an address of their choice.
@Suite("Open redirects", .sharedServer, .timeLimit(.minutes(10)))
struct RedirectAttackTests {
    /// A page of our own: 400, never a redirect, locked down.
    private func expectPage(_ answer: Answer, _ what: String, status: Int = 400) {
        #expect(answer.status == status, "\(what)")
        #expect(answer.fields.text(.location) == nil, "\(what)")
        #expect(!answer.fields.contains(HTTPFieldName(literal: "Refresh")), "\(what)")
        #expect(answer.fields.text(.contentType) == "text/html; charset=utf-8", "\(what)")
        #expect(answer.fields.text(.xFrameOptions) == "DENY", "\(what)")
        #expect(HTML.foreignLinks(in: answer.body) == [], "\(what)")
    }

    private func agent(_ name: String, bySocket: Bool) async throws -> Agent {
        let server = try SharedServer.current
        return try await Agent.registered(
            server,
            on: server.road(bySocket: bySocket),
            name: "\(name) \(bySocket)"
        )
    }

    /// Other spellings of `https://client.example.org/callback?a=1`, and other addresses.
    private static let mutations = [
        "https://client.example.org/callback", "https://client.example.org/callback?a=1&b=2",
        "https://client.example.org/callback?a=%31", "https://client.example.org/callback/?a=1",
        "https://client.example.org/Callback?a=1", "https://client.example.org//callback?a=1",
        "https://client.example.org/x/../callback?a=1", "https://client.example.org/%2e/callback",
        "https://client.example.org/callback%2F?a=1", "https://client.example.org/callback?a=1#f",
        "https://CLIENT.example.org/callback?a=1", "HTTPS://client.example.org/callback?a=1",
        "http://client.example.org/callback?a=1", "https://client.example.org:443/callback?a=1",
        "https://client.example.org./callback?a=1", "https://www.client.example.org/callback?a=1",
        "https://client.example.org.evil.example/callback?a=1", "//evil.example/callback?a=1",
        "https://client.example.org@evil.example/callback?a=1", "https://evil.example/",
        "https://evil.example\\@client.example.org/callback?a=1", "/callback?a=1", "callback",
        "https://client.example.org\\callback?a=1", "https://client.example.org/callback?a=1\u{0}",
        "https://client.example.org/callback?a=1 ", "\thttps://client.example.org/callback?a=1",
        "https://client.example.org/callback?a=1\r\nLocation: https://evil.example/",
        "https://clıent.example.org/callback?a=1", "https://client。example.org/callback?a=1",
        "javascript:alert(1)//client.example.org/callback?a=1", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "blob:https://client.example.org/x", "about:blank",
        "cursor://client.example.org/callback?a=1", "http://127.0.0.1/callback?a=1",
        "http://localhost@evil.example/callback", "http://localhost.evil.example/callback",
    ]

    @Test(arguments: [false, true])
    func `S-01 T17 another spelling of a redirect URI ends on a page, signed in or out`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Mutations", bySocket: bySocket)
        for text in Self.mutations {
            let target = agent.target([("redirect_uri", text)])
            expectPage(try await agent.road.send(Wire.get(target)), text)
            expectPage(try await agent.browser.get(target), text)
        }
    }

    @Test(arguments: [false, true])
    func `S-02 S-07 T15 while client or redirect are unproven, errors are pages`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Unproven", bySocket: bySocket)
        let other = try await self.agent("Another", bySocket: bySocket)
        let evil = "&redirect_uri=https%3A%2F%2Fevil.example%2F"
        let good = agent.target()
        let targets = [
            "/authorize", "/authorize?", agent.target([("client_id", nil)]),
            agent.target([("client_id", "")]), agent.target([("client_id", "dyn_AAAA")]),
            agent.target([("client_id", "cli_AAAAAAAAAAAAAAAAAAAAAA")]), good + evil,
            good.replacing("?", with: "?redirect_uri=https%3A%2F%2Fevil.example%2F&"),
            good + "&client_id=" + other.identifier, good + "&client_id=" + agent.identifier,
            agent.target([("redirect_uri", nil)]) + evil,
            // Wrong in two ways: the redirect URI decides.
            agent.target([("response_type", "token"), ("redirect_uri", "https://evil.example/")]),
            agent.target([("client_id", "\u{0}")]), good + "&x=%FF",
        ]
        // Half an escape is nothing that the client of these tests would send over a socket.
        let inMemoryOnly = bySocket ? [] : [good + "&x=%"]
        for target in targets + inMemoryOnly {
            expectPage(try await agent.browser.get(target), target)
        }
    }

    @Test(arguments: [false, true])
    func `S-02 a client with two redirect URIs must say which`(bySocket: Bool) async throws {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        let answer = try await road.send(
            Wire.json(
                "/register",
                [
                    "redirect_uris": ["https://a.example/1", "https://a.example/2"],
                    "token_endpoint_auth_method": "none",
                ]
            )
        )
        var agent = try await agent("Two", bySocket: bySocket)
        let target = agent.target([
            ("client_id", try answer.text("client_id")), ("redirect_uri", nil),
        ])
        expectPage(try await agent.browser.get(target), target)
    }

    @Test(arguments: [false, true])
    func `S-18 the authorization endpoint takes no form`(bySocket: Bool) async throws {
        var agent = try await agent("Form", bySocket: bySocket)
        let answer = try await agent.browser.post("/authorize", [("client_id", agent.identifier)])
        #expect(answer.status == 405)
        #expect(answer.fields.text(.location) == nil)
    }

    @Test(arguments: ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil"])
    func `T15 a sign-in leads to pages of ours alone`(flow: String) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory)
        guard case .page(let page, path: _) = try await browser.visit("/sign-in") else { return }
        let csrf = try HTML.hidden("csrf", after: "action=\"/sign-in\"", in: page.body)
        for pairs in [[("flow", flow)], [("next", flow)], [("return_to", flow)]] {
            let form = [
                ("email", "ada@example.com"), ("password", JourneyFixture.password), ("csrf", csrf),
            ]
            let answer = try await browser.post("/sign-in", pairs + form)
            let location = answer.fields.text(.location) ?? "/account"
            #expect(Wire.ownTarget(location) == "/account", "\(location)")
        }
    }

    /// Requests with a proven client and redirect URI, and the error that the client must learn.
    private static let refused: [([(String, String?)], String)] = [
        ([("response_type", "token")], "unsupported_response_type"),
        ([("response_type", "id_token")], "unsupported_response_type"),
        ([("response_type", "code token")], "unsupported_response_type"),
        ([("response_type", nil)], "invalid_request"),
        ([("response_mode", "fragment")], "invalid_request"),
        ([("response_mode", "form_post")], "invalid_request"),
        ([("code_challenge", nil)], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("code_challenge_method", nil)], "invalid_request"),
        ([("code_challenge", "short")], "invalid_request"),
        ([("resource", "https://evil.example/mcp")], "invalid_target"),
        ([("resource", "/mcp")], "invalid_target"),
        ([("prompt", "none")], "consent_required"),
        ([("prompt", "none login")], "invalid_request"),
        ([("request", "eyJhbGciOiJub25lIn0..")], "request_not_supported"),
        ([("request_uri", "http://169.254.169.254/")], "request_uri_not_supported"),
        ([("state", String(repeating: "s", count: 2_049))], "invalid_request"),
    ]

    @Test(arguments: 0..<17, [false, true])
    func `S-12 S-13 S-15 S-16 S-31 S-32 S-33 T38 an error waits until the person is known`(
        index: Int,
        bySocket: Bool
    ) async throws {
        let (changes, code) = Self.refused[index]
        let agent = try await agent("Held", bySocket: bySocket)
        let target = agent.target(changes)
        // Signed out, the browser stays here: at the sign-in page, whatever is wrong.
        var stranger = Browser(agent.road)
        guard case .page(let page, path: "/sign-in") = try await stranger.visit(target) else {
            throw Wire.Failure("not held back: \(target)")
        }
        #expect(HTML.foreignLinks(in: page.body) == [])
        // Signed in, the person sees what is wrong and decides whether to go back.
        var person = agent.browser
        guard case .page(let error, path: "/consent") = try await person.visit(target) else {
            throw Wire.Failure("no page for \(target)")
        }
        #expect(error.status == 400)
        let link = try HTML.foreignLink(in: error.body)
        #expect(link.hasPrefix(agent.redirect + "&error="))
        #expect(try Wire.query("error", of: link) == code)
        #expect(try Wire.query("code", of: link) == nil)
        #expect(try Wire.query("iss", of: link) == JourneyFixture.issuer)
        let isTooLong = changes.contains { $0.0 == "state" }
        #expect(try Wire.query("state", of: link) == (isTooLong ? nil : "s+/="))
    }
}
