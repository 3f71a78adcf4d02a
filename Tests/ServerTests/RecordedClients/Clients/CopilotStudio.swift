import JSON

extension RecordedClient {
    /// Copilot Studio and Power Platform: a callback for each connection, and a secret.
    static let copilotStudio = ["f3a1", "f3a2"].map { connection in
        let redirect = "https://global.consent.azure-apim.net/redirect/cr2-5fwayleave-\(connection)"
        return RecordedClient(
            name: "Copilot Studio, connection \(connection)",
            discovery: Discovery(openings: [.initialize("2025-03-26")]),
            identity: .registers([
                "client_name": "Microsoft Copilot Studio", "redirect_uris": [.string(redirect)],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "client_secret_post",
            ]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: TokenCall(
                authentication: .body,
                parameters: typeScriptExchange().parameters + [("client_secret", "{secret}")]
            ),
            refresh: TokenCall(
                authentication: .body,
                parameters: typeScriptRefresh().parameters + [("client_secret", "{secret}")]
            ),
            needs: [.methodAnswered("client_secret_post"), .methodListed("client_secret_post")],
            troubles: [.forgotten, .revoked]
        )
    }
}
