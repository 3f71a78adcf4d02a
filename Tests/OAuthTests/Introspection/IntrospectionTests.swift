import Cryptography
import JSON
import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Introspection (RFC 7662)")
struct IntrospectionTests {
    private func body(_ introspection: Introspection) throws -> JSONValue {
        try JSONValue(parsing: introspection.serialized())
    }

    @Test func `S-71 an active answer has every member`() async throws {
        let server = try Fixture()
        let client = try server.clientID(name: "Claude")
        let code = try await server.approve(client, scopes: [.postsRead], workspaces: [3]).code
        let answer = try await server.exchange(code, of: client)
        let json = try body(try await server.introspect(answer.accessToken))
        let now = server.clock.now().secondsSinceEpoch
        let names = json.objectValue?.members.map(\.name)
        #expect(
            names == [
                "active", "iss", "sub", "username", "name", "client_id", "client_name", "scope",
                "aud", "token_type", "grant_id", "iat", "exp", "authorization_details", "revision",
            ]
        )
        #expect(json["active"] == true)
        #expect(json["iss"] == "https://auth.example.com")
        #expect(json["sub"] == "usr_1")
        #expect(json["username"] == "ada@example.com")
        #expect(json["name"] == "Ada")
        #expect(json["client_id"] == .string(client))
        #expect(json["client_name"] == "Claude")
        #expect(json["scope"] == "posts:read")
        #expect(json["aud"] == .string(Fixture.resourceText))
        #expect(json["token_type"] == "Bearer")
        #expect(json["grant_id"] == .string(answer.grant))
        #expect(json["iat"] == .integer(now))
        #expect(json["exp"] == .integer(now + 630))
        #expect(
            json["authorization_details"] == [
                [
                    "type": "workspace", "identifier": "ws_3", "name": "Workspace 3",
                    "role": "viewer", "scopes": ["posts:read"],
                ]
            ]
        )
    }

    @Test func `S-72 every inactive answer is the same bytes`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client).code
        let answer = try await server.exchange(code, of: client)
        let access = Array(answer.accessToken.exposed.utf8)
        var inactive = [
            try await server.tokens.introspect(access, audience: "https://other.example.com/mcp"),
            try await server.introspect(answer.refreshToken),
            try await server.introspect(SecretText(code)),
            try await server.introspect(SecretText("")),
            try await server.introspect(SecretText("wla_" + String(repeating: "A", count: 66))),
        ]
        server.clock.advance(seconds: 630)
        inactive.append(try await server.introspect(answer.accessToken))
        for introspection in inactive {
            #expect(introspection.serialized() == Array(#"{"active":false}"#.utf8))
        }
        #expect(inactive.first == .inactive(.otherAudience))
        #expect(inactive.last == .inactive(.refused(.expired)))
    }

    @Test func `a membership that ends shows in the next answer and in its revision`() async throws
    {
        let server = try Fixture()
        let client = try server.clientID()
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        let before = try body(try await server.introspect(answer.accessToken))
        let same = try body(try await server.introspect(answer.accessToken))
        #expect(before["revision"] == same["revision"])
        server.store.change { $0.memberships[WorkspaceKey(2)] = nil }
        let after = try body(try await server.introspect(answer.accessToken))
        #expect(after["authorization_details"]?.arrayValue?.count == 2)
        #expect(before["revision"] != after["revision"])
        server.store.change { state in
            state.memberships[WorkspaceKey(1)] = EffectiveWorkspace(
                identifier: "ws_1",
                name: "Workspace 1",
                role: .viewer
            )
        }
        let lowered = try body(try await server.introspect(answer.accessToken))
        #expect(lowered["revision"] != after["revision"])
    }

    @Test func `S-74 a disabled person is out at once`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        server.store.change { $0.disabledUsers.insert(UserKey(1)) }
        let introspection = try await server.introspect(answer.accessToken)
        #expect(introspection == .inactive(.refused(.userDisabled)))
        let failure = try await tokenFailure {
            try await server.refresh(answer.refreshToken, of: client)
        }
        #expect(failure == .userDisabled)
    }

    @Test func `use is noted, and not at every call`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        _ = try await server.introspect(answer.accessToken)
        #expect(server.store.look { $0.uses.isEmpty })
        server.clock.advance(seconds: 300)
        _ = try await server.introspect(answer.accessToken)
        let now = server.clock.now()
        #expect(server.store.look { Array($0.uses.values) } == [now])
    }

    @Test func `the previous access token works until its own end`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let first = try await server.exchange(try await server.approve(client).code, of: client)
        server.clock.advance(seconds: 590)
        let second = try await server.refresh(first.refreshToken, of: client)
        #expect(try await server.isActive(first.accessToken))
        server.clock.advance(seconds: 40)
        #expect(try await !server.isActive(first.accessToken))
        #expect(try await server.isActive(second.accessToken))
    }
}

@Suite("Resource servers")
struct ResourceServerAuthenticationTests {
    private let store = MemoryStore()

    init() {
        let server = ResourceServer(
            identifier: "rs_one",
            audience: Fixture.resourceText,
            secretHash: SHA256.digest(Array("s3cret".utf8))
        )
        store.change { $0.resourceServers["rs_one"] = server }
    }

    private func find(_ header: String?, _ pairs: [(String, String)] = []) async throws -> String? {
        let rule = ResourceServerAuthentication(store: store)
        do {
            return try await rule.resourceServer(
                authorization: header.map { Array($0.utf8) },
                parameters: Fixture.parameters(pairs)
            ).identifier
        } catch {
            #expect(error.wire.code == .invalidClient)
            #expect(error.wire.status == 401)
            return nil
        }
    }

    @Test func `S-71 the right secret is needed, in the header or the body`() async throws {
        #expect(try await find("Basic cnNfb25lOnMzY3JldA==") == "rs_one")
        #expect(
            try await find(nil, [("client_id", "rs_one"), ("client_secret", "s3cret")]) == "rs_one"
        )
        #expect(try await find("Basic cnNfb25lOnMzY3JldDE=") == nil)
        #expect(try await find("Basic cnNfdHdvOnMzY3JldA==") == nil)
        #expect(try await find(nil, [("client_id", "rs_one")]) == nil)
        #expect(try await find(nil) == nil)
        #expect(try await find("Bearer cnNfb25lOnMzY3JldA==") == nil)
    }
}
