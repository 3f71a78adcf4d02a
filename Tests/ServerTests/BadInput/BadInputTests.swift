import HTTP
import JSON
import OAuth
import Testing

/// Each malformed request gets exactly its answer and changes nothing: the code and the refresh
/// token that the client holds are as good afterwards as before.
@Suite("Bad input at machine endpoints", .sharedServer, .timeLimit(.minutes(10)))
struct BadInputTests {
    /// A client with a live code and live tokens, and what fills the placeholders.
    private struct Holder {
        let agent: Agent
        let code: String
        let tokens: Agent.Tokens
        let values: [String: String]
    }

    private func holder(_ method: String, _ name: String, bySocket: Bool) async throws -> Holder {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        let name = "\(name) \(bySocket)"
        let other = try await Agent.registered(server, on: road, name: "Other than \(name)")
        var agent = try await Agent.registered(server, on: road, name: name, method: method)
        let tokens = try await agent.connect()
        let code = try await agent.code()
        let values = [
            "client": agent.identifier, "secret": agent.secret?.text ?? "",
            "other": other.identifier, "code": code, "refresh": tokens.refresh,
            "access": tokens.access, "shortened": String(tokens.refresh.dropLast()),
            "verifier": Agent.verifier, "challenge": Wire.challenge(of: Agent.verifier),
            "redirect": WireEncoding.javascript.encoded(agent.redirect),
            "origin": WireEncoding.javascript.encoded(JourneyFixture.issuer),
        ]
        return Holder(agent: agent, code: code, tokens: tokens, values: values)
    }

    /// Sends all `rows`; nothing may change meanwhile, and everything must still work at the end.
    private func check(_ rows: [BadRequest], _ holder: Holder) async throws {
        let fixture = holder.agent.fixture
        let before = try await grants(holder, fixture)
        for row in rows {
            let answer = try await holder.agent.road.send(try row.request(holder.values))
            #expect(answer.status == row.status, "\(row): \(answer.body)")
            #expect(try answer.text("error") == row.code, "\(row)")
            let sentence = try answer.text("error_description")
            for secret in [holder.code, holder.tokens.refresh, holder.tokens.access] {
                #expect(!sentence.contains(secret), "\(row)")
            }
            let mayCache = row.target.hasPrefix("/.well-known/")
            #expect(mayCache || answer.fields.text(.cacheControl) == "no-store", "\(row)")
            #expect((answer.status == 405) == answer.fields.contains(.allow), "\(row)")
            let usedHeader = row.authorization != nil && answer.status == 401
            let challenge = answer.fields.text(.wwwAuthenticate) ?? ""
            #expect(challenge.hasPrefix("Basic ") == usedHeader, "\(row)")
            #expect(try await grants(holder, fixture) == before, "\(row)")
        }
        _ = try Agent.tokens(try await holder.agent.redeem(holder.code))
        #expect(try await holder.agent.isActive(holder.tokens.access))
        let next = try Agent.tokens(try await holder.agent.refresh(holder.tokens.refresh))
        #expect(try await holder.agent.isActive(next.access))
    }

    private func grants(_ holder: Holder, _ fixture: JourneyFixture) async throws -> [TokenState] {
        let grants = [
            try await fixture.grant(of: holder.code),
            try await fixture.grant(of: holder.tokens.refresh),
        ]
        #expect(grants.allSatisfy { $0.revocation == nil })
        return grants.map(\.tokens)
    }

    @Test(arguments: [false, true])
    func `code exchange: a wrong verifier, client or resource leaves the code (S-34 S-41 S-42 T13)`(
        bySocket: Bool
    ) async throws {
        try await check(TokenRows.code, try await holder("none", "Code", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `token endpoint: another shape than a form post is refused (S-45 S-46 S-54)`(
        bySocket: Bool
    ) async throws {
        try await check(TokenRows.shape, try await holder("none", "Shape", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `refresh: what is wrong leaves the refresh token (S-62 S-63 S-66)`(
        bySocket: Bool
    ) async throws {
        try await check(TokenRows.refresh, try await holder("none", "Refresh", bySocket: bySocket))
    }

    private static let proofs = [
        ("none", AuthenticationRows.ofPublic),
        ("client_secret_basic", AuthenticationRows.ofBasic),
        ("client_secret_post", AuthenticationRows.ofPost),
    ]

    @Test(arguments: 0..<3, [false, true])
    func `a failed client authentication consumes nothing (S-47 S-49 S-50 S-51)`(
        index: Int,
        bySocket: Bool
    ) async throws {
        let (method, rows) = Self.proofs[index]
        try await check(rows, try await holder(method, "Proof", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `registration: what cannot be accepted is named (S-03 S-04 S-05 S-78)`(
        bySocket: Bool
    ) async throws {
        try await check(EndpointRows.register, try await holder("none", "DCR", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `revocation: a malformed request ends nothing (S-73)`(bySocket: Bool) async throws {
        try await check(EndpointRows.revoke, try await holder("none", "Revoke", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `introspection: only a resource server may ask, in one way (S-71)`(
        bySocket: Bool
    ) async throws {
        try await check(EndpointRows.introspect, try await holder("none", "RS", bySocket: bySocket))
    }

    @Test(arguments: [false, true])
    func `metadata: what is not there is 404 in JSON (S-77)`(bySocket: Bool) async throws {
        let holder = try await holder("none", "Metadata", bySocket: bySocket)
        try await check(EndpointRows.metadataDocuments, holder)
    }
}
