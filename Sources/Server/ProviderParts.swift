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
        publishing = [
            .demo: DemoNetwork(tables), .webhook: webhook, .mastodon: mastodon, .bluesky: bluesky,
        ]
        connecting = [.mastodon: mastodon, .bluesky: bluesky]
    }
}
