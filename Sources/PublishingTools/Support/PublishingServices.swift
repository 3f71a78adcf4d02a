public import Primitives
public import Publishing

/// What the tools that work in a workspace run on.
public struct PublishingServices: Sendable {
    /// Where profiles are kept.
    public let profiles: any ProfileStore
    /// Where brand kits, hashtag libraries and templates are kept.
    public let brand: any BrandStore
    /// Where posts are kept.
    public let postStore: any PostStore
    /// Where workflows and their runs are kept.
    public let workflows: any WorkflowStore
    /// Names new items.
    public let identifiers: ItemIdentifiers
    /// Makes and changes posts.
    public let posts: Posts
    /// Has posts drafted by generators.
    public let drafting: Drafting
    /// Begins campaigns.
    public let campaigns: Campaigns
    /// Asks networks to publish.
    public let publisher: Publisher
    /// Connects profiles, or `nil` where there are no pages for it.
    public let connections: ProfileConnecting?
    /// Where failures of ours are reported.
    public let log: any Log

    /// Gathers the services over one store.
    ///
    /// - Parameters:
    ///   - store: Where everything is kept.
    ///   - publisher: Asks networks to publish.
    ///   - fetcher: Who fetches media files, or `nil` where the server is not set up for it.
    ///   - connections: Connects profiles, or `nil` where there are no pages for it.
    ///   - generators: Who writes and draws drafts.
    ///   - random: Where identifiers come from.
    ///   - log: Where failures of ours are reported.
    public init(
        store: some ProfileStore & BrandStore & PostStore & WorkflowStore & DraftBudget
            & CampaignStore,
        publisher: Publisher,
        fetcher: (any MediaFetcher)?,
        connections: ProfileConnecting? = nil,
        generators: Drafting.Generators = .embedded,
        random: any RandomSource,
        log: any Log
    ) {
        profiles = store
        brand = store
        postStore = store
        workflows = store
        identifiers = ItemIdentifiers(random: random)
        posts = Posts(
            store: store,
            fetcher: fetcher,
            identifiers: identifiers
        )
        drafting = Drafting(
            stores: Drafting.Stores(posts: store, brand: store, budget: store),
            generators: generators,
            identifiers: identifiers
        )
        campaigns = Campaigns(store: store, drafting: drafting, identifiers: identifiers)
        self.publisher = publisher
        self.connections = connections
        self.log = log
    }
}
