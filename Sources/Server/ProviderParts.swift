internal import Cryptography
internal import HTTPClient
internal import Primitives
internal import Providers
internal import Publishing
internal import Storage
internal import Transport

/// The connectors of a server, each with a vetted client of its own.
///
/// A client of its own means a bound of its own: one network that hangs does not hold up another.
struct ProviderParts: Sendable {
    /// Who publishes.
    let publishing: [Network: any NetworkProvider]
    /// Whose profiles people can connect.
    let connecting: [Network: any ConnectableNetwork]
    /// Calls webhooks in workflows, too.
    let webhook: WebhookProvider

    /// What the connectors are made of.
    struct Materials: Sendable {
        let tables: PublishingTable
        let group: EventLoopGroup
        /// The client's configuration without exemptions.
        let outward: VettedConfiguration
        let log: any Log

        func client(
            exempting exemptions: [AddressExemption] = []
        ) throws(ServerError) -> VettedClient {
            var configuration = outward
            configuration.policy.addresses.exemptions = exemptions
            return try client(configuration)
        }

        /// A client for an origin that the operator named.
        func client(trusting origin: String) throws(ServerError) -> VettedClient {
            var configuration = outward
            configuration.policy.trustedOrigins = [origin]
            return try client(configuration)
        }

        private func client(
            _ configuration: VettedConfiguration
        ) throws(ServerError) -> VettedClient {
            do {
                return try VettedClient(
                    on: group,
                    resolver: SystemHostResolver(),
                    configuration: configuration
                )
            } catch {
                throw ServerError("\(error)")
            }
        }
    }

    /// Reads the operator's file.
    ///
    /// - Throws: ``ServerError`` that names file and member.
    static func declared(_ path: String?, _ log: any Log) throws(ServerError) -> [DeclaredNetwork] {
        guard let path else { return [] }
        do throws(PublishingFault) {
            return try ProviderFile.load(path, log: log)
        } catch {
            guard case .invalid(let part, let problem) = error else {
                throw ServerError("\(path): \(error)")
            }
            throw ServerError("\(path): \(part) \(problem)")
        }
    }

    init(
        _ materials: Materials,
        webhookAddresses: [String],
        outbound: OutboundNetwork
    ) throws(ServerError) {
        let (tables, clock) = (materials.tables, SystemWallClock())
        webhook = WebhookProvider(
            client: try materials.client(
                exempting: try OutboundNetwork.exemptions(webhookAddresses)
            ),
            clock: clock,
            log: materials.log
        )
        let exemptions = try OutboundNetwork.exemptions(outbound.providerAddresses)
        func surroundings() throws(ServerError) -> ProviderSurroundings {
            ProviderSurroundings(
                client: try materials.client(exempting: exemptions),
                clock: clock,
                random: SystemRandom(),
                log: materials.log
            )
        }
        let mastodon = MastodonProvider(try surroundings(), apps: tables)
        let bluesky = BlueskyProvider(try surroundings(), secrets: tables)
        var publishing: [Network: any NetworkProvider] = [
            .demo: DemoNetwork(tables), .webhook: webhook, .mastodon: mastodon, .bluesky: bluesky,
        ]
        var connecting: [Network: any ConnectableNetwork] = [
            .mastodon: mastodon, .bluesky: bluesky,
        ]
        for declared in try Self.declared(outbound.providersPath, materials.log) {
            let provider = DeclaredProvider(declared, try surroundings(), secrets: tables)
            publishing[declared.network] = provider
            connecting[declared.network] = provider
        }
        (self.publishing, self.connecting) = (publishing, connecting)
    }
}
