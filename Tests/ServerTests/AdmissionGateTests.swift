import Cryptography
import HTTP
import JSON
import OAuth
import Primitives
import Storage
import Testing

@Suite("The operator's policy at the consent page", .timeLimit(.minutes(10)))
struct AdmissionGateTests {
    private static let redirect = "http://127.0.0.1:7777/callback"

    /// A server with one browser, where the person is signed in.
    private struct Scene {
        let fixture: JourneyFixture
        var browser: Browser
        let client: String
        let road: any Road

        var target: String {
            let pairs = [
                (name: "response_type", value: "code"), (name: "client_id", value: client),
                (name: "redirect_uri", value: AdmissionGateTests.redirect),
                (name: "state", value: "s"),
                (name: "code_challenge", value: Wire.challenge(of: Wire.verifier)),
                (name: "code_challenge_method", value: "S256"),
            ]
            return "/authorize?" + String(decoding: FormEncoder.encode(pairs), as: UTF8.self)
        }

        func setRule(_ action: ClientRule.Action, _ match: String, _ pattern: String) async throws {
            let rule = ClientRule(
                identifier: PublicIdentifier.clientRule.make(from: SystemRandom()),
                subject: try #require(ClientRule.Subject(match: match, pattern: pattern)),
                action: action,
                createdAt: SystemWallClock().now()
            )
            _ = try await fixture.store.admission.set(rule)
        }

        /// Opens the request and returns the page where it stops.
        mutating func open() async throws -> Answer {
            guard case .page(let page, path: "/consent") = try await browser.visit(target) else {
                throw Wire.Failure("not at the consent page")
            }
            return page
        }
    }

    private func scene(_ name: String = "Held") async throws -> Scene {
        let fixture = try await JourneyFixture()
        let road = MemoryRoad(handler: try fixture.handler([]))
        var browser = Browser(road)
        guard case .page(let page, path: "/sign-in") = try await browser.visit("/sign-in") else {
            throw Wire.Failure("no sign-in page")
        }
        _ = try await browser.signIn(on: page)
        let registered = try await road.send(
            Wire.json(
                "/register",
                [
                    "redirect_uris": [.string(Self.redirect)], "client_name": .string(name),
                    "token_endpoint_auth_method": "none",
                ]
            )
        )
        return Scene(
            fixture: fixture,
            browser: browser,
            client: try registered.text("client_id"),
            road: road
        )
    }

    private func flow(of page: Answer) throws -> String {
        try HTML.hidden("flow", after: "action=\"/consent\"", in: page.body)
    }

    @Test func `T6 a held request waits on a page that goes on by itself`() async throws {
        var scene = try await scene()
        try await scene.setRule(.hold, "kind", "dynamic")
        let waiting = try await scene.open()
        #expect(waiting.status == 200 && waiting.fields.text(.refresh) == "10")
        #expect(waiting.body.contains("Waiting for the operator"))
        #expect(!waiting.body.contains("value=\"approve\""))
        let flow = try flow(of: waiting)
        // What the browser does every few seconds.
        let again = try await scene.browser.get("/consent?flow=\(flow)")
        #expect(again.status == 200 && again.fields.text(.refresh) == "10")
        let listed = try scene.fixture.store.admission.waiting()
        #expect(listed.map(\.waiting.client.identifier) == [scene.client])
        #expect(listed.map(\.email) == ["ada@example.com"])

        try await scene.setRule(.allow, "client", scene.client)
        guard
            case .page(let page, path: "/consent") = try await scene.browser.visit(
                "/consent?flow=\(flow)"
            )
        else { throw Wire.Failure("not at the consent page") }
        #expect(page.fields.text(.refresh) == nil)
        #expect(try self.flow(of: page) != flow, "the flow that waited cannot be decided about")
        let location = try await scene.browser.press(.approve, on: page)
        #expect(try Wire.query("code", of: location) != nil)
        #expect(try Wire.query("state", of: location) == "s")
    }

    @Test func `nobody approves in a flow that waits, or while it must`() async throws {
        var scene = try await scene()
        let page = try await scene.open()
        let pairs = try scene.browser.choices(on: page) + [("decision", "approve")]
        try await scene.setRule(.hold, "redirect-host", "loopback")
        let held = try await scene.browser.post("/consent", pairs)
        #expect(held.status == 303)
        #expect(held.fields.text(.location)?.hasPrefix("/consent?flow=") == true)
        #expect(try scene.fixture.store.grants.listings(GrantFilter()).isEmpty)

        let waiting = try await scene.open()
        let flow = try flow(of: waiting)
        let csrf = try HTML.hidden("csrf", after: "action=\"/consent\"", in: waiting.body)
        try await scene.setRule(.allow, "client", scene.client)
        let forged = pairs.filter { $0.0 != "flow" && $0.0 != "csrf" }
        let answer = try await scene.browser.post(
            "/consent",
            forged + [("flow", flow), ("csrf", csrf)]
        )
        #expect(answer.status == 303)
        #expect(try scene.fixture.store.grants.listings(GrantFilter()).isEmpty)
    }

    @Test func `a denied client is told so by the person, with a button`() async throws {
        var scene = try await scene()
        try await scene.setRule(.hold, "kind", "dynamic")
        let flow = try flow(of: try await scene.open())
        try await scene.setRule(.deny, "client", scene.client)
        let page = try await scene.browser.get("/consent?flow=\(flow)")
        #expect(page.status == 403 && page.fields.text(.refresh) == nil)
        #expect(page.body.contains("The operator of this server does not allow this application."))
        let location = try HTML.foreignLink(in: page.body)
        #expect(try Wire.query("error", of: location) == "access_denied")
        #expect(try Wire.query("state", of: location) == "s")
        #expect(try Wire.query("iss", of: location) == JourneyFixture.issuer)
        let approve = try await scene.browser.post("/consent", [("flow", flow)])
        #expect(approve.status == 403)
    }

    @Test func `who stops waiting is forgotten, and the client hears of it`() async throws {
        var scene = try await scene()
        try await scene.setRule(.hold, "kind", "dynamic")
        let page = try await scene.open()
        let flow = try flow(of: page)
        let unproven = try await scene.browser.post(
            "/consent",
            [("flow", flow), ("decision", "deny")]
        )
        #expect(unproven.status == 303)
        #expect(try scene.fixture.store.admission.waiting().count == 1)
        let csrf = try HTML.hidden("csrf", after: "action=\"/consent\"", in: page.body)
        let answer = try await scene.browser.post(
            "/consent",
            [("flow", flow), ("csrf", csrf), ("decision", "deny")]
        )
        #expect(try Wire.query("error", of: try Browser.callback(in: answer)) == "access_denied")
        #expect(try scene.fixture.store.admission.waiting().isEmpty)
    }

    @Test func `a visitor makes nobody wait`() async throws {
        let scene = try await scene()
        try await scene.setRule(.hold, "kind", "dynamic")
        var stranger = Browser(scene.road)
        guard case .page(let page, path: "/sign-in") = try await stranger.visit(scene.target) else {
            throw Wire.Failure("no sign-in page")
        }
        #expect(page.status == 200)
        #expect(try scene.fixture.store.admission.waiting().isEmpty)
    }

    @Test func `a client of the operator waits for nobody`() async throws {
        var scene = try await scene()
        try await scene.fixture.store.admission.setFallback(
            .deny,
            identifier: "rule_default",
            at: SystemWallClock().now()
        )
        #expect(try await scene.open().status == 403)
        let own = try await scene.fixture.addClient(
            "Own",
            redirect: Self.redirect,
            method: .none
        )
        let target = scene.target.replacing(scene.client, with: own.identifier)
        guard case .page(let page, path: "/consent") = try await scene.browser.visit(target) else {
            throw Wire.Failure("not at the consent page")
        }
        #expect(page.status == 200 && page.body.contains("value=\"approve\""))
    }
}
