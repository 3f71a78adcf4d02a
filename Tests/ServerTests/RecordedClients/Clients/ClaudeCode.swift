import JSON

extension RecordedClient {
    /// Claude Code: a new port for each process, one store for all of them.
    static let claudeCode = [
        claudeCode("Claude Code", named: "Claude Code (wayleave)", resource: "{resource}"),
        // Seen in the field: the origin instead of the resource, or the resource with a slash.
        claudeCode("Claude Code with the bare origin", named: "Claude Code", resource: "{origin}/"),
        claudeCode("Claude Code with a slash", named: "Claude Code", resource: "{resource}/"),
        // Plug-ins register under names of their own, in the background and again and again.
        claudeCode(
            "A plug-in of Claude Code",
            named: "Claude Code (plugin:review:wayleave)",
            resource: "{resource}"
        ),
    ]

    private static func claudeCode(
        _ name: String,
        named: String,
        resource: String
    ) -> RecordedClient {
        RecordedClient(
            name: name,
            discovery: Discovery(openings: [.discover, .initialize("2025-11-25")]),
            identity: publicRegistration(
                named,
                ["http://localhost:52417/callback"],
                ["scope": "{asked}"]
            ),
            redirect: "http://localhost:52417/callback",
            authorization: typeScriptLogin(resource: resource),
            exchange: typeScriptExchange(resource: resource),
            refresh: typeScriptRefresh(resource: resource),
            needs: [.challengeMethodListed, .issuer, .scopeListed("offline_access")],
            troubles: [
                .registersAgain, .movesPort("http://localhost:61844/callback"),
                .parallelRefresh(4), .denied, .forgotten, .revoked,
            ]
        )
    }
}
