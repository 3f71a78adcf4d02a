import JSON

extension RecordedClient {
    /// The Rust SDK as an application uses it that asked for no `offline_access` itself.
    static let rustSDK = [
        RecordedClient(
            name: "Rust SDK that does not hold offline_access",
            discovery: rustDiscovery,
            identity: publicRegistration("rmcp", ["http://127.0.0.1:8585/callback"]),
            redirect: "http://127.0.0.1:8585/callback",
            authorization: typeScriptLogin(scope: "{asked}"),
            exchange: rustExchange,
            refresh: rustRefresh,
            needs: [.challengeOnSameOrigin, .issuer],
            troubles: [.parallelRefresh(2), .forgotten, .revoked]
        )
    ]
}
