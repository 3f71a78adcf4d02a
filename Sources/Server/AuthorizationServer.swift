internal import Cryptography
internal import Database
internal import Endpoints
internal import HTTPServer
internal import OAuth
public import Primitives
internal import Storage
internal import Transport

/// The whole product in one process: authorization server, pages and the co-hosted tool router.
public enum AuthorizationServer {
    /// Runs the server until SIGTERM or SIGINT.
    ///
    /// Checks the configuration, opens the key file and the database, brings the schema up to date,
    /// and listens. On SIGHUP the certificate and the file of known clients are read again. On the
    /// way out requests in flight are answered, what was only noted is written down, and the
    /// write-ahead log is folded into the file.
    ///
    /// - Parameters:
    ///   - configuration: What to run.
    ///   - log: Where the server reports.
    ///   - whenReady: Called once, when the server answers requests.
    /// - Throws: ``ServerError`` when it cannot start; its description says what to do.
    public static func run(
        _ configuration: ServerConfiguration,
        log: any Log,
        whenReady: @Sendable (ReadyServer) async throws(ServerError) -> Void
    ) async throws(ServerError) {
        try configuration.check()
        let keys: KeyRing
        do {
            keys = try KeyFile.loadOrCreate(at: configuration.keyPath, random: SystemRandom())
        } catch {
            throw ServerError("\(error)")
        }
        let knownClients = try KnownClientFiles(path: configuration.knownClientsPath, log: log)
        let database = try ServedDatabase(path: configuration.databasePath, log: log)
        defer { database.close() }
        let store = database.store
        do {
            try await store.settings.setLifetimes(
                configuration.lifetimes,
                at: SystemWallClock().now()
            )
        } catch {
            throw ServerError(error.description)
        }
        log.write(.info, "starting", versions + [.text("database", configuration.databasePath)])
        warnOfLoopbackClients(configuration, log)
        database.checkAfterUncleanStop()
        let scheduling = Scheduling()
        let assembly = Assembly(
            configuration: configuration,
            keys: keys,
            store: store,
            knownClients: knownClients.registry,
            log: log
        )
        let hosting = Hosting(
            listen: configuration.listen,
            log: log,
            onThreadStart: { _ in database.attachReader() },
            onRoundEnd: { _ in database.endRound() },
            onHangUp: { knownClients.reload() }
        )
        try await hosting.run(with: scheduling) { group, addresses throws(ServerError) in
            try assembly.handler(group, addresses, scheduling)
        } whenReady: { addresses throws(ServerError) in
            let issuer = try ServerIssuer.settle(configuration.issuer, first: addresses.first?.url)
            log.write(
                .info,
                "ready",
                [.text("issuer", issuer.text)] + Hosting.listening(addresses)
            )
            try await whenReady(
                ReadyServer(
                    origin: issuer.text,
                    mcpAddress: issuer.address(of: "/mcp"),
                    boundAddresses: addresses.map { "\($0.address)" }
                )
            )
        }
    }

    private static func warnOfLoopbackClients(
        _ configuration: ServerConfiguration,
        _ log: any Log
    ) {
        guard configuration.allowsInsecureLoopbackClients else { return }
        log.write(
            .warning,
            "clients may describe themselves on this computer over http: for development only",
            []
        )
    }

    private static var versions: [LogField] {
        [
            .text("sqlite", DatabaseFile.engineVersion),
            .text("openssl", OpenSSLLibrary.version),
        ]
    }

    /// What the server is put together from once its addresses are bound.
    private struct Assembly: Sendable {
        let configuration: ServerConfiguration
        let keys: KeyRing
        let store: Store
        let knownClients: KnownClientRegistry
        let log: any Log

        /// The handler of a server that listens on `addresses`; starts what publishes by itself.
        func handler(
            _ group: EventLoopGroup,
            _ addresses: [BoundAddress],
            _ scheduling: Scheduling
        ) throws(ServerError) -> any HTTPHandler {
            let issuer = try ServerIssuer.settle(configuration.issuer, first: addresses.first?.url)
            let publishing = try PublishingParts(
                PublishingParts.Settings(
                    standing: .local,
                    connectionKey: keys.connectionKey,
                    outbound: configuration.outbound,
                    generators: configuration.generators,
                    pages: PublishingParts.Settings.Pages(issuer, linkKey: keys.flowKey)
                ),
                store: store,
                on: group,
                addresses,
                log: log
            )
            let composition = Composition(
                configuration: configuration,
                keys: keys,
                store: store,
                knownClients: knownClients,
                publishing: publishing.services,
                log: log
            )
            let handler = try composition.handler(
                addresses,
                documents: DocumentReading.source(configuration, addresses, on: group)
            )
            scheduling.start(publishing)
            return handler
        }
    }
}
