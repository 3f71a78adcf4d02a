internal import Administration
internal import Primitives
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
        let log = try LogArguments.log(arguments)
        var configuration = ToolRouterConfiguration(
            listen: try ListenArguments.listen(arguments, default: "127.0.0.1:8090"),
            introspectionEndpoint: try arguments.required("introspect"),
            credential: try credential(arguments, log)
        )
        configuration.databasePath = arguments.value("database")
        configuration.resource = arguments.value("resource")
        configuration.authorizationServer = arguments.value("issuer")
        configuration.outbound = OutboundArguments.network(arguments)
        configuration.generators = try GeneratorArguments.generators(arguments, log: log)
        configuration.outbound.webhookAddresses = arguments.values("webhook-address")
        configuration.allowedOrigins = arguments.values("allow-origin")
        configuration.allowedHosts = arguments.values("allow-host")
        try await ToolRouter.run(configuration, log: log) { server in
            Console.print("The tool router answers at \(server.mcpAddress)")
        }
    }

    private static func credential(
        _ arguments: ParsedArguments,
        _ log: any Log
    ) throws -> ResourceServerCredential {
        let text: String
        if let given = arguments.value("credential") {
            text = given
        } else if let path = arguments.value("credential-file") {
            do {
                text = try SecretFile.firstLine(of: path, log: log).exposed
            } catch {
                throw ServerError("the credential file '\(path)' cannot be used: \(error)")
            }
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
}
