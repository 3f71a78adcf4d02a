internal import Administration

/// `wayleave resource-server`: who may ask about tokens.
enum ResourceServerCommand: Command {
    static let spec = CommandSpec(
        group: "resource-server",
        "Manage the credentials with which MCP servers check tokens",
        [add, list, rotate, remove]
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
        options: [
            .values(
                "scope",
                "SCOPE",
                "A scope that means something there; several times for several. Default: all."
            )
        ] + OptionSpec.usual,
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

    private static let server = OperandSpec("ID", "The id of a resource server, rs_...")

    private static let rotate = CommandSpec(
        "rotate",
        "Give a resource server another secret; the old one ends at once",
        operands: [server],
        options: OptionSpec.usual
    )

    private static let remove = CommandSpec(
        "remove",
        "End the credential of a resource server",
        details: [
            "Nobody gets new tokens for its resource; those that exist mean nothing any more."
        ],
        operands: [server],
        options: [.yes] + OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "add":
            try await arguments.withInstallation(missing: .create) {
                try await $0.addResourceServer(
                    arguments.operands[0],
                    scopes: arguments.values("scope")
                )
            }
        case "rotate":
            try await arguments.withInstallation {
                try await $0.rotateResourceServer(arguments.operands[0])
            }
        case "remove":
            try await arguments.withInstallation {
                try arguments.confirm("End the credential of \(arguments.operands[0])?")
                return try await $0.removeResourceServer(arguments.operands[0])
            }
        default: try await arguments.withInstallation { try $0.resourceServers() }
        }
    }
}
