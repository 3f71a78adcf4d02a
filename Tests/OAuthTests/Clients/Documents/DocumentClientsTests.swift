import JSON
import Primitives
import TestSupport
import Testing

@testable import OAuth

@Suite("Clients that describe themselves (CIMD, T1, T27)")
struct DocumentClientsTests {
    private static let address = SigningClient.address
    private static let pairs = Fixture.authorizePairs(address)

    private func problem(
        _ server: Fixture,
        person: Int64? = 1
    ) async throws -> AuthorizationProblem? {
        guard case .page(let problem) = try await server.resume(Self.pairs, person: person) else {
            return nil
        }
        return problem
    }

    @Test func `nothing is read before somebody has signed in`() async throws {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        guard case .unresolved(let request) = await server.begin(Self.pairs) else {
            throw Unexpected()
        }
        #expect(request.clientHost == "app.example")
        #expect(request.redirectURI.text == Fixture.redirect)
        guard case .unresolved = try await server.resume(Self.pairs, person: nil) else {
            throw Unexpected()
        }
        #expect(server.published.reads.isEmpty)
        let accepted = try await server.acceptedDocument(Self.pairs)
        #expect(accepted.client.metadata.displayName == "Signing app")
        #expect(accepted.state == Array("s".utf8))
        #expect(server.published.reads == [Self.address])
    }

    @Test func `a token request never reads a document`() async throws {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        let client = SigningClient(server: server)
        #expect(await client.failureWithoutProof() == .unknownClient(usedBasic: false))
        #expect(await client.failure(client.assertion()) == .unknownClient(usedBasic: false))
        #expect(server.published.reads.isEmpty)
        let code = try await server.approve(try await server.acceptedDocument(Self.pairs))
        server.published.change { $0.bodies = [:] }
        let tokens = try await server.exchange(code, of: Self.address)
        let next = try await server.refresh(tokens.refreshToken, of: Self.address)
        #expect(try await server.isActive(next.accessToken))
        #expect(server.published.reads == [Self.address])
    }

    @Test func `what shows without the document ends on a page at once`() async throws {
        let server = try Fixture()
        let rows: [(String, String?, AuthorizationProblem)] = [
            ("client_id", "https://localhost/x", .badClientAddress(.reservedHost)),
            ("client_id", "http://app.example/x", .badClientAddress(.notHTTPS)),
            ("client_id", "HTTPS://app.example/x", .badClientAddress(.notNormal)),
            ("redirect_uri", nil, .noRedirectURI(clientName: "app.example")),
            (
                "redirect_uri", "http://app.example/x",
                .badRedirectURI(clientName: "app.example", .plainHTTP)
            ),
        ]
        for (name, value, expected) in rows {
            var pairs = Self.pairs.filter { $0.0 != name }
            if let value { pairs.append((name, value)) }
            #expect(await server.begin(pairs) == .page(expected), "\(name)")
            #expect(expected.status == 400)
        }
        let twice = Self.pairs + [("redirect_uri", Fixture.redirect)]
        let expected = AuthorizationProblem.noRedirectURI(clientName: "app.example")
        #expect(await server.begin(twice) == .page(expected))
        #expect(server.published.reads.isEmpty)
    }

    @Test func `a document that cannot be read is told as a passing trouble`() async throws {
        let server = try Fixture()
        let found = try await problem(server)
        #expect(
            found
                == .documentUnavailable(
                    host: "app.example",
                    afterSeconds: 30,
                    reason: "status 404"
                )
        )
        #expect(found?.status == 503 && found?.retryAfterSeconds == 30)
        #expect(found?.text.contains("404") == false)
        server.published.change {
            $0.failure = DocumentSourceFailure(retryAfterSeconds: nil, reason: "status 404")
        }
        let lasting = try await problem(server)
        #expect(lasting?.status == 400 && lasting?.retryAfterSeconds == nil)
        #expect(lasting?.text.contains("404") == false)
        server.published.change { $0.failure = nil }
        SigningClient.publish(server, ["client_secret": "x"])
        #expect(try await problem(server) == .badDocument(host: "app.example", .secret))
        SigningClient.publish(server, ["redirect_uris": ["https://other.example/cb"]])
        #expect(try await problem(server) != nil)
    }

    @Test func `a redirect that the document does not name is refused without being followed`()
        async throws
    {
        let server = try Fixture()
        server.published.publish(
            [
                "client_id": .string(Self.address), "client_name": "App",
                "redirect_uris": ["https://client.example.org/other"],
            ],
            at: Self.address
        )
        #expect(try await problem(server) == .unregisteredRedirectURI(clientName: "App"))
    }

    @Test func `an error of the request waits for the document and goes to the proven address`()
        async throws
    {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        let plain = Self.pairs.filter { $0.0 != "code_challenge" }
        guard case .held(let redirect) = try await server.resume(plain, person: 1) else {
            throw Unexpected()
        }
        #expect(redirect.error.code == .invalidRequest && redirect.state == Array("s".utf8))
        #expect(redirect.clientName == "Signing app")
    }

    @Test func `S-74 a client that an operator shut out is not even read`() async throws {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        _ = try await server.approve(try await server.acceptedDocument(Self.pairs))
        server.store.change { state in
            guard let record = state.clients[Self.address] else { return }
            state.clients[Self.address] = ClientRecord(
                naming: ClientNaming(
                    identifier: record.identifier,
                    kind: record.kind,
                    name: record.name
                ),
                metadata: record.metadata,
                secretHash: nil,
                lifetimes: nil,
                createdAt: record.createdAt,
                disabledAt: record.createdAt
            )
        }
        let reads = server.published.reads.count
        server.clock.advance(seconds: 1_000)
        #expect(try await problem(server) == .disabledClient(name: "Signing app"))
        #expect(server.published.reads.count == reads)
    }

    @Test(arguments: [ClientRule.Action.deny, .hold])
    func `a document at a denied domain is not even read, one that is held is`(
        action: ClientRule.Action
    ) async throws {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        let rule = ClientRule(
            identifier: "rule_1",
            subject: .documentHost(try #require(HostPattern(parsing: "app.example"))),
            action: action,
            createdAt: server.clock.now()
        )
        server.store.change { $0.admission.policy = ClientPolicy(rules: [rule], fallback: .allow) }
        let isDenied = action == .deny
        #expect(
            try await problem(server) == (isDenied ? .disabledClient(name: "app.example") : nil)
        )
        #expect(server.published.reads.isEmpty == isDenied)
    }

    @Test func `a copy is used again, and bridges an outage for a while`() async throws {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        for person in 1...3 {
            _ = try await server.acceptedDocument(Self.pairs, person: Int64(person))
        }
        #expect(server.published.reads.count == 1)
        server.published.change {
            $0.failure = DocumentSourceFailure(retryAfterSeconds: 60, reason: "down")
        }
        server.clock.advance(seconds: 301)
        _ = try await server.acceptedDocument(Self.pairs)
        server.clock.advance(seconds: 3_600)
        #expect(try await problem(server)?.retryAfterSeconds == 60)
        server.published.change { $0.failure = nil }
        _ = try await server.acceptedDocument(Self.pairs)
        SigningClient.publish(server, ["client_secret": "x"])
        server.clock.advance(seconds: 301)
        #expect(try await problem(server) == .badDocument(host: "app.example", .secret))
        server.published.change { $0.bodies = [:] }
        #expect(try await problem(server)?.status == 503, "a copy that broke a rule is dropped")
    }

    @Test func `a document for one flow only is read again in the next, and once in each`()
        async throws
    {
        let server = try Fixture()
        SigningClient.publish(server, [:])
        server.published.change { $0.lifetime = .thisFlowOnly }
        guard case .unresolved(let request) = await server.begin(Self.pairs) else {
            throw Unexpected()
        }
        let now = server.clock.now()
        let sealer = server.authorization.sealer
        for count in 1...3 {
            let flow = sealer.seal(request, binding: Fixture.binding, at: now)
            for _ in 0..<3 {
                guard case .accepted = await server.resume(flow: flow, person: 1) else {
                    throw Unexpected()
                }
            }
            #expect(server.published.reads.count == count)
        }
    }

    @Test func `T27 a person sees what changed since they approved, others see nothing`()
        async throws
    {
        let server = try Fixture()
        SigningClient.publish(server, ["client_uri": "https://app.example"])
        let first = try await server.acceptedDocument(Self.pairs)
        #expect(try await server.authorization.changes(in: first, for: UserKey(1)).isEmpty)
        _ = try await server.approve(first)
        #expect(try await server.authorization.changes(in: first, for: UserKey(1)).isEmpty)

        server.published.publish(
            [
                "client_id": .string(Self.address), "client_name": "New name",
                "redirect_uris": [.string(Fixture.redirect), "https://evil.example/cb"],
                "client_uri": "https://evil.example", "unknown": true,
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks_uri": "https://evil.example/jwks",
            ],
            at: Self.address
        )
        server.clock.advance(seconds: 301)
        let second = try await server.acceptedDocument(Self.pairs)
        #expect(second.client.documentHash != first.client.documentHash)
        let changes = try await server.authorization.changes(in: second, for: UserKey(1))
        let expected = [
            ClientChange(subject: .name, before: ["Signing app"], after: ["New name"]),
            ClientChange(
                subject: .homePage,
                before: ["https://app.example"],
                after: ["https://evil.example"]
            ),
            ClientChange(subject: .redirectURIs, before: [], after: ["https://evil.example/cb"]),
            ClientChange(subject: .method, before: ["none"], after: ["private_key_jwt"]),
            ClientChange(subject: .keys, before: [], after: ["https://evil.example/jwks"]),
        ]
        #expect(changes == expected)
        #expect(try await server.authorization.changes(in: second, for: UserKey(2)).isEmpty)
    }

    @Test func `a person who tries many addresses is slowed down`() async throws {
        let server = try Fixture()
        for number in 0..<30 {
            let pairs = Fixture.authorizePairs("https://app.example/\(number).json")
            _ = try await server.resume(pairs, person: 1)
        }
        #expect(try await problem(server)?.retryAfterSeconds == 60)
        #expect(server.published.reads.count == 30)
        #expect(try await problem(server, person: 2)?.reason.contains("404") == true)
    }

    @Test func `the development switch reads this computer and nothing else over http`()
        async throws
    {
        let server = try Fixture(allowsLoopback: true)
        let address = "http://127.0.0.1:9000/client.json"
        server.published.publish(
            [
                "client_id": .string(address), "client_name": "Local",
                "redirect_uris": [.string(Fixture.redirect)],
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks_uri": "http://127.0.0.1:9000/jwks",
            ],
            at: address
        )
        let request = try await server.acceptedDocument(Fixture.authorizePairs(address))
        #expect(request.client.metadata.proof.keys == .address("http://127.0.0.1:9000/jwks"))
        let other = Fixture.authorizePairs("http://app.example/client.json")
        #expect(await server.begin(other) == .page(.badClientAddress(.notHTTPS)))
        let strict = try Fixture()
        let refused = await strict.begin(Fixture.authorizePairs(address))
        #expect(refused == .page(.badClientAddress(.notHTTPS)))
    }
}
