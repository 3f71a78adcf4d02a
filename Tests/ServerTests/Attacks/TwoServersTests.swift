import HTTP
import JSON
import Testing

/// Two servers over one database file, as during an upgrade or behind one address, are one server.
@Suite("Two servers on one database file", .timeLimit(.minutes(10)))
struct TwoServersTests {
    /// Runs `body` with the ways to both servers and an agent of the first.
    private func serve(
        bySocket: Bool,
        _ body: (_ first: any Road, _ second: any Road, _ agent: Agent) async throws -> Void
    ) async throws {
        let fixture = try await JourneyFixture()
        let other = try JourneyFixture(beside: fixture)
        try await fixture.travel(bySocket: bySocket) { first in
            try await other.travel(bySocket: bySocket) { second in
                let server = try await SharedServer(fixture, socket: first)
                let agent = try await Agent.registered(server, on: first, name: "Both")
                try await body(first, second, agent)
            }
        }
    }

    /// The same agent at the other server.
    private func moved(_ agent: Agent, to road: any Road) -> Agent {
        Agent(
            fixture: agent.fixture,
            road: road,
            identifier: agent.identifier,
            redirect: agent.redirect,
            secret: agent.secret,
            browser: Browser(road, cookies: agent.browser.cookies)
        )
    }

    @Test(arguments: [false, true])
    func `what begins at one goes on at the other`(bySocket: Bool) async throws {
        try await serve(bySocket: bySocket) { first, second, agent in
            // Registered and signed in at the first, approved at the second, redeemed at the first.
            var there = moved(agent, to: second)
            let code = try await there.code()
            let tokens = try Agent.tokens(try await agent.redeem(code))
            #expect(try await there.isActive(tokens.access))
            let next = try Agent.tokens(try await there.refresh(tokens.refresh))
            #expect(try await agent.call(next.access) == 200)
            // Ended at the first, over at the second for the very next call.
            #expect(try await agent.revoke(next.refresh).status == 200)
            #expect(try await there.call(next.access) == 401)
            #expect(try await !there.isActive(next.access))
            #expect(try await there.refresh(next.refresh).text("error") == "invalid_grant")
            // Signed out at the second, a stranger at the first.
            let account = try await there.browser.get("/account")
            let csrf = try HTML.hidden("csrf", after: "action=\"/sign-out\"", in: account.body)
            _ = try await there.browser.post("/sign-out", [("csrf", csrf)])
            var here = agent.browser
            guard case .page(_, path: "/sign-in") = try await here.visit("/account") else {
                throw Wire.Failure("still signed in")
            }
        }
    }

    @Test(arguments: [false, true])
    func `S-39 of 32 redemptions at both at once one wins, and its tokens die by the others`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { first, second, agent in
            var agent = agent
            for _ in 0..<10 {
                let code = try await agent.code()
                let request = agent.proven("/token", agent.exchange(code))
                let answers = try await Rush.send(request, 32, [first, second])
                let won = answers.filter { $0.status == 200 }
                #expect(won.count == 1)
                #expect(
                    try answers.filter { $0.status != 200 }.allSatisfy {
                        try $0.status == 400 && $0.text("error") == "invalid_grant"
                    }
                )
                let tokens = try Agent.tokens(try #require(won.first))
                #expect(try await !agent.isActive(tokens.access))
            }
        }
    }

    @Test(arguments: [false, true])
    func `S-61 T21 32 refreshes at both at once all get the same successor`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { first, second, agent in
            var agent = agent
            var token = try await agent.connect().refresh
            for _ in 0..<10 {
                let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)]
                let answers = try await Rush.send(
                    agent.proven("/token", pairs),
                    32,
                    [first, second]
                )
                #expect(answers.allSatisfy { $0.status == 200 })
                let successors = Set(try answers.map { try $0.text("refresh_token") })
                #expect(successors.count == 1)
                token = try #require(successors.first)
            }
            #expect(try await agent.refresh(token).status == 200)
        }
    }

    @Test(arguments: [false, true])
    func `S-65 a refresh at one against an end at the other never leaves a live token`(
        bySocket: Bool
    ) async throws {
        try await serve(bySocket: bySocket) { first, second, agent in
            var agent = agent
            let there = moved(agent, to: second)
            for _ in 0..<15 {
                let tokens = try await agent.connect()
                let refreshing = agent
                async let refreshed = refreshing.refresh(tokens.refresh)
                async let ended = there.revoke(tokens.refresh)
                let answers = try await (refreshed, ended)
                #expect(answers.1.status == 200)
                // A token that was rotated away a moment before is as good for ending the grant.
                let isDead = try await !agent.isActive(tokens.access)
                #expect(isDead)
                guard answers.0.status == 200 else { continue }
                let next = try Agent.tokens(answers.0)
                for road in [first, second] {
                    #expect(try await !moved(agent, to: road).isActive(next.access))
                }
                #expect(try await there.refresh(next.refresh).status == 400)
            }
        }
    }
}
