internal import Administration

/// `wayleave client`: the programs that people let in.
enum ClientCommand: Command {
    private static let client = OperandSpec(
        "CLIENT",
        "A client id, or at least its first 8 characters"
    )

    static let spec = CommandSpec(
        group: "client",
        "Manage the programs that people give access to",
        details: [
            "Most clients register themselves and appear here once somebody has approved them; add "
                + "those that cannot."
        ],
        [
            add, list, show, lifetimes, disable, enable, remove, pending, approve, deny, known,
        ]
    )

    private static let add = CommandSpec(
        "add",
        "Register a client and print its id and, once, its secret",
        operands: [OperandSpec("NAME", "The name that the consent page shows")],
        options: [
            .values("redirect-uri", "URI", "Where it is sent back to, compared exactly. Required."),
            .value(
                "authentication",
                "METHOD",
                "How it proves itself: client_secret_basic (the default), client_secret_post, or "
                    + "none for one that cannot keep a secret."
            ),
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Register a web application",
                "wayleave client add Reports --redirect-uri https://reports.example.com/callback"
            ),
            CommandSpec.Example(
                "Register a program on people's computers",
                "wayleave client add Editor --redirect-uri http://127.0.0.1/callback "
                    + "--authentication none"
            ),
        ]
    )

    private static let list = CommandSpec(
        "list",
        "List all clients, oldest first",
        options: [.flag("all", "List removed clients too.")] + OptionSpec.usual
    )

    private static let show = CommandSpec(
        "show",
        "Show a client with its redirect URIs",
        operands: [client],
        options: OptionSpec.usual
    )

    private static let lifetimes = CommandSpec(
        "lifetimes",
        "Give a client's codes and tokens lifetimes of their own",
        details: [
            "For a client that never refreshes, a longer access token spares people the sign-in; "
                + "it can still be ended at any moment. What is not given stays as it is. Running "
                + "grants follow at once."
        ],
        operands: [client],
        options: LifetimeArguments.options + [
            .flag("default", "Follow the server's lifetimes again.")
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Let the tokens of a client live for a day",
                "wayleave client lifetimes cli_4f9sJ2 --access-lifetime 24h"
            )
        ]
    )

    private static let disable = CommandSpec(
        "disable",
        "Shut a client out: its tokens stop working and nobody can approve it",
        details: ["Nothing is lost; 'wayleave client enable' lets it in again."],
        operands: [client],
        options: OptionSpec.usual
    )

    private static let enable = CommandSpec(
        "enable",
        "Let a disabled or removed client in again",
        operands: [client],
        options: OptionSpec.usual
    )

    private static let pending = CommandSpec(
        "pending",
        "List the clients that wait for a decision, and who asked for them",
        details: ["A rule of 'wayleave policy' with the action hold makes clients wait."],
        options: OptionSpec.usual
    )

    private static let approve = CommandSpec(
        "approve",
        "Let people decide about a client that waits",
        details: [
            "It makes a rule about this one client, for everybody. The pages of those who wait go "
                + "on by themselves."
        ],
        operands: [client],
        options: OptionSpec.usual
    )

    private static let deny = CommandSpec(
        "deny",
        "Turn away a client that waits",
        details: ["It makes a rule about this one client, for everybody."],
        operands: [client],
        options: OptionSpec.usual
    )

    private static let known = CommandSpec(
        "known",
        "List the clients whose addresses the server knows, and check a file of them",
        details: [
            "A known document or https callback is marked as verified on the consent page, and a "
                + "known name at another address is warned of."
        ],
        options: [.checkedClients, .json]
    )

    private static let remove = CommandSpec(
        "remove",
        "Remove a client: its grants end, and it stays shut out",
        details: [
            "A client that registered itself is known by its metadata: it is refused, and told so, "
                + "when it registers again. Its ended grants do not come back with "
                + "'wayleave client enable'."
        ],
        operands: [client],
        options: [.yes] + OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "known":
            arguments.print(try KnownClientReport.output(file: arguments.value("known-clients")))
        case "pending": try await arguments.withInstallation { try $0.waitingClients() }
        case "approve", "deny":
            let isAdmitted = arguments.words.last == "approve"
            try await arguments.withInstallation {
                try await $0.decideClient(arguments.operands[0], isAdmitted: isAdmitted)
            }
        case "add": try await runAdd(arguments)
        case "list":
            try await arguments.withInstallation {
                try $0.clients(includingRemoved: arguments.has("all"))
            }
        case "show":
            try await arguments.withInstallation { try $0.client(arguments.operands[0]) }
        case "lifetimes": try await runLifetimes(arguments)
        case "remove": try await runRemove(arguments)
        default:
            let isDisabled = arguments.words.last == "disable"
            try await arguments.withInstallation {
                try await $0.setClient(arguments.operands[0], isDisabled: isDisabled)
            }
        }
    }

    private static func runRemove(_ arguments: ParsedArguments) async throws {
        let client = arguments.operands[0]
        try await arguments.withInstallation {
            _ = try $0.client(client)
            try arguments.confirm("Remove \(client) and end all its grants?")
            return try await $0.removeClient(client)
        }
    }

    private static func runLifetimes(_ arguments: ParsedArguments) async throws {
        let change = try LifetimeArguments.change(arguments)
        if arguments.has("default"), change != nil {
            throw UsageError.conflict("--default", "a lifetime", command: arguments.command)
        }
        if !arguments.has("default"), change == nil {
            throw UsageError.missingOption("access-lifetime", command: arguments.command)
        }
        try await arguments.withInstallation {
            try await $0.setLifetimes(
                of: arguments.operands[0],
                to: change
            )
        }
    }

    private static func runAdd(_ arguments: ParsedArguments) async throws {
        _ = try arguments.required("redirect-uri")
        let authentication = try arguments.choice("authentication", AuthenticationArgument.self)
        try await arguments.withInstallation(missing: .create) {
            try await $0.addClient(
                name: arguments.operands[0],
                redirectURIs: arguments.values("redirect-uri"),
                authentication: authentication ?? .basic
            )
        }
    }
}
