internal import Administration

/// `wayleave member`: who is in which workspace.
enum MemberCommand: Command {
    private static let workspace = OperandSpec(
        "WORKSPACE",
        "A workspace id, ws_..., or a name that only one workspace has"
    )
    private static let user = OperandSpec("USER", "An e-mail address or a user id, usr_...")

    static let spec = CommandSpec(
        group: "member",
        "Manage who is in which workspace, and as what",
        [add, list, remove]
    )

    private static let add = CommandSpec(
        "add",
        "Put a person into a workspace, or give a member another role",
        details: [
            "The role caps what the person's clients may do there: a viewer's only read, an "
                + "editor's also write and publish, an owner's do everything."
        ],
        operands: [workspace, user],
        options: [.value("role", "ROLE", "One of owner, editor, viewer. Required.")]
            + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Let grace write in a workspace",
                "wayleave member add 'Northwind Studio' grace@example.com --role editor"
            )
        ]
    )

    private static let list = CommandSpec(
        "list",
        "List the members of a workspace",
        operands: [workspace],
        options: OptionSpec.usual
    )

    private static let remove = CommandSpec(
        "remove",
        "Take a person out of a workspace; their clients can no longer enter it",
        operands: [workspace, user],
        options: [.yes] + OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let workspace = arguments.operands[0]
        switch arguments.words.last {
        case "add":
            guard let role = try arguments.choice("role", RoleArgument.self) else {
                throw UsageError.missingOption("role", command: arguments.command)
            }
            try await arguments.withInstallation {
                try await $0.setMember(arguments.operands[1], of: workspace, role: role)
            }
        case "list": try await arguments.withInstallation { try $0.members(of: workspace) }
        default:
            let user = arguments.operands[1]
            try await arguments.withInstallation {
                try arguments.confirm("Take \(user) out of \(workspace)?")
                return try await $0.removeMember(user, from: workspace)
            }
        }
    }
}
