extension RecordedClient {
    /// n8n in the cloud: an operator registers it, with a secret.
    static let n8n = [
        RecordedClient(
            name: "n8n cloud",
            identity: .known(.basicRaw),
            redirect: "https://oauth.n8n.cloud/oauth2/callback",
            authorization: [
                ("client_id", "{client_id}"), ("redirect_uri", "{redirect_uri}"),
                ("response_type", "code"), ("state", "{state}"), ("scope", "{asked}"),
                ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
            ],
            exchange: TokenCall(
                authentication: .basicRaw,
                parameters: [
                    ("code", "{code}"), ("grant_type", "authorization_code"),
                    ("redirect_uri", "{redirect_uri}"), ("code_verifier", "{verifier}"),
                ]
            ),
            refresh: TokenCall(
                authentication: .basicRaw,
                parameters: [
                    ("refresh_token", "{refresh_token}"), ("grant_type", "refresh_token"),
                ]
            ),
            needs: [.methodListed("client_secret_basic")],
            troubles: [.denied, .revoked]
        )
    ]
}
