import HTTP
import Testing

/// A browser session belongs to the person who signed in, and to nobody who prepared the browser.
@Suite("Sessions under attack", .timeLimit(.minutes(10)))
struct SessionAttackTests {
    private static let session = "wayleave-session"
    private static let binding = "wayleave-browser"

    private func signInPage(_ browser: inout Browser) async throws -> Answer {
        guard case .page(let page, path: "/sign-in") = try await browser.visit("/sign-in") else {
            throw Wire.Failure("no sign-in page")
        }
        return page
    }

    private func isSignedIn(_ cookies: [String: String], on road: any Road) async throws -> Bool {
        var browser = Browser(road, cookies: cookies)
        guard case .page(_, path: "/account") = try await browser.visit("/account") else {
            return false
        }
        return true
    }

    @Test(arguments: [false, true])
    func `S-23 T11 a planted session id is dead after sign-in`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            // The attacker's own live session, planted in the victim's browser.
            var attacker = Browser(road)
            _ = try await attacker.signIn(on: try await signInPage(&attacker))
            let planted = try #require(attacker.cookies[Self.session])
            var victim = Browser(road)
            victim.plant(Self.session, planted)
            let page = try await victim.get("/sign-in?prompt=login")
            // The browser with a session is sent to its account; it signs out and in again.
            #expect(page.status == 303)
            let account = try await victim.get("/account")
            let csrf = try HTML.hidden("csrf", after: "action=\"/sign-out\"", in: account.body)
            _ = try await victim.post("/sign-out", [("csrf", csrf)])
            #expect(victim.cookies[Self.session] == nil)
            #expect(try await !isSignedIn([Self.session: planted], on: road))
            _ = try await victim.signIn(on: try await signInPage(&victim))
            let fresh = try #require(victim.cookies[Self.session])
            #expect(fresh != planted)
            #expect(try await isSignedIn(victim.cookies, on: road))
            #expect(try await !isSignedIn([Self.session: planted], on: road))
        }
    }

    @Test(arguments: [false, true])
    func `S-23 signing in over an old session replaces it`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            var browser = Browser(road)
            let page = try await signInPage(&browser)
            _ = try await browser.signIn(on: page)
            let first = try #require(browser.cookies[Self.session])
            // The same form once more, as a login that the client asks for anew would send it.
            _ = try await browser.signIn(on: page)
            let second = try #require(browser.cookies[Self.session])
            #expect(first != second)
            #expect(try await !isSignedIn([Self.session: first], on: road))
            #expect(try await isSignedIn([Self.session: second], on: road))
        }
    }

    @Test(arguments: ["", "x", "a_value_that_was_never_issued_to_anyone_at_all"])
    func `S-23 a session id that was made up is never taken over`(planted: String) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: false) { road in
            var browser = Browser(road)
            browser.plant(Self.session, planted)
            _ = try await browser.signIn(on: try await signInPage(&browser))
            #expect(browser.cookies[Self.session] != planted)
            #expect(try await !isSignedIn([Self.session: planted], on: road))
        }
    }

    @Test(arguments: [false, true])
    func `S-22 T11 a sign-in form of another browser is not taken`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            // The attacker fetches a form and makes the victim's browser post it.
            var attacker = Browser(road)
            let form = try await signInPage(&attacker)
            var victim = Browser(road)
            _ = try await signInPage(&victim)
            guard case .page(let page, path: "/sign-in") = try await victim.signIn(on: form) else {
                throw Wire.Failure("signed in by a foreign form")
            }
            #expect(page.status == 403)
            #expect(victim.cookies[Self.session] == nil)
        }
    }

    @Test(arguments: [false, true])
    func `T11 T33 a pending request belongs to the browser that began it`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let server = try await SharedServer(fixture, socket: road)
            var agent = try await Agent.registered(server, on: road, name: "Client")
            let begun = try await agent.browser.get(agent.target())
            let location = try #require(begun.fields.text(.location))
            // One binding cookie serves every flow, so that many of them overflow nothing.
            for _ in 0..<30 { _ = try await agent.browser.get(agent.target()) }
            #expect(Set(agent.browser.cookies.keys) == [Self.session, Self.binding])
            var other = Browser(road, cookies: [Self.session: server.cookies[Self.session] ?? ""])
            let answer = try await other.get(try #require(Wire.ownTarget(location)))
            #expect(answer.status == 400)
            #expect(!answer.body.contains("action=\"/consent\""))
            #expect(try await agent.browser.get(location).status == 200)
        }
    }
}
