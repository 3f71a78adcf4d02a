internal import Administration
internal import Primitives
internal import Server

/// `wayleave serve`: runs the server.
enum ServeCommand: Command {
    static let spec = CommandSpec(
        "serve",
        "Run the authorization server with its pages and its MCP endpoint",
        details: [
            "The database and the key file beside it are made where they are missing. SIGTERM and "
                + "Ctrl-C let requests in flight finish; SIGHUP reads the certificate and the file "
                + "of known clients again.",
            "People and clients must be able to reach the server under the issuer, which is its "
                + "name everywhere: choose it once. On this computer the first address to listen "
                + "on is the default.",
        ],
        options: [
            .values(
                "listen",
                "ADDRESS:PORT",
                "Where to listen; [::1]:8080 for IPv6. Default: 127.0.0.1:8080."
            ),
            .value(
                "issuer",
                "URL",
                "The public origin, such as https://auth.example.com, without path."
            ),
            .database,
            .value("templates", "DIR", "A folder whose files replace built-in pages."),
            .knownClients,
            .providerAddresses,
            .providers,
            .webhookAddresses,
        ] + DocumentArguments.options + LifetimeArguments.options + ListenArguments.options
            + OutboundArguments.options + GeneratorArguments.options + LogArguments.options,
        examples: [
            CommandSpec.Example(
                "Serve behind a proxy that ends TLS on the same machine",
                "wayleave serve --database /var/lib/wayleave/wayleave.db \\\n"
                    + "    --issuer https://auth.example.com --trust-proxy 127.0.0.1"
            )
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let log = try LogArguments.log(arguments)
        let configuration = try configuration(arguments, log: log)
        try await AuthorizationServer.run(configuration, log: log) {
            _ in
        }
    }

    /// What the arguments say.
    static func configuration(
        _ arguments: ParsedArguments,
        log: any Log
    ) throws -> ServerConfiguration {
        let paths = try arguments.paths()
        var configuration = ServerConfiguration(
            listen: try ListenArguments.listen(arguments),
            issuer: arguments.value("issuer"),
            databasePath: paths.database,
            keyPath: paths.keys
        )
        configuration.lifetimes = try LifetimeArguments.lifetimes(arguments)
        configuration.templatesDirectory = arguments.value("templates")
        configuration.knownClientsPath = arguments.value("known-clients")
        configuration.allowsInsecureLoopbackClients = arguments.allowsLoopbackClients
        configuration.outbound = OutboundArguments.network(arguments)
        configuration.outbound.providersPath = arguments.value("providers")
        configuration.generators = try GeneratorArguments.generators(arguments, log: log)
        configuration.outbound.providerAddresses = arguments.values("provider-address")
        configuration.outbound.webhookAddresses = arguments.values("webhook-address")
        configuration.allowedOrigins = arguments.values("allow-origin")
        configuration.allowedHosts = arguments.values("allow-host")
        return configuration
    }
}
