internal import Cryptography
internal import Database
internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import MCP
internal import OAuth
internal import Primitives
internal import PublishingTools
internal import Storage
internal import Transport

extension ToolRouter {
    /// Puts the parts of a lone router together.
    struct Assembly: Sendable {
        let configuration: ToolRouterConfiguration
        let store: Store?
        let services: PublishingServices?
        let keys: KeyRing?
        let log: any Log

        /// The handler of a router that listens on `addresses`.
        func handler(
            _ endpoint: AbsoluteURL,
            _ group: EventLoopGroup,
            _ addresses: [BoundAddress]
        ) throws(ServerError) -> any HTTPHandler {
            let resource = try ToolRouter.resource(configuration, addresses)
            let issuer = try issuer(endpoint)
            let client: OutboundClient
            do {
                client = try OutboundClient(to: endpoint, on: group)
            } catch {
                throw ServerError(error.description)
            }
            let metadataPath = EndpointPath.protectedResourceMetadata + resource.url.path
            var router = try ToolRouterParts.router(
                ToolRouterParts.Place(
                    resource: resource.indicator,
                    metadataURL: resource.url.origin + metadataPath,
                    managementURL: issuer.address(of: PagePath.connection)
                ),
                tools: tools,
                introspector: RemoteTokenIntrospector(
                    client: client,
                    endpoint: endpoint,
                    identifier: configuration.credential.identifier,
                    secret: configuration.credential.secret
                ),
                journal: CallJournal(log: log, audit: store?.audit, clock: SystemWallClock()),
                callsPerMinute: configuration.listen.toolCallsPerMinute
            )
            router.confirmation = keys.map { keys in
                CallConfirmation(
                    sealer: SealedCallState(key: keys.callStateKey, random: SystemRandom()),
                    clock: SystemWallClock()
                )
            }
            return try outer(router, resource, issuer, addresses)
        }

        private var tools: [Tool] {
            services.map(ToolRegistry.all(_:)) ?? ToolRegistry.account
        }

        private func issuer(_ endpoint: AbsoluteURL) throws(ServerError) -> Issuer {
            let text = configuration.authorizationServer ?? endpoint.origin
            guard let issuer = Issuer(parsing: text) else {
                throw ServerError("'\(text)' cannot be an issuer; write it as https://HOST")
            }
            return issuer
        }

        private func outer(
            _ router: MCPRouter,
            _ resource: (indicator: ResourceIndicator, url: AbsoluteURL),
            _ issuer: Issuer,
            _ addresses: [BoundAddress]
        ) throws(ServerError) -> any HTTPHandler {
            let origins = OriginPolicy(
                [resource.url] + (try ServerIssuer.origins(configuration.allowedOrigins))
            )
            let store = store
            do {
                return try Application.outer(
                    ToolRouterApplication.routes(router, resource.indicator, issuer, origins),
                    HostPolicy(
                        origin: resource.url,
                        aliases: ServerIssuer.aliases(addresses, configuration.allowedHosts)
                    ),
                    isSecure: resource.url.isSecure,
                    isReady: {
                        guard let store else { return true }
                        return (try? store.database.read { _ in true }) ?? false
                    }
                )
            } catch {
                throw ServerError("the table of addresses contradicts itself: \(error)")
            }
        }
    }
}
