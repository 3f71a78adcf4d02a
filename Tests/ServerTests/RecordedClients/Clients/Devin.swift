import JSON

extension RecordedClient {
    /// Devin, which connects from a server.
    static let devin = [
        RecordedClient(
            name: "Devin",
            identity: publicRegistration("Devin", ["https://api.devin.ai/mcp/oauth/callback"]),
            redirect: "https://api.devin.ai/mcp/oauth/callback",
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            troubles: [.lostAnswer, .revoked]
        )
    ]
}
