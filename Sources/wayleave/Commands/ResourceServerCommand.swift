internal import Administration

/// `wayleave resource-server`: who may ask about tokens.
enum ResourceServerCommand: Command {
    static let spec = CommandSpec(
        group: "resource-server",
        "Manage the credentials with which MCP servers check tokens",
        [add, list]
    )

    private static let add = CommandSpec(
        "add",
        "Give a resource server a credential and print it, once",
        details: [
            "With it the server asks the introspection endpoint (RFC 7662) about tokens that were "
                + "issued for RESOURCE, and for nothing else. Id and secret can be used in a URL "
                + "and in a header as they are."
        ],
        operands: [
            OperandSpec("RESOURCE", "The address of the server, https://mcp.example.com/mcp")
        ],
        options: OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Make a credential and ask about a token with it",
                "wayleave resource-server add https://mcp.example.com/mcp\n"
                    + "  curl -u ID:SECRET -d token=TOKEN https://auth.example.com/introspect"
            )
        ]
    )

    private static let list = CommandSpec(
        "list",
        "List all resource servers, without their secrets",
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "add":
            try await arguments.withInstallation(missing: .create) {
                try await $0.addResourceServer(arguments.operands[0])
            }
        default: try await arguments.withInstallation { try $0.resourceServers() }
        }
    }
}
