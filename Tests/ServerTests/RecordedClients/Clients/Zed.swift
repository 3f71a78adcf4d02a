import JSON

extension RecordedClient {
    /// Zed: its own port first, and the resource in all three requests.
    static let zed = [
        RecordedClient(
            name: "Zed",
            discovery: Discovery(openings: [.initialize("2025-06-18")]),
            identity: publicRegistration("Zed", ["http://127.0.0.1:27523/callback"]),
            redirect: "http://127.0.0.1:27523/callback",
            authorization: [
                ("client_id", "{client_id}"), ("redirect_uri", "{redirect_uri}"),
                ("response_type", "code"), ("scope", "{asked}"), ("resource", "{resource}"),
                ("state", "{state}"), ("code_challenge", "{challenge}"),
                ("code_challenge_method", "S256"),
            ],
            exchange: TokenCall(parameters: [
                ("grant_type", "authorization_code"), ("code", "{code}"),
                ("redirect_uri", "{redirect_uri}"), ("client_id", "{client_id}"),
                ("code_verifier", "{verifier}"), ("resource", "{resource}"),
            ]),
            refresh: TokenCall(parameters: [
                ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
                ("client_id", "{client_id}"), ("resource", "{resource}"),
            ]),
            needs: [.challengeMethodListed],
            troubles: [.movesPort("http://127.0.0.1:39555/callback"), .forgotten, .revoked]
        )
    ]
}
