internal import Administration
private import Primitives

/// `wayleave grant`: who let which client in, and where.
enum GrantCommand: Command {
    private static let filters: [OptionSpec] = [
        .value("user", "USER", "Only grants of this person: an e-mail address or usr_..."),
        .value("client", "CLIENT", "Only grants of this client: its id or the beginning of it."),
        .value(
            "workspace",
            "WORKSPACE",
            "Only grants that include this workspace: ws_... or name."
        ),
        .flag("active", "Only grants that a client can use now."),
        .value(
            "since",
            "WHEN",
            "Only grants approved then or later: 2026-11-23, 2026-11-23T14:05:00Z, or 30m, 12h, 7d "
                + "ago."
        ),
    ]

    static let spec = CommandSpec(
        group: "grant",
        "See and end what people have approved",
        [list, show, revoke]
    )

    private static let list = CommandSpec(
        "list",
        "List grants, newest first",
        options: filters + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "What ada's clients can use now",
                "wayleave grant list --user ada@example.com --active"
            )
        ]
    )

    private static let show = CommandSpec(
        "show",
        "Show a grant in full: permissions, workspaces, and why it ended",
        operands: [OperandSpec("GRANT", "A grant id, grt_...")],
        options: OptionSpec.usual
    )

    private static let revoke = CommandSpec(
        "revoke",
        "End grants; the next use of any of their tokens is refused",
        details: [
            "Name grants by id, or give filters as for 'wayleave grant list'. This cannot be "
                + "undone: the person has to approve the client again."
        ],
        operands: [OperandSpec("GRANT", "Grant ids, grt_...", count: .any)],
        options: filters + [.yes] + OptionSpec.usual,
        examples: [
            CommandSpec.Example("End one grant", "wayleave grant revoke grt_..."),
            CommandSpec.Example(
                "End everything that one client was given",
                "wayleave grant revoke --client dyn_Ab3xK9 --yes"
            ),
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "list":
            let query = try query(arguments)
            try await arguments.withInstallation { try $0.grants(query) }
        case "show":
            try await arguments.withInstallation { try $0.grant(arguments.operands[0]) }
        default: try await runRevoke(arguments)
        }
    }

    private static func runRevoke(_ arguments: ParsedArguments) async throws {
        let query = try query(arguments)
        let identifiers = arguments.operands
        guard !identifiers.isEmpty || !query.isEverything else {
            throw UsageError.missingOperand("a GRANT or a filter", command: arguments.command)
        }
        guard identifiers.isEmpty || query.isEverything else {
            throw UsageError.conflict("a GRANT", "filters", command: arguments.command)
        }
        try await arguments.withInstallation { installation in
            let plan = try installation.planRevocation(of: identifiers, query: query)
            if plan.count > 0 {
                if Terminal.isInteractive, !arguments.has("yes") { Console.note(plan.text) }
                try arguments.confirm(plan.question)
            }
            return try await installation.revoke(plan)
        }
    }

    private static func query(_ arguments: ParsedArguments) throws(UsageError) -> GrantQuery {
        var query = GrantQuery()
        query.user = arguments.value("user")
        query.client = arguments.value("client")
        query.workspace = arguments.value("workspace")
        query.isActiveOnly = arguments.has("active")
        if let text = arguments.value("since") {
            guard let since = TimeArgument.parse(text, now: SystemWallClock().now()) else {
                throw arguments.invalid("since", TimeArgument.forms)
            }
            query.since = since
        }
        return query
    }
}
