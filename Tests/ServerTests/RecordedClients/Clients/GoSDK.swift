import JSON

extension RecordedClient {
    /// The Go SDK: sorted parameters, no `resource` at refresh, and two tries at authentication.
    static let goSDK = [
        RecordedClient(
            name: "Go SDK without a secret",
            identity: publicRegistration("Go client", ["http://localhost:8181/callback"]),
            redirect: "http://localhost:8181/callback",
            encoding: .go,
            authorization: goLogin,
            // Its OAuth library first tries `Basic`, for a public client with an empty secret.
            exchange: TokenCall(authentication: .basicEncoded, parameters: goExchange),
            refresh: TokenCall(authentication: .basicEncoded, parameters: goRefresh),
            needs: goNeeds,
            troubles: [.revoked]
        ),
        RecordedClient(
            name: "Go SDK with a secret in the body",
            identity: .registers([
                "client_name": "Go client", "redirect_uris": ["https://go.example.org/callback"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "token_endpoint_auth_method": "client_secret_post",
            ]),
            redirect: "https://go.example.org/callback",
            encoding: .go,
            authorization: goLogin,
            exchange: TokenCall(authentication: .body, parameters: goExchange + goSecret),
            refresh: TokenCall(authentication: .body, parameters: goRefresh + goSecret),
            needs: goNeeds.union([.methodAnswered("client_secret_post")]),
            troubles: [
                .guessesAuthentication(
                    TokenCall(authentication: .basicEncoded, parameters: goExchange)
                ),
                .revoked,
            ]
        ),
    ]

    private static let goNeeds: Set<Need> = [
        .exactResource, .issuer, .challengeMethodListed,
    ]
    private static let goSecret: [Parameter] = [
        ("client_id", "{client_id}"), ("client_secret", "{secret}"),
    ]
    private static let goLogin: [Parameter] = [
        ("client_id", "{client_id}"), ("code_challenge", "{challenge}"),
        ("code_challenge_method", "S256"), ("redirect_uri", "{redirect_uri}"),
        ("resource", "{resource}"), ("response_type", "code"), ("scope", "{asked}"),
        ("state", "{state}"),
    ]
    private static let goExchange: [Parameter] = [
        ("code", "{code}"), ("code_verifier", "{verifier}"),
        ("grant_type", "authorization_code"), ("redirect_uri", "{redirect_uri}"),
        ("resource", "{resource}"),
    ]
    private static let goRefresh: [Parameter] = [
        ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
    ]
}
