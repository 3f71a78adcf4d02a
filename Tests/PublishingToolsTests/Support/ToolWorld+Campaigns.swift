import Primitives
import Publishing
import Storage
import TestSupport

extension ToolWorld {
    /// Does what the scheduler of a server would.
    func makeCampaigns(_ generators: Drafting.Generators = .embedded) async {
        let identifiers = ItemIdentifiers(random: random)
        let drafting = Drafting(
            stores: Drafting.Stores(posts: content, brand: content, budget: content),
            generators: generators,
            identifiers: identifiers
        )
        let engine = CampaignEngine(
            store: content,
            writer: CampaignDrafter(drafting: drafting),
            identifiers: identifiers,
            log: SilentLog()
        )
        let publisher = Publisher(store: content, providers: [:], log: SilentLog())
        await Scheduler(publisher: publisher, campaigns: engine, clock: clock, log: SilentLog())
            .lookAfterCampaigns()
    }
}
