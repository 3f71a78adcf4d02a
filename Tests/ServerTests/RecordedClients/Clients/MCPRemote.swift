import JSON

extension RecordedClient {
    /// mcp-remote, on the first line of the TypeScript SDK: OpenID's scopes by default, and the
    /// resource can be switched off.
    static let mcpRemote = [
        mcpRemote("mcp-remote", resource: "{resource}"),
        mcpRemote("mcp-remote without a resource", resource: nil),
    ]

    private static func mcpRemote(_ name: String, resource: String?) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: Discovery(openings: [.initialize("2024-11-05")]),
            identity: publicRegistration(
                "MCP CLI Client",
                ["http://localhost:24187/oauth/callback"],
                [
                    "client_uri": "https://github.com/modelcontextprotocol/mcp-cli",
                    "software_id": "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d",
                    "software_version": "0.1.37", "scope": "openid email profile",
                ]
            ),
            redirect: "http://localhost:24187/oauth/callback",
            authorization: typeScriptLogin(scope: "openid email profile", resource: resource),
            exchange: typeScriptExchange(resource: resource),
            refresh: typeScriptRefresh(resource: resource),
            troubles: [
                .movesPort("http://localhost:3335/oauth/callback"), .parallelRefresh(6), .forgotten,
                .revoked,
            ]
        )
    }
}
