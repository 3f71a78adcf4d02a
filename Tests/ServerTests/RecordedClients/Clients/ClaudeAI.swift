import JSON
import HTTP

extension RecordedClient {
    /// Claude on the web, desktop and phone: it connects from a server, and registers on every
    /// fresh connection, often twice.
    static let claudeAI = [
        claude("Claude.ai", "https://claude.ai/api/mcp/auth_callback", scope: "{asked}"),
        claude("Claude.ai at its other host", "https://claude.com/api/mcp/auth_callback"),
        // Seen in the field: the scope begins with a space.
        claude(
            "Claude.ai with a leading space",
            "https://claude.ai/api/mcp/auth_callback",
            scope: " offline_access"
        ),
        RecordedClient(
            name: "Claude.ai with an entered secret",
            discovery: claudeDiscovery,
            identity: .known(.body),
            redirect: "https://claude.ai/api/mcp/auth_callback",
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: TokenCall(
                authentication: .body,
                parameters: typeScriptExchange().parameters + [("client_secret", "{secret}")]
            ),
            refresh: TokenCall(
                authentication: .body,
                parameters: typeScriptRefresh().parameters + [("client_secret", "{secret}")]
            ),
            needs: [.methodListed("client_secret_post"), .exactResource],
            troubles: [.forgotten, .revoked]
        ),
    ]

    private static let claudeDiscovery = Discovery(
        openings: [.initialize("2025-11-25")],
        fields: [.userAgent: "python-httpx/0.28.1"]
    )

    private static func claude(
        _ name: String,
        _ redirect: String,
        scope: String? = "{asked} offline_access"
    ) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: claudeDiscovery,
            identity: publicRegistration("Claude", [redirect], ["scope": "{asked}"]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: scope),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.exactResource, .methodListed("none"), .challengeMethodListed, .issuer],
            troubles: [.registersAgain, .lostAnswer, .denied, .revoked]
        )
    }
}
