import JSON

extension RecordedClient {
    /// The TypeScript SDK with a secret: `Basic` is raw, and preferred where it is listed.
    static let typeScriptSDK = [
        RecordedClient(
            name: "TypeScript SDK with a secret",
            discovery: Discovery(openings: [.discover, .initialize("2025-11-25")]),
            identity: .registers([
                "redirect_uris": ["http://localhost:8090/callback"],
                "token_endpoint_auth_method": "client_secret_basic",
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "client_name": "Simple OAuth MCP Client",
                "application_type": "native", "scope": "{asked}",
            ]),
            redirect: "http://localhost:8090/callback",
            authorization: typeScriptLogin(),
            exchange: TokenCall(
                authentication: .basicRaw,
                parameters: [
                    ("grant_type", "authorization_code"), ("code", "{code}"),
                    ("code_verifier", "{verifier}"), ("redirect_uri", "{redirect_uri}"),
                    ("resource", "{resource}"),
                ]
            ),
            refresh: TokenCall(
                authentication: .basicRaw,
                parameters: [
                    ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
                    ("resource", "{resource}"),
                ]
            ),
            needs: [
                .issuer, .challengeMethodListed, .methodListed("client_secret_basic"),
                .scopeListed("offline_access"),
            ],
            troubles: [.registersAgain, .lostAnswer, .denied, .forgotten, .revoked]
        )
    ]
}
