extension RecordedClient {
    /// Grok: two callbacks whose last slash belongs to them.
    static let grok = [
        "https://grok.com/connectors-oauth-exchange-code/",
        "https://console.x.ai/connectors-oauth-exchange-code/",
    ].map { redirect in
        RecordedClient(
            name: "Grok at \(redirect)",
            identity: publicRegistration("Grok", [redirect]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: "{asked}", resource: "{resource}/"),
            exchange: typeScriptExchange(resource: "{resource}/"),
            refresh: typeScriptRefresh(resource: "{resource}/"),
            troubles: [.registersAgain, .revoked]
        )
    }
}
