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
        [add, list, show, disable, enable]
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
        options: OptionSpec.usual
    )

    private static let show = CommandSpec(
        "show",
        "Show a client with its redirect URIs",
        operands: [client],
        options: OptionSpec.usual
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
        "Let a disabled client in again",
        operands: [client],
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "add": try await runAdd(arguments)
        case "list": try await arguments.withInstallation { try $0.clients() }
        case "show":
            try await arguments.withInstallation { try $0.client(arguments.operands[0]) }
        default:
            let isDisabled = arguments.words.last == "disable"
            try await arguments.withInstallation {
                try await $0.setClient(arguments.operands[0], isDisabled: isDisabled)
            }
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
