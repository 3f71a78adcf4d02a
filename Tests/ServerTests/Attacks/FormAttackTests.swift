import HTTP
import Testing

/// Forms that another site makes the person's browser send.
@Suite("Cross-site requests (CSRF)", .sharedServer, .timeLimit(.minutes(10)))
struct FormAttackTests {
    /// What a browser says when another site posts a form, and what an attacker may try.
    private static let foreign: [HTTPFields] = [
        [.secFetchSite: "cross-site"], [.secFetchSite: "same-site"], [.origin: "null"],
        [.origin: "https://evil.example"], [.origin: "http://127.0.0.1:8081"],
        [.secFetchSite: "cross-site", .origin: "http://127.0.0.1:8080"],
        [.origin: "http://127.0.0.1:8080.evil.example"],
    ]

    private static let paths = ["/sign-in", "/sign-out", "/consent", "/account"]

    @Test(arguments: paths, [false, true])
    func `S-22 T10 a form from elsewhere is refused, with a good token too`(
        path: String,
        bySocket: Bool
    ) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.road(bySocket: bySocket), cookies: server.cookies)
        let account = try await browser.get("/account")
        let token = try HTML.hidden("csrf", after: "action=\"/sign-out\"", in: account.body)
        for fields in Self.foreign {
            let answer = try await browser.post(
                path,
                [("csrf", token), ("action", "end-all"), ("decision", "approve")],
                fields
            )
            #expect(answer.status == 403)
            #expect(answer.fields.text(.location) == nil)
            #expect(!answer.fields.contains(.setCookie))
        }
        #expect(try await browser.get("/account").status == 200)
    }

    @Test(arguments: [false, true])
    func `S-22 a token of another form, person or browser ends no connection`(
        bySocket: Bool
    ) async throws {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        var agent = try await Agent.registered(server, on: road, name: "Kept \(bySocket)")
        let tokens = try await agent.connect()
        let account = try await agent.browser.get("/account")
        let signOut = try HTML.hidden("csrf", after: "action=\"/sign-out\"", in: account.body)
        let good = try HTML.hidden("csrf", after: "action=\"/account\"", in: account.body)
        for token in ["", signOut, String(good.reversed()), String(good.dropLast())] {
            let answer = try await agent.browser.post(
                "/account",
                [("csrf", token), ("action", "end-all")]
            )
            #expect(answer.status == 403)
            #expect(try await agent.isActive(tokens.access))
        }
        // A GET changes nothing, whatever it says.
        for query in ["csrf=\(good)&action=end-all", "action=end-all"] {
            _ = try await agent.browser.get("/account?" + query)
            _ = try await agent.browser.get("/sign-out?" + query)
        }
        #expect(try await agent.isActive(tokens.access))
        #expect(try await agent.browser.get("/account").status == 200)
    }
}
