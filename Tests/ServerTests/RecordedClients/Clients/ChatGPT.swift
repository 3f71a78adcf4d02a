extension RecordedClient {
    /// ChatGPT: its stable callback only where `iss` is promised and sent, else one for each
    /// connection.
    static let chatGPT = [
        chatGPT(
            "ChatGPT with its stable callback",
            "https://chatgpt.com/connector_platform_oauth_redirect"
        ),
        chatGPT(
            "ChatGPT with a callback of the connection",
            "https://chatgpt.com/connector/oauth/x7Gh2kLmN0pQ"
        ),
    ]

    private static func chatGPT(_ name: String, _ redirect: String) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: Discovery(openings: [.initialize("2025-06-18")]),
            identity: publicRegistration("ChatGPT", [redirect]),
            redirect: redirect,
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.issuer, .challengeMethodListed, .methodListed("none")],
            troubles: [.lostAnswer, .denied, .revoked]
        )
    }
}
