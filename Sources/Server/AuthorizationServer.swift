internal import Cryptography
internal import Database
internal import Endpoints
private import Glibc
internal import HTTPServer
internal import OAuth
public import Primitives
internal import Storage

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
        let store = try open(configuration, log)
        defer { store.close() }
        do {
            try await store.settings.setLifetimes(
                configuration.lifetimes,
                at: SystemWallClock().now()
            )
        } catch {
            throw ServerError(error.description)
        }
        let flushing = Task { await flush(store) }
        defer { flushing.cancel() }
        log.write(.info, "starting", versions + [.text("database", configuration.databasePath)])
        checkAfterUncleanStop(store, log)
        let composition = Composition(
            configuration: configuration,
            keys: keys,
            store: store,
            knownClients: knownClients.registry,
            log: log
        )
        let hosting = Hosting(
            listen: configuration.listen,
            log: log,
            onThreadStart: { _ in attachReader(store, log) },
            onRoundEnd: { _ in store.database.endRound() },
            onHangUp: { knownClients.reload() }
        )
        try await hosting.run { _, addresses throws(ServerError) in
            try composition.handler(addresses)
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

    private static var versions: [LogField] {
        [
            .text("sqlite", DatabaseFile.engineVersion),
            .text("openssl", OpenSSLLibrary.version),
        ]
    }

    private static func open(
        _ configuration: ServerConfiguration,
        _ log: any Log
    ) throws(ServerError) -> Store {
        var options = DatabaseOptions(role: .server)
        options.onFatalError = { error in
            // Nothing that was not acknowledged is lost, and only a new start can tell what the
            // disk really holds (an fsync that failed must never be retried).
            log.write(.error, "database failed", [.text("reason", error.description)])
            exit(1)
        }
        do {
            return try Store(
                path: configuration.databasePath,
                options: options,
                actor: .server,
                clock: SystemWallClock()
            )
        } catch {
            throw ServerError(error.description)
        }
    }

    /// Looks through a file that was not closed properly, without keeping anybody waiting for it.
    private static func checkAfterUncleanStop(_ store: Store, _ log: any Log) {
        guard store.database.wasLeftOpen else { return }
        log.write(.warning, "the last server did not stop properly, checking the database", [])
        do {
            try store.database.checkInBackground { result in reportCheck(result, log) }
        } catch {
            log.write(.error, "database not checked", [.text("reason", error.description)])
        }
    }

    private static func reportCheck(_ result: Result<[String], DatabaseError>, _ log: any Log) {
        let problem: String
        switch result {
        case .success(let problems):
            guard let first = problems.first else {
                return log.write(.info, "database checked, no damage found", [])
            }
            problem = first
        case .failure(let error):
            guard error.isFatal else {
                let fields: [LogField] = [.text("reason", error.description)]
                return log.write(.error, "database not checked", fields)
            }
            problem = error.description
        }
        // As when the writer meets damage: what a damaged file answers is nothing to rely on.
        log.write(.error, "database damaged, restore a backup", [.text("reason", problem)])
        exit(1)
    }

    private static func attachReader(_ store: Store, _ log: any Log) {
        do {
            try store.database.attachReader()
        } catch {
            log.write(.error, "no reader for a loop", [.text("reason", error.description)])
            exit(1)
        }
    }

    /// Writes the times of use down once a minute, so that the last before a quiet time is not
    /// lost.
    private static func flush(_ store: Store) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            store.flushUses()
        }
    }
}
