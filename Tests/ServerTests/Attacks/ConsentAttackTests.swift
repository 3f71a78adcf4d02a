import HTTP
import Testing

/// A decision is the person's own: nobody else can make, change or repeat it.
@Suite("Consent under attack", .sharedServer, .timeLimit(.minutes(10)))
struct ConsentAttackTests {
    private func agent(_ name: String, bySocket: Bool) async throws -> Agent {
        let server = try SharedServer.current
        return try await Agent.registered(
            server,
            on: server.road(bySocket: bySocket),
            name: "\(name) \(bySocket)"
        )
    }

    /// The choices on a page with `change` applied to one field.
    private func choices(
        _ browser: Browser,
        _ page: Answer,
        _ name: String,
        _ change: (String) -> String
    ) throws -> [(String, String)] {
        let pairs = try browser.choices(on: page) + [("decision", "approve")]
        return pairs.map { $0.0 == name ? ($0.0, change($0.1)) : $0 }
    }

    private func flipped(_ text: String) -> String {
        (text.first == "A" ? "B" : "A") + text.dropFirst()
    }

    @Test(arguments: [false, true])
    func `S-27 T10 an edited, cut or foreign form is refused and grants nothing`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Edited", bySocket: bySocket)
        let page = try await agent.browser.openConsent(agent.target())
        let other = try await agent.browser.openConsent(agent.target([("state", "other")]))
        let otherFlow = try HTML.hidden("flow", after: "action=\"/consent\"", in: other.body)
        let otherCSRF = try HTML.hidden("csrf", after: "action=\"/consent\"", in: other.body)
        let changes: [(String, (String) -> String)] = [
            ("csrf", flipped), ("csrf", { _ in "" }), ("csrf", { _ in otherCSRF }),
            ("csrf", { $0 + "A" }), ("flow", flipped), ("flow", { _ in "" }),
            ("flow", { _ in otherFlow }), ("flow", { String($0.dropLast(4)) }),
        ]
        for (name, change) in changes {
            let pairs = try choices(agent.browser, page, name, change)
            let answer = try await agent.browser.post("/consent", pairs)
            #expect([400, 403].contains(answer.status), "\(name)")
            #expect(answer.fields.text(.location) == nil, "\(name)")
            #expect(HTML.foreignLinks(in: answer.body) == [], "\(name)")
        }
        #expect(try await agent.browser.press(.approve, on: page).contains("code=wlc_"))
    }

    @Test(arguments: [false, true])
    func `S-27 what was not offered cannot be ticked`(bySocket: Bool) async throws {
        var agent = try await agent("Offered", bySocket: bySocket)
        let page = try await agent.browser.openConsent(agent.target())
        let more = [
            ("scope", "posts:publish"), ("scope", "workflows:run"), ("workspace", "ws_of_others"),
            ("decision", "approve"), ("redirect_uri", "https://evil.example/"),
            ("client_id", "dyn_AAAA"), ("state", "other"), ("resource", "https://evil.example/"),
        ]
        let answer = try await agent.browser.post(
            "/consent",
            try agent.browser.choices(on: page) + more
        )
        let location = try Browser.callback(in: answer)
        #expect(location.hasPrefix(agent.redirect + "&code="))
        #expect(try Wire.query("state", of: location) == "s+/=")
        let code: String? = try Wire.query("code", of: location)
        let redeemed = try await agent.redeem(try #require(code))
        #expect(try redeemed.text("scope") == agent.scope)
        #expect(!redeemed.body.contains("ws_of_others"))
    }

    @Test(arguments: [false, true])
    func `S-27 another session's request cannot be approved`(bySocket: Bool) async throws {
        var agent = try await agent("Session", bySocket: bySocket)
        let page = try await agent.browser.openConsent(agent.target())
        let pairs = try agent.browser.choices(on: page) + [("decision", "approve")]
        // Without the session, without the binding, and with neither.
        for name in ["wayleave-session", "wayleave-browser", ""] {
            let kept = agent.browser.cookies.filter { $0.key != name && !name.isEmpty }
            var other = Browser(agent.road, cookies: kept)
            let answer = try await other.post("/consent", pairs)
            let location = answer.fields.text(.location)
            #expect(location.map { Wire.ownTarget($0) != nil } ?? (answer.status == 400))
        }
        #expect(try await agent.browser.press(.approve, on: page).contains("code=wlc_"))
    }

    @Test(arguments: [false, true])
    func `S-30 pressing the button ten times at once makes one code`(bySocket: Bool) async throws {
        var agent = try await agent("Ten", bySocket: bySocket)
        let page = try await agent.browser.openConsent(agent.target())
        let pairs = try agent.browser.choices(on: page) + [("decision", "approve")]
        let browser = agent.browser
        let locations = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    var tab = browser
                    return try Browser.callback(in: try await tab.post("/consent", pairs))
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(locations.count == 1)
        let location = try #require(locations.first)
        let code: String? = try Wire.query("code", of: location)
        let tokens = try Agent.tokens(try await agent.redeem(try #require(code)))
        // Going back and pressing again neither makes a second code nor harms the first.
        let again = try await agent.browser.post("/consent", pairs)
        #expect(again.status == 200)
        #expect(HTML.foreignLinks(in: again.body) == [])
        #expect(try await agent.isActive(tokens.access))
    }

    @Test(arguments: [false, true])
    func `S-28 a denial carries access_denied, state and iss, and grants nothing`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Denied", bySocket: bySocket)
        let page = try await agent.browser.openConsent(agent.target())
        let location = try await agent.browser.press(.deny, on: page)
        #expect(location.hasPrefix(agent.redirect + "&error=access_denied"))
        #expect(try Wire.query("state", of: location) == "s+/=")
        #expect(try Wire.query("iss", of: location) == JourneyFixture.issuer)
        #expect(try Wire.query("code", of: location) == nil)
    }

    @Test(arguments: [false, true])
    func `S-19 S-20 T5 T8 an approval is never remembered for the next request`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Again", bySocket: bySocket)
        _ = try await agent.connect()
        guard case .page(let page, path: "/consent") = try await agent.browser.visit(agent.target())
        else { throw Wire.Failure("no consent page") }
        #expect(page.body.contains("action=\"/consent\""))
        guard
            case .page(_, path: "/consent") =
                try await agent.browser.visit(agent.target([("prompt", "none")]))
        else { throw Wire.Failure("silent consent") }
    }

    @Test(arguments: [false, true])
    func `S-14 every redirect after a form is 303`(bySocket: Bool) async throws {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        var agent = try await agent("See other", bySocket: bySocket)
        var browser = Browser(road)
        guard case .page(let signIn, path: _) = try await browser.visit(agent.target()) else {
            return
        }
        let form = "action=\"/sign-in\""
        let signedIn = try await browser.post(
            "/sign-in",
            [
                ("flow", try HTML.hidden("flow", after: form, in: signIn.body)),
                ("csrf", try HTML.hidden("csrf", after: form, in: signIn.body)),
                ("email", "ada@example.com"), ("password", JourneyFixture.password),
            ]
        )
        #expect(signedIn.status == 303)
        let page = try await agent.browser.openConsent(agent.target())
        let pairs = try agent.browser.choices(on: page) + [("decision", "approve")]
        #expect(try await agent.browser.post("/consent", pairs).status == 303)
    }

    @Test(arguments: ["http://localhost:4000/callback", "http://127.0.0.1:4000/callback"])
    func `AS-48 T5 an app on this device is pointed out, whatever it calls itself`(
        redirect: String
    ) async throws {
        let server = try SharedServer.current
        var local = try await Agent.registered(
            server,
            on: server.memory,
            name: "Local",
            redirect: redirect
        )
        var web = try await Agent.registered(server, on: server.memory, name: "Web")
        let warning = "on this very device"
        #expect(try await local.browser.openConsent(local.target()).body.contains(warning))
        #expect(try await !web.browser.openConsent(web.target()).body.contains(warning))
    }
}
