import JSON

extension RecordedClient {
    /// opencode: a fixed port and a path of its own.
    static let openCode = [
        RecordedClient(
            name: "opencode",
            discovery: Discovery(openings: [.initialize("2025-11-25")]),
            identity: publicRegistration(
                "OpenCode",
                ["http://127.0.0.1:19876/mcp/oauth/callback"],
                ["client_uri": "https://opencode.ai"]
            ),
            redirect: "http://127.0.0.1:19876/mcp/oauth/callback",
            authorization: typeScriptLogin(),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.methodListed("none"), .challengeMethodListed],
            troubles: [.registersAgain, .forgotten, .revoked]
        )
    ]
}
