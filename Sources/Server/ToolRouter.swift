internal import Cryptography
internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import OAuth
public import Primitives
internal import Storage
internal import Transport

/// The MCP tool router alone, in front of any RFC 7662 introspection endpoint.
public enum ToolRouter {
    /// Runs the router until SIGTERM or SIGINT.
    ///
    /// Every call is introspected, and nothing of that is kept. Workspaces are known from
    /// introspection alone; their content is in a database of the router's own, or, where it has
    /// none, the tools that need one are not offered.
    ///
    /// - Parameters:
    ///   - configuration: What to run.
    ///   - log: Where the router reports.
    ///   - whenReady: Called once, when the router answers requests.
    /// - Throws: ``ServerError`` when it cannot start; its description says what to do.
    public static func run(
        _ configuration: ToolRouterConfiguration,
        log: any Log,
        whenReady: @Sendable (ReadyServer) async throws(ServerError) -> Void
    ) async throws(ServerError) {
        guard let endpoint = AbsoluteURL(configuration.introspectionEndpoint) else {
            throw ServerError(
                "'\(configuration.introspectionEndpoint)' is not an address; write the whole "
                    + "introspection endpoint, such as https://auth.example.com/introspect"
            )
        }
        _ = try configuration.generators.text?.endpoint()
        _ = try configuration.generators.image?.endpoint()
        let scheduling = Scheduling()
        var database: ServedDatabase?
        if let path = configuration.databasePath {
            database = try ServedDatabase(path: path, log: log)
            database?.checkAfterUncleanStop()
        }
        defer { database?.close() }
        let hosting = Hosting(
            listen: configuration.listen,
            log: log,
            onThreadStart: { [database] _ in database?.attachReader() },
            onRoundEnd: { [database] _ in database?.endRound() },
            onHangUp: {}
        )
        let store = database?.store
        try await hosting.run(with: scheduling) { group, addresses throws(ServerError) in
            let keys = try keys(configuration)
            let publishing = try publishing(configuration, store, keys, group, addresses, log)
            let handler = try Assembly(
                configuration: configuration,
                store: store,
                services: publishing?.services,
                keys: keys,
                log: log
            ).handler(endpoint, group, addresses)
            if let publishing { scheduling.start(publishing) }
            return handler
        } whenReady: { addresses throws(ServerError) in
            let resource = try resource(configuration, addresses)
            log.write(
                .info,
                "ready",
                [.text("resource", resource.indicator.canonical)] + Hosting.listening(addresses)
            )
            try await whenReady(
                ReadyServer(
                    origin: resource.url.origin,
                    mcpAddress: resource.indicator.canonical,
                    boundAddresses: addresses.map { "\($0.address)" }
                )
            )
        }
    }

    /// The keys of a router that has a database; their file is beside that.
    private static func keys(
        _ configuration: ToolRouterConfiguration
    ) throws(ServerError) -> KeyRing? {
        guard let path = configuration.databasePath else { return nil }
        do {
            return try KeyFile.loadOrCreate(at: path + ".key", random: SystemRandom())
        } catch {
            throw ServerError("\(error)")
        }
    }

    /// The publishing side of a router that has a database.
    private static func publishing(
        _ configuration: ToolRouterConfiguration,
        _ store: Store?,
        _ keys: KeyRing?,
        _ group: EventLoopGroup,
        _ addresses: [BoundAddress],
        _ log: any Log
    ) throws(ServerError) -> PublishingParts? {
        guard let store, let keys else { return nil }
        return try PublishingParts(
            PublishingParts.Settings(
                standing: .remote,
                connectionKey: keys.connectionKey,
                outbound: configuration.outbound,
                generators: configuration.generators
            ),
            store: store,
            on: group,
            addresses,
            log: log
        )
    }

    static func resource(
        _ configuration: ToolRouterConfiguration,
        _ addresses: [BoundAddress]
    ) throws(ServerError) -> (indicator: ResourceIndicator, url: AbsoluteURL) {
        let text = configuration.resource ?? (addresses.first.map { "\($0.url)/mcp" } ?? "")
        guard let indicator = ResourceIndicator(canonical: text), let url = AbsoluteURL(text)
        else {
            throw ServerError(
                "'\(text)' cannot name a resource; write it as https://HOST/mcp in lower case, "
                    + "without trailing slash"
            )
        }
        return (indicator, url)
    }
}
