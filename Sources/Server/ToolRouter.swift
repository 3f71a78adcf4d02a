internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import OAuth
public import Primitives
internal import Transport

/// The MCP tool router alone, in front of any RFC 7662 introspection endpoint.
public enum ToolRouter {
    /// Runs the router until SIGTERM or SIGINT.
    ///
    /// It keeps nothing: every call is introspected, and tools work on what introspection says.
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
        let hosting = Hosting(
            listen: configuration.listen,
            log: log,
            onThreadStart: { _ in },
            onRoundEnd: { _ in },
            onHangUp: {}
        )
        try await hosting.run { group, addresses throws(ServerError) in
            try handler(configuration, endpoint, group, addresses, log)
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

    private static func handler(
        _ configuration: ToolRouterConfiguration,
        _ endpoint: AbsoluteURL,
        _ group: EventLoopGroup,
        _ addresses: [BoundAddress],
        _ log: any Log
    ) throws(ServerError) -> any HTTPHandler {
        let resource = try resource(configuration, addresses)
        let issuerText = configuration.authorizationServer ?? endpoint.origin
        guard let issuer = Issuer(parsing: issuerText) else {
            throw ServerError("'\(issuerText)' cannot be an issuer; write it as https://HOST")
        }
        let client: OutboundClient
        do {
            client = try OutboundClient(to: endpoint, on: group)
        } catch {
            throw ServerError(error.description)
        }
        let metadataPath = EndpointPath.protectedResourceMetadata + resource.url.path
        let router = try ToolRouterParts.router(
            resource: resource.indicator,
            metadataURL: resource.url.origin + metadataPath,
            managementURL: issuer.address(of: PagePath.connection),
            introspector: RemoteTokenIntrospector(
                client: client,
                endpoint: endpoint,
                identifier: configuration.credential.identifier,
                secret: configuration.credential.secret
            ),
            log: log
        )
        let origins = OriginPolicy(
            [resource.url] + (try ServerIssuer.origins(configuration.allowedOrigins))
        )
        do {
            return try Application.outer(
                ToolRouterApplication.routes(router, resource.indicator, issuer, origins),
                HostPolicy(
                    origin: resource.url,
                    aliases: ServerIssuer.aliases(addresses, configuration.allowedHosts)
                ),
                isSecure: resource.url.isSecure,
                isReady: { true }
            )
        } catch {
            throw ServerError("the table of addresses contradicts itself: \(error)")
        }
    }

    private static func resource(
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
