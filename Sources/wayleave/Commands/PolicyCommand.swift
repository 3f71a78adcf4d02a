internal import Administration

/// `wayleave policy`: which clients people may let in.
enum PolicyCommand: Command {
    static let spec = CommandSpec(
        group: "policy",
        "Say which clients people may let in at all",
        details: [
            "A rule allows, denies or holds clients. One that is held waits, with the person's "
                + "page, until 'wayleave client approve' or 'wayleave client deny'.",
            "A rule about one client counts most, then those about the domain of its document and "
                + "the host it returns to (of each the most precise; of the two the stricter), "
                + "then one about its kind, then the default. Clients that an operator registered "
                + "are subject to rules about themselves and about their kind only.",
            "Connections that people have made stay; end them with 'wayleave client disable' or "
                + "'wayleave grant revoke'.",
        ],
        examples: [
            CommandSpec.Example(
                "Let two vendors in, and decide about everybody else",
                "wayleave policy default hold\n"
                    + "  wayleave policy add allow --domain claude.ai\n"
                    + "  wayleave policy add allow --redirect-host chatgpt.com"
            )
        ],
        [list, add, remove, fallback]
    )

    private static let action = OperandSpec("ACTION", "allow, deny or hold")

    private static let list = CommandSpec(
        "list",
        "List the rules and the default",
        options: OptionSpec.usual
    )

    private static let add = CommandSpec(
        "add",
        "Add a rule, or change the one about the same clients",
        details: ["Exactly one of the four options says whom the rule is about."],
        operands: [action],
        options: [
            .value(
                "domain",
                "HOST",
                "Clients whose metadata document is at HOST; *.example.com for all hosts below."
            ),
            .value(
                "redirect-host",
                "HOST",
                "Clients that return to HOST, *.HOST, loopback, or an app's scheme such as cursor:"
            ),
            .value("kind", "KIND", "registered, dynamic or metadata_document clients."),
            .value("client", "ID", "The one client with this id."),
        ] + OptionSpec.usual
    )

    private static let remove = CommandSpec(
        "remove",
        "Remove a rule",
        operands: [OperandSpec("RULE", "A rule's id, or at least its first 8 characters")],
        options: OptionSpec.usual
    )

    private static let fallback = CommandSpec(
        "default",
        "Say what happens to clients that no rule is about",
        operands: [action],
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "list": try await arguments.withInstallation { try $0.policy() }
        case "add":
            let action = try action(of: arguments)
            let (match, pattern) = try subject(of: arguments)
            try await arguments.withInstallation(missing: .create) {
                try await $0.addRule(action, match, pattern)
            }
        case "remove":
            try await arguments.withInstallation {
                try await $0.removeRule(arguments.operands[0])
            }
        default:
            let action = try action(of: arguments)
            try await arguments.withInstallation(missing: .create) {
                try await $0.setPolicyDefault(action)
            }
        }
    }

    private static func action(of arguments: ParsedArguments) throws(UsageError) -> PolicyAction {
        guard let action = PolicyAction(rawValue: arguments.operands[0]) else {
            throw arguments.invalid(operand: 0, "ACTION", "allow, deny or hold")
        }
        return action
    }

    private static func subject(
        of arguments: ParsedArguments
    ) throws(UsageError) -> (PolicyMatch, String) {
        let given = PolicyMatch.allCases.compactMap { match in
            arguments.value(match.rawValue).map { (match, $0) }
        }
        guard let first = given.first else {
            throw .missingOption(
                "domain, --redirect-host, --kind or --client",
                command: arguments.command
            )
        }
        guard given.count == 1 else {
            throw .conflict(
                "--\(first.0.rawValue)",
                "--\(given[1].0.rawValue)",
                command: arguments.command
            )
        }
        return first
    }
}
