import JSON

extension RecordedClient {
    /// Cursor: one registration for app, web and loopback; several windows race, and any failure
    /// makes it register again.
    static let cursor = [
        cursor("Cursor on the desktop", "cursor://anysphere.cursor-mcp/oauth/callback", "native"),
        // Seen in the field: the wrong type beside a scheme of an app.
        cursor("Cursor as a web app", "cursor://anysphere.cursor-mcp/oauth/callback", "web"),
        cursor("Cursor Agents", "https://www.cursor.com/agents/mcp/oauth/callback", "web"),
        cursor("Cursor on loopback", "http://localhost:8787/callback", nil),
    ]

    private static func cursor(_ name: String, _ redirect: String, _ type: JSONValue?)
        -> RecordedClient
    {
        var more: JSONObject = ["client_uri": "https://cursor.com"]
        more.append("application_type", ifPresent: type)
        return RecordedClient(
            name: name,
            discovery: Discovery(openings: [.initialize("2025-11-25")]),
            identity: publicRegistration(
                "Cursor",
                [
                    "cursor://anysphere.cursor-mcp/oauth/callback",
                    "https://www.cursor.com/agents/mcp/oauth/callback",
                    "http://localhost:8787/callback",
                ],
                more
            ),
            redirect: redirect,
            authorization: typeScriptLogin(),
            exchange: typeScriptExchange(),
            refresh: typeScriptRefresh(),
            needs: [.challengeMethodListed],
            troubles: [.parallelRefresh(8), .registersAgain, .denied, .forgotten, .revoked]
        )
    }
}
