import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Challenges to bearers of no, bad or weak tokens")
struct ChallengeTests {
    static let tail = """
        resource_metadata="https://auth.example.com/.well-known/oauth-protected-resource/mcp", \
        scope="workspace:read posts:write posts:publish"
        """
    static let invalid = """
        Bearer error="invalid_token", error_description="The access token is unknown, expired, \
        revoked or for another server", \(tail)
        """

    @Test(arguments: [nil, "Basic Z29vZA==", "Token good", "Bearers good", ""])
    func `a request without a bearer token is asked for one without an error`(
        authorization: String?
    ) async throws {
        let response = try await send(authorization)
        #expect(response.status == 401)
        #expect(response.header("WWW-Authenticate") == "Bearer \(Self.tail)")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.json?["error"] == "invalid_token")
    }

    @Test(arguments: [
        "Bearer unknown", "Bearer foreign", "Bearer", "Bearer ", "Bearer a b", "Bearer =",
        "Bearer gööd", "Bearer good,Bearer good", "Bearer " + String(repeating: "a", count: 4097),
    ])
    func `every token that is no good here is refused alike`(authorization: String) async throws {
        let response = try await send(authorization)
        #expect(response.status == 401)
        #expect(response.header("WWW-Authenticate") == Self.invalid)
        #expect(response == (try await send("Bearer expired")))
    }

    @Test(arguments: ["Bearer good", "bearer good", "BEARER   good"])
    func `the scheme's case and the spaces after it do not count`(
        authorization: String
    ) async throws {
        #expect(try await send(authorization).status == 200)
    }

    @Test func `a token in the query is ignored, and refused beside another`() async throws {
        let alone = try await send(nil, hasQueryToken: true)
        #expect(alone.status == 401)
        #expect(alone.header("WWW-Authenticate") == "Bearer \(Self.tail)")
        let both = try await send("Bearer good", hasQueryToken: true)
        #expect(both.status == 400)
        #expect(both.header("WWW-Authenticate")?.contains(#"error="invalid_request""#) == true)
    }

    @Test func `authentication comes before everything that the body may say`() async throws {
        for body in ["", "{", "[]", #"{"jsonrpc":"2.0","id":1,"method":"server/discover"}"#] {
            let response = try await send(nil, body: Array(body.utf8), version: "nonsense")
            #expect(response.status == 401)
        }
    }

    @Test func `a token that nobody can check is no refusal`() async throws {
        let fixture = RouterFixture()
        let response = try await send("Bearer broken", fixture)
        #expect(response.status == 503)
        #expect(response.header("Retry-After") == "7")
        #expect(response.header("WWW-Authenticate") == nil)
        #expect(response.json?["error"] == "temporarily_unavailable")
        #expect(fixture.log.lines.withLock { $0.count } == 1)
        #expect(fixture.log.lines.withLock { $0.first?.contains("broken") } == false)
    }

    @Test func `a call that needs more names all it needs and all that is held`() async throws {
        let fixture = RouterFixture()
        let response = try await fixture.sendModern("tools/call", ["name": "write"])
        #expect(response.status == 403)
        #expect(
            response.header("WWW-Authenticate") == """
                Bearer error="insufficient_scope", error_description="This call needs a permission \
                that was not granted", scope="workspace:read posts:write", \
                resource_metadata="\(RouterFixture.metadata)"
                """
        )
        #expect(response.json?["error"] == "insufficient_scope")
        #expect(fixture.records.withLock { $0.map(\.outcome) } == [.insufficientScope])
    }

    @Test func `the scope is missed before the arguments are looked at`() async throws {
        let params: JSONObject = ["name": "write", "arguments": ["nonsense": 1]]
        let response = try await RouterFixture().send(RouterFixture.legacy("tools/call", params))
        #expect(response.status == 403)
    }

    @Test func `offline_access is never part of a challenge`() {
        let resource = ProtectedResource(identifier: "r", metadataURL: "m", scopes: ["a", "b"])
        let challenge = resource.insufficientScopeChallenge(
            needed: ["b", "x"],
            granted: ["offline_access", "a"]
        )
        #expect(challenge.contains(#"scope="a b x""#))
    }

    @Test func `no description holds what clients take for a parameter`() {
        let descriptions = [
            ProtectedResource.invalidToken, ProtectedResource.twoTokens,
            ProtectedResource.insufficientScope,
        ]
        #expect(descriptions.allSatisfy { !$0.contains("=") && !$0.contains("\"") })
    }

    @Test func `a cancelled request begins no tool`() async throws {
        let fixture = RouterFixture()
        let router = try fixture.router()
        var request = MCPRequest(
            method: .post,
            body: RouterFixture.legacy("tools/call", ["name": "greet"]).serialized(),
            requestID: "r"
        )
        request.authorization = "Bearer good"
        let sent = request
        let task = Task {
            // The task pointer is used only inside the closure.
            unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
            return await router.handle(sent)
        }
        #expect(await task.value.status == 503)
        #expect(fixture.records.withLock { $0.isEmpty })
    }

    private func send(
        _ authorization: String?,
        _ fixture: RouterFixture = RouterFixture(),
        hasQueryToken: Bool = false,
        body: [UInt8] = RouterFixture.legacy("ping").serialized(),
        version: String? = nil
    ) async throws -> MCPResponse {
        var request = MCPRequest(method: .post, body: body, requestID: "r")
        request.authorization = authorization
        request.hasQueryToken = hasQueryToken
        request.protocolVersionHeader = version
        return try await fixture.router().handle(request)
    }
}
