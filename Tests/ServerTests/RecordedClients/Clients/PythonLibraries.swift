import HTTP

extension RecordedClient {
    /// Two OAuth libraries that many programs outside of MCP use.
    static let pythonLibraries = [
        RecordedClient(
            name: "Authlib",
            identity: .known(.basicRaw),
            redirect: "https://authlib.example.org/callback",
            encoding: .python,
            authorization: [
                ("response_type", "code"), ("client_id", "{client_id}"),
                ("redirect_uri", "{redirect_uri}"), ("scope", "{asked}"), ("state", "{state}"),
                ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
            ],
            exchange: authlibExchange,
            refresh: authlibRefresh,
            troubles: [.forgotten, .revoked]
        ),
        RecordedClient(
            name: "requests-oauthlib",
            identity: .known(.body),
            redirect: "https://oauthlib.example.org/callback",
            encoding: .python,
            authorization: [
                ("response_type", "code"), ("client_id", "{client_id}"),
                ("redirect_uri", "{redirect_uri}"), ("scope", "workspace:read posts:read"),
                ("state", "{state}"), ("code_challenge", "{challenge}"),
                ("code_challenge_method", "S256"),
            ],
            exchange: TokenCall(
                authentication: .body,
                parameters: [
                    ("grant_type", "authorization_code"), ("client_id", "{client_id}"),
                    ("client_secret", "{secret}"), ("code", "{code}"),
                    ("code_verifier", "{verifier}"), ("redirect_uri", "{redirect_uri}"),
                ]
            ),
            // It raises an error when the answer names other scopes than it asked for.
            refresh: TokenCall(
                authentication: .body,
                parameters: [
                    ("grant_type", "refresh_token"), ("client_id", "{client_id}"),
                    ("client_secret", "{secret}"), ("refresh_token", "{refresh_token}"),
                    ("scope", "workspace:read posts:read"),
                ]
            ),
            troubles: [.forgotten, .revoked]
        ),
    ]

    /// Authlib's exchange: a charset in the media type, and no `client_id` beside `Basic`.
    static let authlibExchange = TokenCall(
        authentication: .basicRaw,
        mediaType: "application/x-www-form-urlencoded;charset=UTF-8",
        parameters: [
            ("grant_type", "authorization_code"), ("code", "{code}"),
            ("redirect_uri", "{redirect_uri}"), ("code_verifier", "{verifier}"),
        ]
    )

    /// Authlib's refresh, which repeats the scope and names no resource.
    static let authlibRefresh = TokenCall(
        authentication: .basicRaw,
        mediaType: "application/x-www-form-urlencoded;charset=UTF-8",
        parameters: [
            ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
            ("scope", "{asked}"),
        ]
    )
}
