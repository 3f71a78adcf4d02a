internal import Administration

/// `wayleave workspace`: what people pick on the consent page.
enum WorkspaceCommand: Command {
    private static let workspace = OperandSpec(
        "WORKSPACE",
        "A workspace id, ws_..., or a name that only one workspace has"
    )

    static let spec = CommandSpec(
        group: "workspace",
        "Manage workspaces, which people open to clients one by one",
        [add, list, show, rename, archive, restore]
    )

    private static let add = CommandSpec(
        "add",
        "Add a workspace",
        operands: [OperandSpec("NAME", "The name that pages and clients show")],
        options: [
            .value("owner", "USER", "Make this person its owner: an e-mail address or usr_...")
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Add a workspace with its owner",
                "wayleave workspace add 'Northwind Studio' --owner ada@example.com"
            )
        ]
    )

    private static let list = CommandSpec(
        "list",
        "List all workspaces by name, archived ones too",
        options: OptionSpec.usual
    )

    private static let show = CommandSpec(
        "show",
        "Show a workspace and its members",
        operands: [workspace],
        options: OptionSpec.usual
    )

    private static let rename = CommandSpec(
        "rename",
        "Give a workspace another name",
        operands: [workspace, OperandSpec("NAME", "The new name")],
        options: OptionSpec.usual
    )

    private static let archive = CommandSpec(
        "archive",
        "Close a workspace to everybody and every client",
        details: [
            "Nothing is lost; 'wayleave workspace restore' opens it again to its members and to "
                + "the clients that had access."
        ],
        operands: [workspace],
        options: OptionSpec.usual
    )

    private static let restore = CommandSpec(
        "restore",
        "Open an archived workspace again",
        operands: [workspace],
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "add":
            try await arguments.withInstallation(missing: .create) {
                try await $0.addWorkspace(arguments.operands[0], owner: arguments.value("owner"))
            }
        case "list": try await arguments.withInstallation { try $0.workspaces() }
        case "show":
            try await arguments.withInstallation { try $0.workspace(arguments.operands[0]) }
        case "rename":
            try await arguments.withInstallation {
                try await $0.renameWorkspace(arguments.operands[0], to: arguments.operands[1])
            }
        default:
            let isArchived = arguments.words.last == "archive"
            try await arguments.withInstallation {
                try await $0.setWorkspace(arguments.operands[0], isArchived: isArchived)
            }
        }
    }
}
