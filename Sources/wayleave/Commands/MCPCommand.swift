internal import Administration
private import Glibc
internal import Server

/// `wayleave mcp`: runs the tool router alone.
enum MCPCommand: Command {
    static let spec = CommandSpec(
        "mcp",
        "Run the MCP tool router alone, in front of an introspection endpoint",
        details: [
            "Every call is introspected (RFC 7662) and workspaces are known from that alone. What "
                + "the tools keep for them, posts for instance, is in a database of the router's "
                + "own, --database; without it only get_me and list_workspaces are offered. The "
                + "credential is that of a resource server, see 'wayleave resource-server add'. "
                + "Other users of this computer can read arguments, so prefer WAYLEAVE_CREDENTIAL "
                + "or --credential-file."
        ],
        options: [
            .value("introspect", "URL", "The introspection endpoint to ask. Required."),
            .value("credential", "ID:SECRET", "What the router proves itself with there."),
            .value("credential-file", "FILE", "A file whose first line is ID:SECRET."),
            .values("listen", "ADDRESS:PORT", "Where to listen. Default: 127.0.0.1:8090."),
            .value("database", "FILE", "Where the tools keep content; made where missing."),
            .webhookAddresses,
            .value(
                "resource",
                "URL",
                "What tokens must be issued for. Default: the own address with /mcp."
            ),
            .value(
                "issuer",
                "URL",
                "The authorization server to name to clients. Default: the endpoint's origin."
            ),
        ] + ListenArguments.options + OutboundArguments.options + GeneratorArguments.options
            + LogArguments.options,
        examples: [
            CommandSpec.Example(
                "Serve the tools on another machine than the authorization server",
                "wayleave mcp --introspect https://auth.example.com/introspect \\\n"
                    + "    --credential-file /etc/wayleave/credential \\\n"
                    + "    --resource https://tools.example.com/mcp"
            )
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        var configuration = ToolRouterConfiguration(
            listen: try ListenArguments.listen(arguments, default: "127.0.0.1:8090"),
            introspectionEndpoint: try arguments.required("introspect"),
            credential: try credential(arguments)
        )
        configuration.databasePath = arguments.value("database")
        configuration.resource = arguments.value("resource")
        configuration.authorizationServer = arguments.value("issuer")
        configuration.outbound = OutboundArguments.network(arguments)
        configuration.generators = try GeneratorArguments.generators(arguments)
        configuration.outbound.webhookAddresses = arguments.values("webhook-address")
        configuration.allowedOrigins = arguments.values("allow-origin")
        configuration.allowedHosts = arguments.values("allow-host")
        try await ToolRouter.run(configuration, log: try LogArguments.log(arguments)) { server in
            Console.print("The tool router answers at \(server.mcpAddress)")
        }
    }

    private static func credential(
        _ arguments: ParsedArguments
    ) throws -> ResourceServerCredential {
        let text: String
        if let given = arguments.value("credential") {
            text = given
        } else if let path = arguments.value("credential-file") {
            text = try firstLine(of: path)
        } else if let given = Environment.value("WAYLEAVE_CREDENTIAL") {
            text = given
        } else {
            throw ServerError(
                "a credential is needed; set WAYLEAVE_CREDENTIAL or use --credential-file"
            )
        }
        guard let credential = ResourceServerCredential(parsing: text) else {
            throw ServerError("the credential is not of the form ID:SECRET")
        }
        return credential
    }

    private static func firstLine(of path: String) throws -> String {
        // The path is copied into the call's own C string, and the file closed before the return.
        guard let file = unsafe fopen(path, "r") else {
            throw ServerError("the credential file '\(path)' cannot be opened")
        }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        // `bytes` has room for the bytes asked for.
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        let line = bytes[..<count].prefix { $0 != 0x0a && $0 != 0x0d }
        return String(decoding: line, as: UTF8.self)
    }
}
