import JSON
import OAuth
import Primitives
import TestSupport
import Testing

/// What one real client sends, from registration to its first refresh.
struct ClientTraffic: Sendable, CustomTestStringConvertible {
    let name: String
    /// The registration body besides `client_name`.
    let registration: JSONValue
    /// The redirect URI of the request, often with another port than the registered one.
    let redirect: String
    /// `scope` at the authorization endpoint, if it is sent.
    var scope: String?
    /// `resource` in all three requests, if it is sent.
    var resource: String?
    /// `state`, as it is before encoding.
    var state = "c3RhdGU"
    /// `prompt`, if it is sent.
    var prompt: String?
    /// `scope` of the refresh, if it is sent.
    var refreshScope: String?
    /// What the token response must say.
    var granted = ScopeSet.resource

    var testDescription: String { name }
}

@Suite("Real clients")
struct RealClientTests {
    static let all = ScopeSet.resource.text

    static let traffic = [
        ClientTraffic(
            name: "Claude Code",
            registration: [
                "redirect_uris": ["http://localhost:52417/callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
                "scope": .string(all),
            ],
            redirect: "http://localhost:52417/callback",
            scope: all,
            resource: "https://auth.example.com/"
        ),
        ClientTraffic(
            name: "Claude.ai with a leading space",
            registration: [
                "redirect_uris": ["https://claude.ai/api/mcp/auth_callback"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "https://claude.ai/api/mcp/auth_callback",
            scope: " offline_access",
            resource: Fixture.resourceText,
            granted: ScopeSet.resource.union([.offlineAccess])
        ),
        ClientTraffic(
            name: "VS Code",
            registration: [
                "redirect_uris": [
                    "https://insiders.vscode.dev/redirect", "https://vscode.dev/redirect",
                    "http://127.0.0.1/", "http://127.0.0.1:33418/",
                ],
                "application_type": "native", "token_endpoint_auth_method": "none",
                "grant_types": [
                    "authorization_code", "refresh_token",
                    "urn:ietf:params:oauth:grant-type:device_code",
                ],
            ],
            redirect: "http://127.0.0.1:49999/",
            scope: all,
            resource: Fixture.resourceText,
            state: "a+b/c=="
        ),
        ClientTraffic(
            name: "Cursor",
            registration: [
                "redirect_uris": [
                    "cursor://anysphere.cursor-mcp/oauth/callback",
                    "https://www.cursor.com/agents/mcp/oauth/callback",
                    "http://localhost:8787/callback",
                ],
                "application_type": "web", "token_endpoint_auth_method": "none",
            ],
            redirect: "cursor://anysphere.cursor-mcp/oauth/callback",
            resource: Fixture.resourceText
        ),
        ClientTraffic(
            name: "Codex, which asks offline_access at refresh",
            registration: [
                "redirect_uris": ["http://127.0.0.1:1455/callback/Zm9vYmFyYmF6"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "http://127.0.0.1:51234/callback/Zm9vYmFyYmF6",
            scope: all + " offline_access",
            resource: Fixture.resourceText,
            refreshScope: all + " offline_access",
            granted: ScopeSet.resource.union([.offlineAccess])
        ),
        ClientTraffic(
            name: "MCP Inspector",
            registration: [
                "redirect_uris": ["http://localhost:6274/oauth/callback"], "scope": "",
                "application_type": "native", "token_endpoint_auth_method": "none",
            ],
            redirect: "http://localhost:6274/oauth/callback",
            scope: "",
            resource: Fixture.resourceText
        ),
        ClientTraffic(
            name: "mcp-remote, by habit",
            registration: [
                "redirect_uris": ["http://localhost:3335/oauth/callback"],
                "software_id": "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d",
                "scope": "openid email profile", "token_endpoint_auth_method": "none",
            ],
            redirect: "http://localhost:3335/oauth/callback",
            scope: "openid email profile"
        ),
        ClientTraffic(
            name: "GitHub Copilot CLI without a scope",
            registration: [
                "redirect_uris": ["http://127.0.0.1:40123/"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "http://127.0.0.1:40123/",
            resource: Fixture.resourceText
        ),
        ClientTraffic(
            name: "Grok with its trailing slash",
            registration: [
                "redirect_uris": ["https://grok.com/connectors-oauth-exchange-code/"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "https://grok.com/connectors-oauth-exchange-code/",
            resource: "https://AUTH.example.com/mcp/"
        ),
        ClientTraffic(
            name: "Open WebUI with a colon in the path",
            registration: [
                "redirect_uris": ["https://webui.example/oauth/clients/mcp:a1/callback"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "https://webui.example/oauth/clients/mcp:a1/callback"
        ),
        ClientTraffic(
            name: "MCP Python SDK 2.x, which names no method",
            registration: [
                "redirect_uris": ["http://localhost:3030/callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "application_type": "native", "scope": .string(all),
            ],
            redirect: "http://localhost:3030/callback",
            scope: all + " offline_access",
            resource: Fixture.resourceText,
            prompt: "consent",
            granted: ScopeSet.resource.union([.offlineAccess])
        ),
        ClientTraffic(
            name: "FastMCP from its next process",
            registration: [
                "redirect_uris": ["http://localhost:40000/callback"],
                "token_endpoint_auth_method": "none",
            ],
            redirect: "http://localhost:40001/callback",
            scope: "posts:read workspace:read",
            resource: Fixture.resourceText,
            granted: [.postsRead, .workspaceRead]
        ),
    ]

    @Test(arguments: traffic)
    func `its traffic leads to tools and to a refresh`(traffic: ClientTraffic) async throws {
        let server = try Fixture()
        var body = try #require(traffic.registration.objectValue)
        body.append("client_name", .string(traffic.name))
        let answer = try server.register(.object(body))
        #expect(answer["redirect_uris"] == body["redirect_uris"])
        let client = try await authenticated(answer, server)
        let location = try await approve(client, traffic, server)
        #expect(location.hasPrefix(traffic.redirect + "?code=wlc_"))
        let code = try #require(Fixture.queryValue("code", in: location))
        let first = try await tokens(
            [
                ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", traffic.redirect), ("client_id", client.identifier),
                ("code_verifier", Fixture.verifier), ("resource", traffic.resource ?? ""),
            ],
            client,
            server
        )
        #expect(first.scopes == traffic.granted)
        #expect(try await server.isActive(first.accessToken))
        let second = try await tokens(
            [
                ("grant_type", "refresh_token"), ("refresh_token", first.refreshToken.exposed),
                ("client_id", client.identifier), ("resource", traffic.resource ?? ""),
                ("scope", traffic.refreshScope ?? ""),
            ],
            client,
            server
        )
        #expect(second.scopes.intersection(.resource) == traffic.granted.intersection(.resource))
        #expect(try await server.isActive(second.accessToken))
    }

    private func tokens(
        _ pairs: [(String, String)],
        _ client: Client,
        _ server: Fixture
    ) async throws -> TokenResponse {
        let request = try TokenRequest(parsing: Fixture.parameters(pairs))
        return try await server.tokens.answer(request, from: client)
    }

    /// Authenticates with the method and secret that the registration answered.
    private func authenticated(_ answer: JSONValue, _ server: Fixture) async throws -> Client {
        let identifier = try #require(answer["client_id"]?.stringValue)
        var header: [UInt8]?
        if let secret = answer["client_secret"]?.stringValue {
            #expect(answer["token_endpoint_auth_method"] == "client_secret_basic")
            // Identifier and secret are URL-safe, so base64url differs from base64 nowhere here
            // but in the alphabet, which the reader is given in its standard form.
            let text = Base64URL.encode(Array("\(identifier):\(secret)".utf8))
            let standard = text.utf8.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
            header = Array("Basic ".utf8) + standard
        }
        return try await server.authentication.client(
            authorization: header,
            parameters: Fixture.parameters([("client_id", identifier)])
        )
    }

    private func approve(
        _ client: Client,
        _ traffic: ClientTraffic,
        _ server: Fixture
    ) async throws -> String {
        var pairs = [
            ("response_type", "code"), ("client_id", client.identifier),
            ("redirect_uri", traffic.redirect), ("state", traffic.state),
            ("code_challenge", Fixture.challenge), ("code_challenge_method", "S256"),
        ]
        let optional = [
            ("scope", traffic.scope), ("resource", traffic.resource), ("prompt", traffic.prompt),
        ]
        for case (let name, let value?) in optional { pairs.append((name, value)) }
        let request = try await server.accepted(pairs)
        #expect(request.state == Array(traffic.state.utf8))
        let question = ConsentRequest(
            requestID: "flow",
            request: request,
            person: UserKey(1),
            workspaces: [
                ConsentWorkspace(
                    key: WorkspaceKey(1),
                    identifier: "ws_1",
                    name: "Workspace 1",
                    role: .owner
                )
            ],
            lifetimes: server.authorization.lifetimes(for: request)
        )
        let ticks = ConsentTicks(scopes: request.scopes, workspaces: ["ws_1"])
        guard case .approved(let approval) = question.outcome(of: .approve(ticks)) else {
            throw Unexpected()
        }
        return try await server.authorization.approve(approval, of: request).location
    }
}
