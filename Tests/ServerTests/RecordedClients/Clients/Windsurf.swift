import JSON

extension RecordedClient {
    /// Windsurf: it asks for OpenID's three scopes when nothing tells it better.
    static let windsurf = [
        RecordedClient(
            name: "Windsurf",
            discovery: Discovery(openings: [.initialize("2025-03-26")]),
            identity: publicRegistration(
                "Windsurf",
                ["http://localhost:28150/oauth/callback"],
                ["scope": "openid email profile"]
            ),
            redirect: "http://localhost:28150/oauth/callback",
            authorization: typeScriptLogin(scope: "openid email profile"),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            troubles: [.movesPort("http://localhost:28151/oauth/callback"), .revoked]
        )
    ]
}
