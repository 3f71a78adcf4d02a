internal import Cryptography
internal import Endpoints
internal import HTTPClient
internal import HTTPServer
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
        /// Addresses that are not public and where webhooks may be all the same.
        let webhookAddresses: [String]
        /// The network through which the server calls others.
        let outbound: OutboundNetwork
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
        let media = try Self.client(on: group, outward)
        outward.policy.addresses.exemptions = try Self.exemptions(settings.webhookAddresses)
        let webhooks = try Self.client(on: group, outward)
        let publisher = Publisher(
            store: tables,
            providers: [
                .demo: DemoNetwork(tables),
                .webhook: WebhookProvider(client: webhooks, clock: clock, log: log),
            ],
            log: log
        )
        services = PublishingServices(
            store: tables,
            publisher: publisher,
            fetcher: VettedMediaFetcher(client: media, log: log),
            random: SystemRandom(),
            log: log
        )
        let engine = WorkflowEngine(
            store: tables,
            publisher: publisher,
            webhook: WebhookProvider(client: webhooks, clock: clock, log: log),
            identifiers: services.identifiers,
            clock: clock
        )
        scheduler = Scheduler(publisher: publisher, workflows: engine, clock: clock, log: log)
    }

    /// Reads the addresses of webhooks that are not public.
    static func exemptions(_ texts: [String]) throws(ServerError) -> [AddressExemption] {
        var exemptions: [AddressExemption] = []
        for text in texts {
            guard let exemption = AddressExemption(parsing: text) else {
                throw ServerError(
                    "'\(text)' is no network; write it as 10.0.0.0/8 or 10.1.2.3:8443"
                )
            }
            exemptions.append(exemption)
        }
        return exemptions
    }

    private static func client(
        on group: EventLoopGroup,
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

/// The scheduler of a running server, which ends with it.
final class Scheduling: Sendable {
    private let task = Lock<Task<Void, Never>?>(nil)

    /// Lets `scheduler` run until ``stop()``.
    func start(_ scheduler: Scheduler) {
        task.withLock { $0 = Task { await scheduler.run() } }
    }

    /// Ends the scheduler and waits for what it has under way, which is cut short.
    func stop() async {
        let running = task.withLock { $0 }
        running?.cancel()
        await running?.value
    }
}
