import JSON

extension RecordedClient {
    /// The Codex CLI, on the Rust SDK: the last segment of its callback is a digest of the
    /// server's address.
    static let codex = [
        RecordedClient(
            name: "Codex CLI",
            discovery: rustDiscovery,
            identity: publicRegistration(
                "Codex",
                ["http://127.0.0.1:40231/callback/3q2-7wAA-pZk"],
                ["application_type": "native", "scope": "{asked}"]
            ),
            redirect: "http://127.0.0.1:40231/callback/3q2-7wAA-pZk",
            authorization: rustLogin,
            exchange: rustExchange,
            refresh: rustRefresh,
            needs: [.challengeOnSameOrigin, .challengeMethodListed, .issuer],
            troubles: [
                .movesPort("http://127.0.0.1:51515/callback/3q2-7wAA-pZk"), .registersAgain,
                .forgotten, .revoked,
            ]
        )
    ]
}
