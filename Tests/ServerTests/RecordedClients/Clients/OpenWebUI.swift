import JSON

extension RecordedClient {
    /// Open WebUI: hosted by its users, so under any name, with a colon in the path.
    static let openWebUI = [
        RecordedClient(
            name: "Open WebUI",
            identity: .registers([
                "client_name": "Open WebUI",
                "redirect_uris": ["https://chat.example.org/oauth/clients/mcp:wayleave/callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "client_secret_basic",
            ]),
            redirect: "https://chat.example.org/oauth/clients/mcp:wayleave/callback",
            encoding: .python,
            authorization: [
                ("response_type", "code"), ("client_id", "{client_id}"),
                ("redirect_uri", "{redirect_uri}"), ("scope", "{asked}"), ("state", "{state}"),
                ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
                ("resource", "{resource}"),
            ],
            exchange: authlibExchange,
            refresh: authlibRefresh,
            needs: [.methodAnswered("client_secret_basic")],
            troubles: [.registersAgain, .revoked]
        )
    ]
}
