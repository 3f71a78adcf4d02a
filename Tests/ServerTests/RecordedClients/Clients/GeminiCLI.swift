import JSON

extension RecordedClient {
    /// The Gemini CLI: it asks by HEAD, wants every scope of the server, registers at each login
    /// and refreshes five minutes before the end.
    static let geminiCLI = [
        RecordedClient(
            name: "Gemini CLI",
            discovery: Discovery(
                openings: [.head, .initialize("2025-06-18")],
                serverProbes: [
                    "/.well-known/oauth-authorization-server",
                    "/.well-known/openid-configuration",
                    "/.well-known/oauth-authorization-server/mcp",
                    "/.well-known/openid-configuration/mcp",
                    "/mcp/.well-known/openid-configuration",
                ]
            ),
            identity: publicRegistration(
                "Gemini CLI MCP Client",
                ["http://localhost:7777/oauth/callback"],
                ["scope": "{asked} offline_access"]
            ),
            redirect: "http://localhost:7777/oauth/callback",
            authorization: [
                ("client_id", "{client_id}"), ("response_type", "code"),
                ("redirect_uri", "{redirect_uri}"), ("state", "{state}"),
                ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
                ("scope", "{asked} offline_access"), ("resource", "{resource}"),
            ],
            exchange: TokenCall(parameters: [
                ("grant_type", "authorization_code"), ("code", "{code}"),
                ("redirect_uri", "{redirect_uri}"), ("code_verifier", "{verifier}"),
                ("client_id", "{client_id}"), ("resource", "{resource}"),
            ]),
            refresh: TokenCall(parameters: [
                ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
                ("client_id", "{client_id}"), ("scope", "{asked} offline_access"),
                ("resource", "{resource}"),
            ]),
            needs: [.longerThan(300), .issuer],
            troubles: [
                .registersAgain, .movesPort("http://localhost:50123/oauth/callback"), .lostAnswer,
                .revoked,
            ]
        )
    ]
}
