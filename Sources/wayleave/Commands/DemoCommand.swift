internal import Administration
private import Glibc
private import Primitives
internal import Server

/// `wayleave demo`: runs the server with people and workspaces to try things out with.
enum DemoCommand: Command {
    static let spec = CommandSpec(
        "demo",
        "Run the server on this computer with demo people and workspaces",
        details: [
            "Everything is kept in the folder of --data and survives a restart. The demo listens "
                + "on loopback addresses only, because everybody knows its passwords."
        ],
        options: [
            .value("listen", "ADDRESS:PORT", "Where to listen. Default: 127.0.0.1:8080."),
            .value("data", "DIR", "The folder for database and keys. Default: demo-data."),
            .loops,
            .knownClients,
            .providerAddresses,
            .providers,
        ] + DocumentArguments.options + GeneratorArguments.options + LogArguments.options
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let listen = arguments.value("listen") ?? "127.0.0.1:8080"
        guard ListenArgument(parsing: listen)?.isLoopback == true else {
            throw arguments.invalid("listen", "a loopback address such as 127.0.0.1:8080")
        }
        let log = try LogArguments.log(arguments)
        let generators = try GeneratorArguments.generators(arguments, log: log)
        let folder = arguments.value("data") ?? "demo-data"
        try makeFolder(folder)
        let paths = InstallationPaths(folder: folder)
        var configuration = ServerConfiguration(
            listen: ListenConfiguration(addresses: [listen]),
            issuer: nil,
            databasePath: paths.database,
            keyPath: paths.keys
        )
        configuration.listen.loopCount = try arguments.loopCount
        configuration.knownClientsPath = arguments.value("known-clients")
        configuration.outbound.providersPath = arguments.value("providers")
        configuration.outbound.providerAddresses = arguments.values("provider-address")
        configuration.allowsInsecureLoopbackClients = arguments.allowsLoopbackClients
        configuration.generators = generators
        // Before the server says that it is ready, for then people want to sign in.
        try await withInstallation(paths) { try await DemoData.install(in: $0) }
        try await AuthorizationServer.run(
            configuration,
            log: log
        ) { server throws(ServerError) in
            do {
                let credential = try await withInstallation(paths) {
                    try await DemoData.installResourceServer(in: $0, audience: server.mcpAddress)
                }
                Console.print(DemoInstructions.text(origin: server.origin, credential: credential))
            } catch {
                throw ServerError("\(error)")
            }
        }
    }

    private static func withInstallation<Value>(
        _ paths: InstallationPaths,
        _ body: (Installation) async throws -> Value
    ) async throws -> Value {
        let installation = try Installation(
            paths: paths,
            account: Environment.account,
            missing: .create
        )
        defer { installation.close() }
        return try await body(installation)
    }

    /// Makes the folder for its owner alone; one that is there is left as it is.
    private static func makeFolder(_ path: String) throws {
        // The path is copied into the call's own C string.
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw ServerError("the folder '\(path)' cannot be made; name another one with --data")
        }
    }
}
