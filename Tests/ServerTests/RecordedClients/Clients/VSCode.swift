import JSON

extension RecordedClient {
    /// VS Code: four callbacks, and a `state` in the standard alphabet of base64.
    static let vsCode = [
        vsCode("VS Code on its usual port", "http://127.0.0.1:33418/"),
        vsCode("VS Code on another port", "http://127.0.0.1:49152/"),
        vsCode("VS Code in a browser", "https://vscode.dev/redirect"),
    ]

    private static func vsCode(_ name: String, _ redirect: String) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: Discovery(openings: [.initialize("2025-11-25")]),
            identity: publicRegistration(
                "Visual Studio Code",
                [
                    "https://insiders.vscode.dev/redirect", "https://vscode.dev/redirect",
                    "http://127.0.0.1/", "http://127.0.0.1:33418/",
                ],
                ["client_uri": "https://code.visualstudio.com", "application_type": "native"]
            ),
            redirect: redirect,
            authorization: [
                ("client_id", "{client_id}"), ("response_type", "code"),
                ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
                ("redirect_uri", "{redirect_uri}"), ("state", "a+b/c9Zk+//w=="),
                ("scope", "{asked}"), ("resource", "{resource}"),
            ],
            exchange: TokenCall(parameters: [
                ("client_id", "{client_id}"), ("grant_type", "authorization_code"),
                ("code", "{code}"), ("redirect_uri", "{redirect_uri}"),
                ("code_verifier", "{verifier}"), ("resource", "{resource}"),
            ]),
            refresh: TokenCall(parameters: [
                ("client_id", "{client_id}"), ("grant_type", "refresh_token"),
                ("refresh_token", "{refresh_token}"), ("scope", "{asked}"),
                ("resource", "{resource}"),
            ]),
            needs: [.issuer, .challengeMethodListed],
            troubles: [.registersAgain, .parallelRefresh(3), .denied, .forgotten, .revoked]
        )
    }
}
