import JSON

extension RecordedClient {
    /// The MCP Inspector: everything happens inside a page, so everything needs CORS.
    static let inspector = [
        RecordedClient(
            name: "MCP Inspector",
            discovery: Discovery(openings: [.initialize("2025-11-25")]),
            identity: publicRegistration(
                "MCP Inspector",
                [
                    "http://localhost:6274/oauth/callback",
                    "http://localhost:6274/oauth/callback/debug",
                ],
                ["scope": "", "application_type": "native"]
            ),
            redirect: "http://localhost:6274/oauth/callback",
            authorization: typeScriptLogin(scope: nil),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.readableByPages(origin: "http://localhost:6274"), .challengeMethodListed],
            troubles: [.forgotten, .revoked]
        )
    ]
}
