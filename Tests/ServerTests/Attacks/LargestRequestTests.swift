import HTTP
import JSON
import Testing

/// What registration and the authorization endpoint accept, they also carry to its end.
@Suite("The largest requests", .sharedServer, .timeLimit(.minutes(10)))
struct LargestRequestTests {
    @Test(arguments: [false, true])
    func `S-09 the largest client with the longest state and redirect URI gets its tokens`(
        bySocket: Bool
    ) async throws {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        let start = "https://client.example.org/"
        let redirect = start + String(repeating: "a", count: 2_048 - start.utf8.count)
        var uris: [JSONValue] = [.string(redirect)]
        for number in 0..<8 {
            uris.append(.string(start + "\(number)" + String(repeating: "b", count: 60)))
        }
        let registered = try await road.send(
            Wire.json(
                "/register",
                [
                    "client_name": .string(String(repeating: "n", count: 64)),
                    "redirect_uris": .array(uris), "token_endpoint_auth_method": "none",
                ]
            )
        )
        try #require(registered.status == 201, "\(registered.body)")
        let agent = Agent(
            fixture: server.fixture,
            road: road,
            identifier: try registered.text("client_id"),
            redirect: redirect,
            secret: nil,
            browser: Browser(road, cookies: server.cookies)
        )
        let state = String(repeating: "s+/=", count: 512)
        var stranger = Browser(road)
        let target = agent.target([("state", state)])
        let page = try await stranger.openConsent(target)
        let location = try await stranger.press(.approve, on: page)
        #expect(try Wire.query("state", of: location) == state)
        let code: String? = try Wire.query("code", of: location)
        let tokens = try Agent.tokens(try await agent.redeem(try #require(code)))
        #expect(try await agent.call(tokens.access) == 200)
    }
}
