import HTTP
import OAuth
import Testing

/// Races through the whole application: every caller at once, round after round.
@Suite("Races for codes and tokens", .sharedServer, .timeLimit(.minutes(10)))
struct RaceTests {
    private func agent(_ name: String, bySocket: Bool) async throws -> Agent {
        let server = try SharedServer.current
        return try await Agent.registered(
            server,
            on: server.road(bySocket: bySocket),
            name: "\(name) \(bySocket)"
        )
    }

    @Test(arguments: [(false, 40), (true, 20)])
    func `S-39 of 64 redemptions at once exactly one succeeds, round after round`(
        bySocket: Bool,
        rounds: Int
    ) async throws {
        var agent = try await agent("Redeem", bySocket: bySocket)
        for _ in 0..<rounds {
            let code = try await agent.code()
            let request = agent.proven("/token", agent.exchange(code))
            let answers = try await Rush.send(request, 64, [agent.road])
            let won = answers.filter { $0.status == 200 }
            #expect(won.count == 1)
            // A code that came twice may have leaked: what came of it is dead (S-37).
            let tokens = try Agent.tokens(try #require(won.first))
            #expect(try await agent.call(tokens.access) == 401)
        }
    }

    @Test(arguments: [(false, 60), (true, 30)])
    func `S-61 of 64 refreshes at once all get the same successor, round after round`(
        bySocket: Bool,
        rounds: Int
    ) async throws {
        var agent = try await agent("Refresh", bySocket: bySocket)
        var tokens = try await agent.connect()
        for _ in 0..<rounds {
            let request = agent.proven(
                "/token",
                [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh)]
            )
            let answers = try await Rush.send(request, 64, [agent.road])
            #expect(answers.allSatisfy { $0.status == 200 })
            let successors = Set(try answers.map { try $0.text("refresh_token") })
            #expect(successors.count == 1)
            tokens = try Agent.tokens(try #require(answers.first))
        }
        #expect(try await agent.call(tokens.access) == 200)
        #expect(try await agent.fixture.grant(of: tokens.refresh).tokens.generation == rounds + 1)
    }

    @Test(arguments: [false, true])
    func `S-65 refreshes against one revocation never leave a live token`(
        bySocket: Bool
    ) async throws {
        var agent = try await agent("Revoke", bySocket: bySocket)
        for _ in 0..<20 {
            let tokens = try await agent.connect()
            let request = agent.proven(
                "/token",
                [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh)]
            )
            let road = agent.road
            let fixture = agent.fixture
            async let rush = Rush.send(request, 8, [road])
            async let ended: Void = fixture.revokeGrant(of: tokens.refresh)
            let answers = try await rush
            try await ended
            for answer in answers where answer.status == 200 {
                let next = try Agent.tokens(answer)
                #expect(try await !agent.isActive(next.access))
                #expect(try await agent.refresh(next.refresh).text("error") == "invalid_grant")
            }
            #expect(try await !agent.isActive(tokens.access))
        }
    }
}
