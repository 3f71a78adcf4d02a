import JSON

extension RecordedClient {
    /// The Python SDK in both lines, and FastMCP's client on top of it.
    static let pythonSDK = [
        python("Python SDK 2", [.discover], type: "native", .basicEncoded),
        python("Python SDK 2 in legacy mode", [.initialize("2025-11-25")], type: "native", .body),
        python("Python SDK 1", [.initialize("2025-11-25")], type: nil, .basicEncoded),
        RecordedClient(
            name: "FastMCP",
            discovery: Discovery(openings: [.discover]),
            identity: publicRegistration(
                "FastMCP Client",
                ["http://localhost:40000/callback"],
                ["application_type": "native", "scope": "{asked}"]
            ),
            redirect: "http://localhost:40000/callback",
            encoding: .python,
            verifier: pythonVerifier,
            authorization: pythonLogin(scope: "{asked} offline_access", prompt: "consent"),
            exchange: pythonExchange(.none),
            refresh: pythonRefresh(.none),
            needs: [.issuer],
            troubles: [
                .looksFirst, .movesPort("http://localhost:40001/callback"), .denied, .forgotten,
                .revoked,
            ]
        ),
    ]

    /// A verifier of the greatest length, with every kind of character in it.
    private static let pythonVerifier = String(repeating: "aZ09-._~", count: 16)

    private static func python(
        _ name: String,
        _ openings: [Opening],
        type: JSONValue?,
        _ authentication: Authentication
    ) -> RecordedClient {
        var body: JSONObject = [
            "redirect_uris": ["http://localhost:3030/callback"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"], "scope": "{asked}", "client_name": "Simple Auth Client",
        ]
        body.append("application_type", ifPresent: type)
        // The method is left out unless the application sets one; the default is `Basic`.
        if case .body = authentication {
            body.append("token_endpoint_auth_method", "client_secret_post")
        }
        let isSecond = type != nil
        return RecordedClient(
            name: name,
            discovery: Discovery(openings: openings),
            identity: .registers(.object(body)),
            redirect: "http://localhost:3030/callback",
            encoding: .python,
            verifier: pythonVerifier,
            authorization: pythonLogin(
                scope: isSecond ? "{asked} offline_access" : "{asked}",
                prompt: isSecond ? "consent" : nil
            ),
            exchange: pythonExchange(authentication),
            refresh: pythonRefresh(authentication),
            needs: isSecond ? [.issuer, .scopeListed("offline_access")] : [],
            troubles: [.lostAnswer, .forgotten, .revoked]
        )
    }
}
