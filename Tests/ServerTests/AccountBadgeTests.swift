import HTTP
import Testing

@Suite("What the account pages say of a client", .sharedServer, .timeLimit(.minutes(10)))
struct AccountBadgeTests {
    @Test func `a known client is verified there as on the consent page, a stranger is not`()
        async throws
    {
        let server = try SharedServer.current
        var known = try await Agent.registered(
            server,
            on: server.memory,
            name: "Claude",
            redirect: "https://claude.ai/api/mcp/auth_callback"
        )
        var stranger = try await Agent.registered(
            server,
            on: server.memory,
            name: "Some Stranger",
            redirect: "https://stranger.example/callback"
        )
        _ = try await known.connect()
        _ = try await stranger.connect()
        let account = try await known.browser.get("/account").body
        let cards = account.split(separator: "<article").dropFirst().map(String.init)
        for (name, badge) in [("Claude", "Verified</span>"), ("Some Stranger", "Not verified")] {
            let card = try #require(cards.first { $0.contains("<h2>\(name) ") })
            #expect(card.contains(">\(badge)"))
            let link = try #require(card.firstRange(of: "/account/connection?grant="))
            let target = String(card[link.lowerBound...].prefix { $0 != "\"" })
            #expect(try await known.browser.get(target).body.contains(">\(badge)"))
        }
    }

    @Test
    func `each authorization request gives the browser its binding for as long as it may wait`()
        async throws
    {
        let server = try SharedServer.current
        let agent = try await Agent.registered(server, on: server.memory, name: "Patient")
        var browser = agent.browser
        for _ in 0..<2 {
            let answer = try await browser.get(agent.target())
            let cookie = try #require(answer.fields.text(.setCookie))
            #expect(cookie.contains("wayleave-browser=") && cookie.contains("Max-Age=44400"))
        }
    }
}
