import JSON

extension RecordedClient {
    /// The GitHub Copilot CLI: it registers without a scope and opens a handshake even after
    /// discovery succeeded.
    static let copilotCLI = [
        RecordedClient(
            name: "GitHub Copilot CLI",
            discovery: Discovery(openings: [.discover, .initialize("2025-06-18")]),
            identity: publicRegistration("GitHub Copilot CLI", ["http://127.0.0.1:40123/"]),
            redirect: "http://127.0.0.1:40123/",
            authorization: typeScriptLogin(scope: nil),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            troubles: [.movesPort("http://127.0.0.1:40999/"), .registersAgain, .revoked]
        )
    ]
}
