extension RecordedClient {
    /// Google Antigravity: a callback in the cloud, and one on the port that VS Code uses too.
    static let antigravity = [
        "https://antigravity.google/oauth-callback", "http://127.0.0.1:33418/",
    ].map { redirect in
        RecordedClient(
            name: "Google Antigravity at \(redirect)",
            identity: publicRegistration("Antigravity", [redirect]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            troubles: [.denied, .forgotten, .revoked]
        )
    }
}
