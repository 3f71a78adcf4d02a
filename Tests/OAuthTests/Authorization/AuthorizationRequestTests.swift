import OAuth
import Testing

@Suite("Authorization requests (RFC 6749 §4.1.1)")
struct AuthorizationRequestTests {
    private static func changed(
        _ clientID: String,
        _ changes: [(String, String?)]
    ) -> [(String, String)] {
        var pairs = Fixture.authorizePairs(clientID)
        for (name, value) in changes {
            pairs.removeAll { $0.0 == name }
            if let value { pairs.append((name, value)) }
        }
        return pairs
    }

    private func outcome(
        redirects: [String] = [Fixture.redirect],
        _ changes: [(String, String?)]
    ) async throws -> AuthorizationService.Outcome {
        let server = try Fixture()
        let client = try server.clientID(redirects: redirects)
        return await server.begin(Self.changed(client, changes))
    }

    @Test func `a good request is accepted as it was meant`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let changes = [
            ("scope", "posts:read"), ("login_hint", "ada@example.com"), ("prompt", "login x"),
        ]
        let request = try await server.accepted(Self.changed(client, changes))
        #expect(request.client.identifier == client)
        #expect(request.redirectURI.text == Fixture.redirect)
        #expect(request.state == Array("s".utf8))
        #expect(request.challenge == CodeChallenge(parsing: Array(Fixture.challenge.utf8)))
        #expect(request.resource == Fixture.resourceText)
        #expect(request.scopes == [.postsRead])
        #expect(request.prompt == .signIn)
        #expect(request.loginHint == "ada@example.com")
    }

    @Test(
        arguments: [
            ([("client_id", nil)], .noClient),
            ([("client_id", "")], .noClient),
            ([("client_id", "dyn_AAAA")], .unknownClient),
            ([("client_id", "cli_nobody")], .unknownClient),
            (
                [("redirect_uri", "https://evil.example/")],
                .unregisteredRedirectURI(clientName: "Test client")
            ),
            (
                [("redirect_uri", "javascript:alert(1)")],
                .badRedirectURI(clientName: "Test client", .dangerousScheme)
            ),
            (
                [("redirect_uri", "https://evil.example/"), ("response_type", "token")],
                .unregisteredRedirectURI(clientName: "Test client")
            ),
        ] as [([(String, String?)], AuthorizationProblem)]
    )
    func `S-02 until client and redirect are proven, errors are pages`(
        changes: [(String, String?)],
        problem: AuthorizationProblem
    ) async throws {
        #expect(try await outcome(changes) == .page(problem))
        #expect(problem.status == 400)
    }

    @Test(arguments: RedirectURITests.mutations)
    func `S-01 a mutated redirect URI ends on a page`(text: String) async throws {
        guard case .page = try await outcome([("redirect_uri", text)]) else {
            Issue.record("accepted \(text)")
            return
        }
    }

    @Test func `S-02 a missing redirect URI is the only one, never a guess`() async throws {
        let none: [(String, String?)] = [("redirect_uri", nil)]
        guard case .accepted = try await outcome(none) else { throw Unexpected() }
        let two = ["https://a.example/", "https://b.example/"]
        let problem = AuthorizationProblem.noRedirectURI(clientName: "Test client")
        #expect(try await outcome(redirects: two, none) == .page(problem))
        #expect(try await outcome(redirects: ["http://localhost:1/"], none) == .page(problem))
    }

    @Test(arguments: ["client_id", "redirect_uri"])
    func `S-07 a repeated client or redirect URI ends on a page`(name: String) async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let pairs = Fixture.authorizePairs(client)
        let value = try #require(pairs.first { $0.0 == name })
        guard case .page = await server.begin(pairs + [value]) else { throw Unexpected() }
    }

    @Test(
        arguments: [
            ([("response_type", nil)], .missingResponseType),
            ([("response_type", "")], .missingResponseType),
            ([("response_type", "token")], .otherResponseType),
            ([("response_type", "id_token")], .otherResponseType),
            ([("response_type", "code token")], .otherResponseType),
            ([("response_mode", "fragment")], .otherResponseMode),
            ([("response_mode", "form_post")], .otherResponseMode),
            ([("code_challenge", nil)], .missingChallenge),
            ([("code_challenge_method", nil)], .otherChallengeMethod),
            ([("code_challenge_method", "plain")], .otherChallengeMethod),
            ([("code_challenge_method", "s256")], .otherChallengeMethod),
            ([("code_challenge", "short")], .malformedChallenge),
            ([("code_challenge", Fixture.challenge + "=")], .malformedChallenge),
            ([("request", "x.y.z")], .requestObject),
            ([("request_uri", "https://evil.example/")], .requestReference),
            ([("prompt", "none")], .silentConsent),
            ([("prompt", "none login")], .contradictoryPrompt),
            (
                [("resource", "https://other.example/mcp")],
                .otherResource(.otherOrigin(canonical: Fixture.resourceText))
            ),
        ] as [([(String, String?)], AuthorizationRefusal)]
    )
    func `S-12 S-13 S-15 S-16 S-31 S-32 S-33 later errors are held for the client`(
        changes: [(String, String?)],
        refusal: AuthorizationRefusal
    ) async throws {
        guard case .held(let redirect) = try await outcome(changes) else { throw Unexpected() }
        #expect(redirect.error == refusal.wire)
        #expect(redirect.state == Array("s".utf8))
        #expect(redirect.redirectURI.text == Fixture.redirect)
        #expect(redirect.clientName == "Test client")
    }

    @Test(arguments: [
        "response_type", "state", "scope", "code_challenge", "code_challenge_method", "prompt",
    ])
    func `S-07 any other repeated parameter is the client's error`(name: String) async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let pairs = Self.changed(client, [("scope", "posts:read"), ("prompt", "consent")])
        let value = try #require(pairs.first { $0.0 == name })
        guard case .held(let redirect) = await server.begin(pairs + [value]) else {
            throw Unexpected()
        }
        #expect(redirect.error.code == .invalidRequest)
        #expect(redirect.state == (name == "state" ? nil : Array("s".utf8)))
    }

    @Test func `S-08 empty means omitted, unknown is ignored, resource may repeat`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let empty = ["scope", "state", "prompt", "response_mode", "login_hint", "request"]
        let pairs = Self.changed(client, empty.map { ($0, "") })
        let more = [("foo", "1"), ("foo", "2"), ("resource", "https://auth.example.com/")]
        let request = try await server.accepted(pairs + more)
        #expect(request.state == nil && request.scopes == .resource && request.prompt == [])
    }

    @Test(arguments: [nil, "https://AUTH.example.com", "https://auth.example.com/mcp/"])
    func `S-67 the resource is bound in its canonical form`(text: String?) async throws {
        guard case .accepted(let request) = try await outcome([("resource", text)]) else {
            throw Unexpected()
        }
        #expect(request.resource == Fixture.resourceText)
    }

    @Test func `S-09 a state up to 2 KiB comes back, a longer one is refused whole`() async throws {
        let longest = String(repeating: "x", count: 2_048)
        guard case .accepted(let request) = try await outcome([("state", longest)]) else {
            throw Unexpected()
        }
        #expect(request.state?.count == 2_048)
        guard case .held(let held) = try await outcome([("state", longest + "x")]) else {
            throw Unexpected()
        }
        #expect(held.error == AuthorizationRefusal.longState.wire)
        #expect(held.state == nil)
    }

    @Test func `a login hint that is no plain text is dropped`() async throws {
        for hint in ["a\u{0}b", String(repeating: "a", count: 255), "a\nb"] {
            guard case .accepted(let request) = try await outcome([("login_hint", hint)]) else {
                throw Unexpected()
            }
            #expect(request.loginHint == nil)
        }
    }

    @Test func `a store that cannot answer is a page with 503`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        server.store.change { $0.failure = .unavailable("busy") }
        let outcome = await server.begin(Fixture.authorizePairs(client))
        #expect(outcome == .page(.unavailable(.unavailable("busy"))))
        #expect(AuthorizationProblem.unavailable(.unavailable("busy")).status == 503)
    }
}
