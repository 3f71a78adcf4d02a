import JSON

extension RecordedClient {
    /// Goose, on the Rust SDK with a name instead of an address for loopback.
    static let goose = [
        RecordedClient(
            name: "Goose",
            discovery: rustDiscovery,
            identity: publicRegistration(
                "goose",
                ["http://localhost:37001/oauth_callback"],
                ["application_type": "native"]
            ),
            redirect: "http://localhost:37001/oauth_callback",
            authorization: rustLogin,
            exchange: rustExchange,
            refresh: rustRefresh,
            needs: [.challengeOnSameOrigin],
            troubles: [.movesPort("http://localhost:37777/oauth_callback"), .revoked]
        )
    ]
}
