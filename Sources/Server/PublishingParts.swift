internal import Cryptography
internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import OAuth
internal import Primitives
internal import Providers
internal import Publishing
internal import PublishingTools
internal import Storage
internal import Transport

/// The publishing side of a server: what the tools run on, and what publishes by itself.
struct PublishingParts: Sendable {
    let services: PublishingServices
    let scheduler: Scheduler

    /// What a server decides about publishing.
    struct Settings: Sendable {
        /// Where the grants are kept that calls come with.
        let standing: AccessStanding
        /// Seals the secrets of profiles.
        let connectionKey: SealingKey
        /// The network through which the server calls others.
        let outbound: OutboundNetwork
        /// What drafts posts.
        let generators: GeneratorConfiguration
        /// The pages on which people connect profiles, or `nil` where there are none.
        var pages: Pages?

        /// Where a server's own pages are, and what seals links to them.
        struct Pages: Sendable {
            let addresses: ProfileConnecting.Addresses
            let host: String
            let linkKey: SealingKey
        }
    }

    init(
        _ settings: Settings,
        store: Store,
        on group: EventLoopGroup,
        _ addresses: [BoundAddress],
        log: any Log
    ) throws(ServerError) {
        let clock = SystemWallClock()
        let tables = store.publishing(settings.standing, vault: settings.connectionKey)
        var outward = VettedConfiguration()
        outward.policy = try settings.outbound.policy()
        outward.policy.requiresNormalForm = false
        outward.policy.addresses.ownAddresses += addresses.map(\.address)
        if let pages = settings.pages { outward.policy.ownHosts = [pages.host] }
        let materials = ProviderParts.Materials(
            tables: tables,
            group: group,
            outward: outward,
            log: log
        )
        let providers = try ProviderParts(
            materials,
            webhookAddresses: settings.outbound.webhookAddresses,
            outbound: settings.outbound
        )
        let publisher = Publisher(
            store: tables,
            providers: providers.publishing,
            secrets: tables,
            log: log
        )
        let strangers = try materials.client()
        services = PublishingServices(
            store: tables,
            publisher: publisher,
            fetcher: VettedMediaFetcher(client: strangers, log: log),
            connections: settings.pages.map { pages in
                ProfileConnecting(
                    networks: providers.connecting,
                    store: tables,
                    key: pages.linkKey,
                    addresses: pages.addresses,
                    clock: clock,
                    random: SystemRandom()
                )
            },
            generators: try GeneratorParts(settings.generators, materials, strangers).generators,
            random: SystemRandom(),
            log: log
        )
        let engine = WorkflowEngine(
            store: tables,
            publisher: publisher,
            webhook: providers.webhook,
            identifiers: services.identifiers,
            clock: clock
        )
        scheduler = Scheduler(
            publisher: publisher,
            workflows: engine,
            campaigns: CampaignEngine(services, tables),
            clock: clock,
            log: log
        )
    }
}

extension CampaignEngine {
    /// Makes the campaigns of `tables` by the generators of `services`.
    fileprivate init(_ services: PublishingServices, _ tables: PublishingTable) {
        self.init(
            store: tables,
            writer: CampaignDrafter(drafting: services.drafting),
            identifiers: services.identifiers,
            log: services.log
        )
    }
}

/// The scheduler of a running server, which ends with it.
final class Scheduling: Sendable {
    private let task = Lock<Task<Void, Never>?>(nil)
    private let campaigns = Lock<Campaigns?>(nil)

    /// Lets the scheduler of `publishing` run until ``stop()``.
    func start(_ publishing: PublishingParts) {
        campaigns.withLock { $0 = publishing.services.campaigns }
        task.withLock { $0 = Task { await publishing.scheduler.run() } }
    }

    /// Answers whoever waits for what is made in the background.
    func endWaiting() {
        campaigns.withLock { $0 }?.endWaiting()
    }

    /// Ends the scheduler and waits for what it has under way, which is cut short.
    func stop() async {
        let running = task.withLock { $0 }
        running?.cancel()
        await running?.value
    }
}

extension PublishingParts.Settings.Pages {
    /// The pages below `issuer`.
    init(_ issuer: Issuer, linkKey: SealingKey) {
        self.init(
            addresses: ProfileConnecting.Addresses(
                page: issuer.address(of: PagePath.connect),
                callback: issuer.address(of: PagePath.connectCallback)
            ),
            host: AbsoluteURL(issuer.text)?.host ?? "",
            linkKey: linkKey
        )
    }
}
