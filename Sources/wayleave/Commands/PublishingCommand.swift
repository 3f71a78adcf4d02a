internal import Administration

/// `wayleave publishing`: what workspaces hold.
enum PublishingCommand: Command {
    private static let workspace = OperandSpec(
        "WORKSPACE",
        "A workspace id, ws_..., or a name that only one workspace has"
    )

    static let spec = CommandSpec(
        group: "publishing",
        "Fill and save what workspaces hold: profiles, brand kits, templates, posts",
        [importing, exporting]
    )

    private static let importing = CommandSpec(
        "import",
        "Add the content of a file to a workspace",
        details: [
            "A profile of the same network and handle, and a brand kit, hashtag library, "
                + "template or workflow of the same name, becomes what the file says; posts are "
                + "always added. A file with a mistake changes nothing, and the message names "
                + "the place.",
            "Times are UTC, 2026-11-23T14:05:00Z, or count from now: +3d, -2h30m.",
        ],
        operands: [workspace, OperandSpec("FILE", "A content file, as export writes it")],
        options: OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Copy a workspace to another one",
                "wayleave publishing export 'Northwind Studio' --output studio.json\n"
                    + "  wayleave publishing import 'Harbour Coffee' studio.json"
            )
        ]
    )

    private static let exporting = CommandSpec(
        "export",
        "Print what a workspace holds, or write it to a file",
        details: [
            "Secrets of profiles are left out, and so is what was under way or is only history: "
                + "runs of workflows, and campaigns, whose posts are saved as the posts they are."
        ],
        operands: [workspace],
        options: [.value("output", "FILE", "A new file to write to.")] + OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let workspace = arguments.operands[0]
        switch arguments.words.last {
        case "import":
            try await arguments.withInstallation {
                try await $0.importContent(at: arguments.operands[1], into: workspace)
            }
        default:
            try await arguments.withInstallation {
                try await $0.exportContent(of: workspace, to: arguments.value("output"))
            }
        }
    }
}
