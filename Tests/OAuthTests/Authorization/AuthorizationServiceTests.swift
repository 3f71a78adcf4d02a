import OAuth
import TestSupport
import Testing

@Suite("Answers of the authorization endpoint")
struct AuthorizationServiceTests {
    @Test func `S-06 S-11 code, state and iss are added to the query that is there`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let (location, code) = try await server.approve(client)
        #expect(
            location
                == "\(Fixture.redirect)&code=\(code)&state=s&iss=https%3A%2F%2Fauth.example.com"
        )
        #expect(server.store.look { $0.clients[client]?.name } == "Test client")
    }

    @Test(arguments: [
        ("https://a.example/cb", "https://a.example/cb?code="),
        ("https://a.example/cb?", "https://a.example/cb?code="),
        ("https://a.example/cb?x=1&", "https://a.example/cb?x=1&code="),
        ("https://a.example", "https://a.example?code="),
        ("http://localhost:5/cb", "http://localhost:5/cb?code="),
        ("com.example.app:/cb", "com.example.app:/cb?code="),
    ])
    func `S-06 any redirect URI is extended, never replaced`(
        redirect: String,
        start: String
    ) async throws {
        let server = try Fixture()
        let client = try server.clientID(redirects: [redirect])
        var pairs = Fixture.authorizePairs(client).filter { $0.0 != "redirect_uri" }
        pairs.append(("redirect_uri", redirect))
        let request = try await server.accepted(pairs)
        let approval = Approval(
            requestID: "r",
            user: UserKey(1),
            resource: request.resource,
            scopes: [.postsRead],
            workspaces: [WorkspaceKey(1)]
        )
        let location = try await server.authorization.approve(approval, of: request).location
        #expect(location.hasPrefix(start + "wlc_"))
    }

    @Test(
        arguments: [
            ("a+b/c==", "a%2Bb%2Fc%3D%3D"), ("100%", "100%25"),
            ("é\u{1F600}", "%C3%A9%F0%9F%98%80"),
            ("\"'<>", "%22%27%3C%3E"), ("a\r\nSet-Cookie: x", "a%0D%0ASet-Cookie%3A%20x"),
            ("&iss=evil#", "%26iss%3Devil%23"), ("\u{0}", "%00"), ("az09-._~", "az09-._~"),
        ]
    )
    func `S-09 state comes back byte for byte and stays one value`(
        state: String,
        encoded: String
    ) async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let pairs = Fixture.authorizePairs(client).map { $0.0 == "state" ? ("state", state) : $0 }
        let request = try await server.accepted(pairs)
        let denied = server.authorization.deny(request)
        #expect(Fixture.queryValue("state", in: denied) == encoded)
    }

    @Test func `S-10 no state sent, none returned`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let request = try await server.accepted(
            Fixture.authorizePairs(client).filter { $0.0 != "state" }
        )
        #expect(request.state == nil)
        #expect(Fixture.queryValue("state", in: server.authorization.deny(request)) == nil)
    }

    @Test func `S-28 a denial carries access_denied, state and iss once`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let request = try await server.accepted(Fixture.authorizePairs(client))
        let location = server.authorization.deny(request)
        #expect(location.hasPrefix(Fixture.redirect + "&error=access_denied&error_description="))
        #expect(location.hasSuffix("&state=s&iss=https%3A%2F%2Fauth.example.com"))
        #expect(location.components("iss=") == 1)
    }

    @Test func `S-30 a second click leads to the same code`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let first = try await server.approve(client)
        let second = try await server.approve(client)
        #expect(first == second)
        #expect(server.store.look { $0.grants.count } == 1)
    }

    @Test func `S-30 a step back after the exchange does not look like a stolen code`() async throws
    {
        let server = try Fixture()
        let client = try server.clientID()
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        await #expect(throws: AuthorizationProblem.alreadyApproved) {
            try await server.approve(client)
        }
        #expect(try await server.isActive(answer.accessToken))
    }

    @Test func `another person cannot take an approval over`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        _ = try await server.approve(client)
        let request = try await server.accepted(Fixture.authorizePairs(client))
        let approval = Approval(
            requestID: "request",
            user: UserKey(2),
            resource: request.resource,
            scopes: .resource,
            workspaces: [WorkspaceKey(1)]
        )
        await #expect(throws: AuthorizationProblem.alreadyApproved) {
            try await server.authorization.approve(approval, of: request)
        }
    }

    @Test func `S-44 the challenge is not in the code`() async throws {
        let server = try Fixture()
        let code = try await server.approve(try server.clientID()).code
        #expect(!code.contains(Fixture.challenge))
        #expect(code.utf8.count == 70)
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(_ part: String) -> Int {
        let bytes = Array(utf8)
        let wanted = Array(part.utf8)
        return bytes.indices.count { bytes[$0...].starts(with: wanted) }
    }
}
