import JSON
import Primitives
import Testing

@testable import OAuth

/// A document as one real client publishes it, and what must follow from it.
struct RealDocument: Sendable, CustomTestStringConvertible {
    let name: String
    let address: String
    let members: JSONObject
    /// Redirect URIs that the client uses, often with a port that the document does not name.
    let used: [String]
    /// Redirect URIs that must be refused.
    var refused: [String] = []
    var method = ClientMetadata.AuthenticationMethod.none
    var isOptional = false

    var testDescription: String { name }

    var body: [UInt8] {
        var object = JSONObject()
        object.append("client_id", .string(address))
        for member in members.members { object.append(member.name, member.value) }
        return JSONValue.object(object).serialized()
    }
}

@Suite("Documents of real clients")
struct RealDocumentTests {
    static let documents = [
        RealDocument(
            name: "Claude",
            address: "https://claude.ai/oauth/mcp-oauth-client-metadata",
            members: [
                "client_name": "Claude", "client_uri": "https://claude.ai",
                "redirect_uris": [
                    "https://claude.ai/api/mcp/auth_callback",
                    "https://claude.com/api/mcp/auth_callback",
                ],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
            ],
            used: ["https://claude.ai/api/mcp/auth_callback"],
            refused: ["https://claude.ai/api/mcp/auth_callback/", "http://localhost/callback"]
        ),
        RealDocument(
            name: "Claude Code",
            address: "https://claude.ai/oauth/claude-code-client-metadata",
            members: [
                "client_name": "Claude Code", "client_uri": "https://claude.ai",
                "redirect_uris": ["http://localhost/callback", "http://127.0.0.1/callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
            ],
            used: ["http://localhost:54212/callback", "http://127.0.0.1:54212/callback"],
            refused: ["http://localhost:54212/other", "http://[::1]:54212/callback"]
        ),
        RealDocument(
            name: "ChatGPT",
            address: "https://chatgpt.com/oauth/IbUR3zxyNQ16/client.json",
            members: [
                "client_uri": "https://chatgpt.com/",
                "redirect_uris": ["https://chatgpt.com/connector/oauth/IbUR3zxyNQ16"],
                "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "client_name": "ChatGPT",
                "logo_uri": "https://persistent.oaistatic.com/sonic/misc/openai-logo.png",
                "token_endpoint_auth_signing_alg": "RS256",
                "jwks_uri": "https://chatgpt.com/oauth/jwks.json",
            ],
            used: ["https://chatgpt.com/connector/oauth/IbUR3zxyNQ16"],
            refused: ["https://chatgpt.com/connector/oauth/other"],
            method: .privateKeyJWT,
            isOptional: true
        ),
        RealDocument(
            name: "Codex, one document for each callback",
            address: "https://chatgpt.com/oauth/codex/Ab3/client.json"
                + "?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%2FAb3"
                + "&token_endpoint_auth_method=none",
            members: [
                "client_name": "Codex", "client_uri": "https://chatgpt.com/codex",
                "redirect_uris": ["http://127.0.0.1/callback/Ab3"],
                "token_endpoint_auth_method": "none", "application_type": "native",
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
            ],
            used: ["http://127.0.0.1:1455/callback/Ab3"],
            refused: ["http://127.0.0.1:1455/callback"]
        ),
        RealDocument(
            name: "VS Code",
            address: "https://vscode.dev/oauth/client-metadata.json",
            members: [
                "client_name": "Visual Studio Code", "client_uri": "https://vscode.dev/product",
                "redirect_uris": [
                    "http://127.0.0.1:33418/", "http://127.0.0.1/", "https://vscode.dev/redirect",
                ],
                "grant_types": [
                    "authorization_code", "refresh_token",
                    "urn:ietf:params:oauth:grant-type:device_code",
                ],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
                "application_type": "native",
                "logo_uri": "https://code.visualstudio.com/assets/icon.png",
            ],
            used: [
                "http://127.0.0.1:33418/", "http://127.0.0.1:50000/", "https://vscode.dev/redirect",
            ],
            refused: ["http://127.0.0.1:33418/callback", "http://localhost:33418/"]
        ),
        RealDocument(
            name: "Zed",
            address: "https://zed.dev/oauth/client-metadata.json",
            members: [
                "client_name": "Zed", "client_uri": "https://zed.dev",
                "redirect_uris": ["http://127.0.0.1/callback"],
                "grant_types": ["authorization_code"], "response_types": ["code"],
                "token_endpoint_auth_method": "none", "scope": "mcp:*",
            ],
            used: ["http://127.0.0.1:27523/callback"],
            refused: ["http://localhost:27523/callback"]
        ),
        RealDocument(
            name: "Goose",
            address: "https://goose-docs.ai/oauth/client-metadata.json",
            members: [
                "client_name": "goose", "client_uri": "https://goose-docs.ai",
                "logo_uri": "https://goose-docs.ai/img/logo_light.png",
                "redirect_uris": ["http://localhost/oauth_callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
            ],
            used: ["http://localhost:61234/oauth_callback"],
            refused: ["https://localhost/oauth_callback"]
        ),
    ]

    @Test(arguments: documents)
    func `the document is accepted with what the client needs of it`(
        document: RealDocument
    ) throws {
        let metadata = try ClientDocumentTests.read(document.body, at: document.address)
        #expect(metadata.method == document.method)
        #expect(metadata.proof.isOptional == document.isOptional)
        for text in document.used { #expect(metadata.allows(try RedirectURI(parsing: text))) }
        for text in document.refused {
            let isAllowed = (try? RedirectURI(parsing: text)).map { metadata.allows($0) } ?? false
            #expect(!isAllowed, "\(text)")
        }
        #expect(ClientMetadata(canonicalJSON: metadata.canonicalJSON) == metadata)
    }

    @Test(arguments: documents)
    func `the client gets its tokens as a public client, unresolved until somebody signs in`(
        document: RealDocument
    ) async throws {
        let server = try Fixture()
        server.published.change { $0.bodies[document.address] = document.body }
        let pairs = Fixture.authorizePairs(document.address).map { name, value in
            (name, name == "redirect_uri" ? document.used[0] : value)
        }
        let request = try await server.acceptedDocument(pairs)
        #expect(request.client.kind == .metadataDocument)
        let code = try await server.approve(request)
        let tokens = try await server.exchange(code, of: document.address)
        #expect(try await server.isActive(tokens.accessToken))
        #expect(server.published.reads == [document.address], "no logo, no page, no keys")
    }
}
