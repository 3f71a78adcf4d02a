import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Answers of an introspection endpoint (RFC 7662)")
struct TokenIntrospectionTests {
    @Test func `an active token is read whole`() throws {
        let answer: JSONValue = [
            "active": true, "iss": "https://auth.example.com", "sub": "usr_1",
            "username": "ada@example.com", "name": "Ada", "client_id": "c", "client_name": "C",
            "scope": "workspace:read posts:read", "aud": "https://auth.example.com/mcp",
            "exp": 1_795_478_400, "iat": 1_795_478_000, "token_type": "Bearer",
            "grant_id": "grt_1", "revision": "1", "confirm_publishing": true,
            "authorization_details": [
                [
                    "type": "workspace", "identifier": "ws_1", "name": "One", "role": "owner",
                    "scopes": ["workspace:read"],
                ],
                ["type": "other", "identifier": "x"],
            ],
        ]
        var expected = ActiveToken(
            subject: "usr_1",
            clientID: "c",
            scopes: ["workspace:read", "posts:read"],
            audience: ["https://auth.example.com/mcp"]
        )
        expected.username = "ada@example.com"
        expected.personName = "Ada"
        expected.clientName = "C"
        expected.grantID = "grt_1"
        expected.confirmsPublishing = true
        expected.expiresAt = Timestamp(secondsSinceEpoch: 1_795_478_400)
        expected.workspaces = [
            .init(id: "ws_1", name: "One", role: "owner", scopes: ["workspace:read"])
        ]
        #expect(try TokenIntrospection(answer: answer) == .active(expected))
    }

    @Test func `an inactive token is inactive, whatever else is said`() throws {
        #expect(try TokenIntrospection(answer: ["active": false]) == .inactive)
        #expect(try TokenIntrospection(answer: ["active": false, "scope": 1]) == .inactive)
    }

    @Test func `a server that tells little opens little`() throws {
        let bare = ActiveToken(subject: "", clientID: "", scopes: [], audience: [])
        #expect(try TokenIntrospection(answer: ["active": true]) == .active(bare))
    }

    @Test(
        arguments: [
            [:], nil, [], ["active": "true"], ["active": 1],
            ["active": true, "scope": ["a", "b"]], ["active": true, "aud": 1],
            ["active": true, "aud": ["a", 1]],
        ] as [JSONValue]
    )
    func `an answer that could let a call through wrongly is malformed`(answer: JSONValue) {
        #expect(throws: IntrospectionFailure(reason: .malformedAnswer)) {
            try TokenIntrospection(answer: answer)
        }
    }

    @Test(arguments: [("a b", ["a", "b"]), (" a  b ", ["a", "b"]), ("", []), ("a", ["a"])])
    func `scopes are what stands between spaces`(scope: String, scopes: [String]) throws {
        let answer: JSONValue = ["active": true, "scope": .string(scope), "aud": ["x", "y"]]
        guard case .active(let token) = try TokenIntrospection(answer: answer) else {
            Issue.record("the token is active")
            return
        }
        #expect(token.scopes == scopes)
        #expect(token.audience == ["x", "y"])
    }
}
