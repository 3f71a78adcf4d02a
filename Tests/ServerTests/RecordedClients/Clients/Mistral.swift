import JSON

extension RecordedClient {
    /// Le Chat, on the first line of the Python SDK's manners: it names no method when it
    /// registers, so it gets a secret and must be told how to use it.
    static let mistral = [
        RecordedClient(
            name: "Mistral Le Chat",
            discovery: Discovery(openings: [.initialize("2025-06-18")]),
            identity: .registers([
                "client_name": "Le Chat",
                "redirect_uris": [
                    "https://callback.mistral.ai/v1/integrations_auth/oauth2_callback"
                ],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "scope": "{asked}",
            ]),
            redirect: "https://callback.mistral.ai/v1/integrations_auth/oauth2_callback",
            encoding: .python,
            authorization: pythonLogin(scope: "{asked}", prompt: nil),
            exchange: pythonExchange(.basicEncoded),
            refresh: pythonRefresh(.basicEncoded),
            needs: [.methodAnswered("client_secret_basic")],
            troubles: [.registersAgain, .revoked]
        )
    ]
}
