import HTTP
import JSON

extension RecordedClient {
    /// Those of the clients that describe themselves by a document at their `client_id`, as they
    /// do it where the metadata says that documents are read.
    static let documentClients = [
        described(
            "Claude.ai by its document",
            "https://claude.ai/oauth/mcp-oauth-client-metadata",
            "Claude",
            [
                "https://claude.ai/api/mcp/auth_callback",
                "https://claude.com/api/mcp/auth_callback",
            ],
            using: "https://claude.ai/api/mcp/auth_callback"
        ),
        // No port and no application type in the document, a port of the moment in the request.
        described(
            "Claude Code by its document",
            "https://claude.ai/oauth/claude-code-client-metadata",
            "Claude Code",
            ["http://localhost/callback", "http://127.0.0.1/callback"],
            using: "http://localhost:54212/callback",
            troubles: [
                .movesPort("http://localhost:58001/callback"), .parallelRefresh(4), .denied,
                .revoked,
            ]
        ),
        // The query is part of the identifier.
        described(
            "Codex with a document for its callback",
            "https://chatgpt.com/oauth/codex/3q2-7wAA-pZk/client.json"
                + "?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%2F3q2-7wAA-pZk"
                + "&token_endpoint_auth_method=none",
            "Codex",
            ["http://127.0.0.1/callback/3q2-7wAA-pZk"],
            using: "http://127.0.0.1:40231/callback/3q2-7wAA-pZk"
        ),
        described(
            "VS Code by its document",
            "https://vscode.dev/oauth/client-metadata.json",
            "Visual Studio Code",
            ["http://127.0.0.1:33418/", "http://127.0.0.1/", "https://vscode.dev/redirect"],
            using: "http://127.0.0.1:50000/"
        ),
        described(
            "Zed by its document",
            "https://zed.dev/oauth/client-metadata.json",
            "Zed",
            ["http://127.0.0.1/callback"],
            using: "http://127.0.0.1:27523/callback"
        ),
        described(
            "Goose by its document",
            "https://goose-docs.ai/oauth/client-metadata.json",
            "goose",
            ["http://localhost/oauth_callback"],
            using: "http://localhost:61234/oauth_callback"
        ),
        described(
            "opencode by its document",
            "https://opencode.ai/oauth/opencode/client.json",
            "OpenCode",
            ["http://127.0.0.1:19876/mcp/oauth/callback"],
            using: "http://127.0.0.1:19876/mcp/oauth/callback"
        ),
        described(
            "Grok by its document",
            "https://grok.com/oauth/mcp-client.json",
            "Grok",
            ["https://grok.com/connectors-oauth-exchange-code/"],
            using: "https://grok.com/connectors-oauth-exchange-code/"
        ),
        chatGPT("ChatGPT with its key, for the issuer", audience: "{issuer}"),
        chatGPT("ChatGPT with its key, for the token endpoint", audience: "{issuer}/token"),
    ]

    private static func described(
        _ name: String,
        _ address: String,
        _ clientName: String,
        _ redirects: [String],
        using redirect: String,
        troubles: [Trouble] = [.lostAnswer, .denied, .revoked]
    ) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: Discovery(openings: [.discover, .initialize("2025-11-25")]),
            identity: .publishes(
                Publication(
                    address: address,
                    document: [
                        "client_id": .string(address), "client_name": .string(clientName),
                        "redirect_uris": .array(redirects.map { .string($0) }),
                        "grant_types": ["authorization_code", "refresh_token"],
                        "response_types": ["code"], "token_endpoint_auth_method": "none",
                    ]
                )
            ),
            redirect: redirect,
            authorization: typeScriptLogin(),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.documentsRead, .methodListed("none"), .challengeMethodListed, .issuer],
            troubles: troubles
        )
    }

    /// ChatGPT signs with RS256, and takes the issuer or the token endpoint for the audience.
    private static func chatGPT(_ name: String, audience: String) -> RecordedClient {
        let address = "https://chatgpt.com/oauth/IbUR3zxyNQ16/client.json"
        return RecordedClient(
            name: name,
            discovery: Discovery(openings: [.initialize("2025-06-18")]),
            identity: .publishes(
                Publication(
                    address: address,
                    document: [
                        "client_id": .string(address), "client_name": "ChatGPT",
                        "client_uri": "https://chatgpt.com/",
                        "redirect_uris": [
                            "https://chatgpt.com/connector_platform_oauth_redirect"
                        ],
                        "token_endpoint_auth_method": "private_key_jwt",
                        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
                        "token_endpoint_auth_signing_alg": "RS256",
                        "jwks_uri": "https://chatgpt.com/oauth/jwks.json",
                        "grant_types": ["authorization_code", "refresh_token"],
                        "response_types": ["code"],
                    ],
                    keys: "https://chatgpt.com/oauth/jwks.json"
                )
            ),
            redirect: "https://chatgpt.com/connector_platform_oauth_redirect",
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: TokenCall(
                authentication: .assertion(audience: audience),
                parameters: typeScriptExchange().parameters
            ),
            refresh: TokenCall(
                authentication: .assertion(audience: audience),
                parameters: typeScriptRefresh().parameters
            ),
            needs: [.documentsRead, .methodListed("private_key_jwt"), .issuer],
            troubles: [.denied, .revoked]
        )
    }
}
