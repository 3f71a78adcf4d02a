extension RecordedClient {
    /// Perplexity, for everybody and for enterprises.
    static let perplexity = [
        "https://www.perplexity.ai/rest/connections/oauth_callback",
        "https://enterprise.perplexity.ai/rest/connections/oauth_callback",
    ].map { redirect in
        RecordedClient(
            name: "Perplexity at \(redirect)",
            identity: publicRegistration("Perplexity", [redirect]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            troubles: [.denied, .revoked]
        )
    }
}
