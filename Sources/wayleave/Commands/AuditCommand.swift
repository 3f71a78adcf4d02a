internal import Administration
private import JSON
private import Primitives

/// `wayleave audit`: what happened, and whether the log still says so.
enum AuditCommand: Command {
    private static let filters: [OptionSpec] = [
        .value("user", "USER", "Only events about this person: an e-mail address or usr_..."),
        .value("client", "CLIENT", "Only events about this client: its id or the beginning of it."),
        .value("workspace", "WORKSPACE", "Only events about this workspace: ws_... or name."),
        .value("tool", "TOOL", "Only calls of this tool."),
        .value("type", "TYPE", "Only events of this type, such as grant.revoked, or group: grant."),
        .value(
            "since",
            "WHEN",
            "Only events of then or later: 2026-11-23, 2026-11-23T14:05:00Z, or 30m, 12h, 7d ago."
        ),
    ]

    static let spec = CommandSpec(
        group: "audit",
        "See what happened, and check that the log was not changed",
        details: [
            "Every sign-in, approval, change, end and tool call is an event. A tool call's event "
                + "says tool, outcome and time taken, never what was asked or answered; one that "
                + "changed nothing is in the log about a second later."
        ],
        [list, follow, verify]
    )

    private static let list = CommandSpec(
        "list",
        "List events, newest first",
        options: filters + [
            .value("limit", "COUNT", "How many at most. Default: 100.")
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "What was published for ada this week, and what was refused",
                "wayleave audit list --user ada@example.com --tool publish_post --since 7d"
            )
        ]
    )

    private static let follow = CommandSpec(
        "follow",
        "Print new events as they come, until Ctrl-C",
        details: ["With --json each line is one object."],
        options: filters + [
            .value("limit", "COUNT", "How many of the newest to print first. Default: 10.")
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example("Watch tool calls", "wayleave audit follow --type tool.called")
        ]
    )

    private static let verify = CommandSpec(
        "verify",
        "Check that no event was changed, removed or put in between",
        details: [
            "Each event's hash covers the one before it. The exit code is 1 where the chain is "
                + "broken, and the message names the first event that is not as it was written."
        ],
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "list":
            let query = try query(arguments, usualLimit: 100)
            try await arguments.withInstallation { try $0.auditEvents(query) }
        case "verify": try await arguments.withInstallation { try $0.verifyAudit() }
        default: try await runFollow(arguments)
        }
    }

    private static func runFollow(_ arguments: ParsedArguments) async throws {
        let query = try query(arguments, usualLimit: 10)
        let installation = try Installation(
            paths: try arguments.paths(),
            account: Environment.account,
            missing: .refuse
        )
        defer { installation.close() }
        let isJSON = arguments.has("json")
        let interruption = Interruption()
        var following = try installation.followAudit(query)
        while true {
            for line in following.lines {
                Console.print(
                    isJSON ? String(decoding: line.json.serialized(), as: UTF8.self) : line.text
                )
            }
            guard await interruption.hasNotCome(within: .milliseconds(250)) else { return }
            following = try installation.followAudit(following)
        }
    }

    private static func query(
        _ arguments: ParsedArguments,
        usualLimit: Int
    ) throws(UsageError) -> AuditQuery {
        var query = AuditQuery()
        query.user = arguments.value("user")
        query.client = arguments.value("client")
        query.workspace = arguments.value("workspace")
        query.tool = arguments.value("tool")
        query.type = arguments.value("type")
        if let type = query.type, !AuditQuery.isType(type) {
            throw arguments.invalid("type", AuditQuery.types)
        }
        if let text = arguments.value("since") {
            guard let since = TimeArgument.parse(text, now: SystemWallClock().now()) else {
                throw arguments.invalid("since", TimeArgument.forms)
            }
            query.since = since
        }
        query.limit =
            try arguments.number("limit", in: AuditQuery.limits).map(Int.init(_:))
            ?? usualLimit
        return query
    }
}
