import OAuth
import Primitives
import Testing

@Suite("Known clients")
struct KnownClientsTests {
    /// What a row of the tables below expects, without the whole entry.
    enum Verdict: Equatable {
        case unknown
        case document(String)
        case callback(String)
        case plausible(String)
        case lookalike(String)
        case disguised(String)
        case mixed

        init(_ recognition: ClientRecognition) {
            switch recognition {
            case .unknown: self = .unknown
            case .verified(let known, .document): self = .document(known.identifier)
            case .verified(let known, .callback): self = .callback(known.identifier)
            case .plausible(let known): self = .plausible(known.identifier)
            case .lookalike(let known, false): self = .lookalike(known.identifier)
            case .lookalike(let known, true): self = .disguised(known.identifier)
            case .mixedAlphabets: self = .mixed
            }
        }
    }

    static func verdict(
        _ name: String,
        at address: String,
        _ identifier: String = "dyn_x",
        kind: ClientKind = .dynamic
    ) throws -> Verdict {
        Verdict(
            KnownClients.builtIn.recognize(
                ClientNaming(identifier: identifier, kind: kind, name: name),
                at: try RedirectURI(parsing: address)
            )
        )
    }

    @Test(
        arguments: [
            ("Claude", "https://claude.ai/api/mcp/auth_callback", .callback("claude")),
            ("claudeai", "https://claude.com/api/mcp/auth_callback", .callback("claude")),
            ("My own name", "https://claude.ai/api/mcp/auth_callback", .callback("claude")),
            ("Claude Code (plugin:x)", "http://localhost:4/callback", .plausible("claude-code")),
            (
                "ChatGPT", "https://chatgpt.com/connector_platform_oauth_redirect",
                .callback("chatgpt")
            ),
            ("ChatGPT", "https://chatgpt.com/connector/oauth/aB3_-9", .callback("chatgpt")),
            ("Codex", "http://127.0.0.1:5/callback/Zm9vYmFy", .plausible("codex")),
            ("OpenAI Codex", "http://127.0.0.1:5/callback/Zm9v", .plausible("codex")),
            ("Visual Studio Code", "https://vscode.dev/redirect", .callback("vscode")),
            ("Visual Studio Code", "http://127.0.0.1:33418/", .plausible("vscode")),
            (
                "Cursor", "cursor://anysphere.cursor-mcp/oauth/callback", .plausible("cursor")
            ),
            ("Grok Bot", "http://localhost:8787/callback", .plausible("cursor")),
            ("MCP CLI Client", "http://localhost:3335/oauth/callback", .plausible("mcp-remote")),
            (
                "Le Chat", "https://callback.mistral.ai/v1/integrations_auth/oauth2_callback",
                .callback("mistral")
            ),
            ("Grok", "https://grok.com/connectors-oauth-exchange-code/", .callback("grok")),
            ("Reports", "https://reports.example.com/cb", .unknown),
            ("Claudia's reports", "https://reports.example.com/cb", .unknown),
            ("Organized", "http://localhost/cb", .unknown),
            ("Яндекс Музыка", "https://music.example.com/cb", .unknown),
            ("日本語ツール", "https://tool.example.com/cb", .unknown),
        ] as [(String, String, Verdict)]
    )
    func `honest clients are taken for what they are`(
        name: String,
        address: String,
        expected: Verdict
    ) throws {
        #expect(try Self.verdict(name, at: address) == expected)
    }

    @Test(
        arguments: [
            ("Claude", "https://evil.example/cb", .lookalike("claude")),
            ("CLAUDE.AI", "https://evil.example/cb", .lookalike("claude")),
            ("C l a u d e", "https://evil.example/cb", .lookalike("claude")),
            ("Claude by Anthropic", "https://evil.example/cb", .lookalike("claude")),
            ("Claude", "http://localhost:4/other", .lookalike("claude")),
            ("Claude", "https://claude.ai/api/mcp/auth_callback2", .lookalike("claude")),
            ("Claude", "https://claude.ai/api/mcp/auth_callback?x", .lookalike("claude")),
            ("Claude", "https://claude.ai:444/api/mcp/auth_callback", .lookalike("claude")),
            ("Claude", "https://chatgpt.com/connector/oauth/x", .lookalike("claude")),
            ("ChatGPT", "https://chatgpt.com/connector/oauth/x/y", .lookalike("chatgpt")),
            ("Cursor", "https://evil.example/cursor", .lookalike("cursor")),
            ("Cursor AI Editor", "https://evil.example/cb", .lookalike("cursor")),
            ("Cursor", "cursor://evil/oauth/callback", .lookalike("cursor")),
            ("Grok", "https://grok.com/connectors-oauth-exchange-code", .lookalike("grok")),
            ("Сlaude", "https://evil.example/cb", .disguised("claude")),
            ("сӏаudе", "https://evil.example/cb", .disguised("claude")),
            ("Cla\u{200B}ude\u{0301}", "https://evil.example/cb", .lookalike("claude")),
            ("CIaude", "https://evil.example/cb", .disguised("claude")),
            ("C1aude", "https://evil.example/cb", .disguised("claude")),
            ("Ｃｌａｕｄｅ", "https://evil.example/cb", .disguised("claude")),
            ("𝐂𝐥𝐚𝐮𝐝𝐞", "https://evil.example/cb", .disguised("claude")),
            ("Ⓒⓛⓐⓤⓓⓔ", "https://evil.example/cb", .disguised("claude")),
            ("Çlàudé", "https://evil.example/cb", .disguised("claude")),
            ("Сlaude Code", "http://localhost:4/callback", .disguised("claude-code")),
            ("ChаtGРT", "https://evil.example/cb", .disguised("chatgpt")),
            ("Curѕor", "https://evil.example/cb", .disguised("cursor")),
            ("Gr0k", "https://evil.example/cb", .disguised("grok")),
            ("Αnthropic", "https://evil.example/cb", .disguised("claude")),
            ("Pауments", "https://evil.example/cb", .mixed),
        ] as [(String, String, Verdict)]
    )
    func `T4 a known name at an unknown address is warned of`(
        name: String,
        address: String,
        expected: Verdict
    ) throws {
        #expect(try Self.verdict(name, at: address) == expected)
    }

    @Test func `a known document verifies, whatever name it gives itself`() throws {
        let address = "https://claude.ai/oauth/claude-code-client-metadata"
        let local = "http://localhost:5/callback"
        let known = try Self.verdict("X", at: local, address, kind: .metadataDocument)
        #expect(known == .document("claude-code"))
        for other in [
            address + "/", address + "?a", address + "2", "https://claude.ai.evil.example/oauth/x",
            "http" + address.dropFirst(5), "HTTPS" + address.dropFirst(5),
        ] {
            let verdict = try Self.verdict("X", at: local, other, kind: .metadataDocument)
            #expect(verdict == .unknown, "\(other)")
        }
        #expect(try Self.verdict("X", at: local, address, kind: .dynamic) == .unknown)
    }

    @Test func `an operator's own client is never doubted`() throws {
        let verdict = try Self.verdict("Claude", at: "https://x.example/", "cli", kind: .registered)
        #expect(verdict == .unknown)
    }

    @Test func `an operator's entry is added, or takes the place of its namesake`() throws {
        let own = try KnownClientFile.parse(
            Array(
                """
                {"format": 1, "clients": [
                  {"id": "claude", "name": "Claude", "vendor": "Us", "names": ["Claude"],
                   "callbacks": ["https://proxy.example.com/cb"]},
                  {"id": "reports", "name": "Reports", "vendor": "Us", "names": ["Reports"],
                   "callbacks": ["https://reports.example.com/cb"]}]}
                """.utf8
            )
        )
        let all = KnownClients.builtIn.extended(by: own)
        #expect(all.entries.count == KnownClients.builtIn.entries.count + 1)
        #expect(all.revision == KnownClients.builtIn.revision)
        let naming = ClientNaming(identifier: "dyn_x", kind: .dynamic, name: "Claude")
        let proxy = try RedirectURI(parsing: "https://proxy.example.com/cb")
        #expect(Verdict(all.recognize(naming, at: proxy)) == .callback("claude"))
        let old = try RedirectURI(parsing: "https://claude.ai/api/mcp/auth_callback")
        #expect(Verdict(all.recognize(naming, at: old)) == .lookalike("claude"))
    }

    @Test func `a client that does not refresh has longer access tokens`() throws {
        let lazy = try #require(
            KnownClients.builtIn.entries.first { $0.identifier == "copilot-cli" }
        )
        let lifetimes = try #require(lazy.lifetimes(over: .standard))
        #expect(lifetimes.accessSeconds == 3_600)
        #expect(lifetimes.idleSeconds == TokenLifetimes.standard.idleSeconds)
        let other = try #require(KnownClients.builtIn.entries.first { $0.identifier == "claude" })
        #expect(other.lifetimes(over: .standard) == nil)
        #expect(lazy.lifetimes(over: lifetimes) == nil, "never shorter or equal")
    }

    @Test func `the lifetimes of a known client hold for its grant`() async throws {
        let server = try Fixture()
        let redirect = "http://127.0.0.1/"
        let client = try server.clientID(redirects: [redirect], name: "GitHub Copilot CLI")
        let pairs = Fixture.authorizePairs(client).map { name, value in
            (name, name == "redirect_uri" ? redirect : value)
        }
        let request = try await server.accepted(pairs)
        #expect(server.authorization.lifetimes(for: request).accessSeconds == 3_600)
        let approval = Approval(
            requestID: "r",
            user: UserKey(1),
            resource: request.resource,
            scopes: .resource,
            workspaces: [WorkspaceKey(1)]
        )
        _ = try await server.authorization.approve(approval, of: request)
        let stored = server.store.look { $0.grants.values.first?.terms.lifetimes?.accessSeconds }
        #expect(stored == 3_600)
    }
}
