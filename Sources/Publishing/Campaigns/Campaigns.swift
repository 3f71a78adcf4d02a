public import JSON
private import Primitives

/// Begins campaigns, within the budget of drafts.
public struct Campaigns: Sendable {
    private let store: any CampaignStore & PostStore
    private let drafting: Drafting
    private let identifiers: ItemIdentifiers

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where campaigns are kept.
    ///   - drafting: Whose budget they come from.
    ///   - identifiers: Names new campaigns.
    public init(
        store: any CampaignStore & PostStore,
        drafting: Drafting,
        identifiers: ItemIdentifiers
    ) {
        self.store = store
        self.drafting = drafting
        self.identifiers = identifiers
    }

    /// Begins a campaign, whose posts are made in the background.
    ///
    /// All its posts are taken from the day's budget now, so that it does not end half-way for want
    /// of it.
    ///
    /// - Parameters:
    ///   - brief: What it is to be.
    ///   - ticket: What makes a repeated call the same, and how the result is told.
    ///   - access: The workspace.
    /// - Returns: The result, that of the first call for a repeated one.
    /// - Throws: ``PublishingFault``; nothing was begun then.
    public func begin(
        _ brief: CampaignBrief,
        _ ticket: WriteTicket<Campaign>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        if let key = ticket.key, let first = try await store.firstResult(of: key, in: access) {
            return first
        }
        let allowance = try await drafting.allowance(
            for: brief.request,
            count: brief.count,
            in: access
        )
        let identifier = identifiers.make(.campaign)
        let isNew = Mark()
        let marking = WriteTicket<Campaign>(key: ticket.key) { campaign in
            isNew.set()
            return ticket.render(campaign)
        }
        let result: Result<JSONObject, PublishingFault>
        do throws(PublishingFault) {
            result = .success(try await store.begin(brief, as: identifier, marking, in: access))
        } catch {
            result = .failure(error)
        }
        // Nothing was begun, or the same call at the same time was quicker. What failed first is
        // what the caller is told.
        if !isNew.isSet { try? await drafting.giveBack(allowance, in: access) }
        return try result.get()
    }

    /// Returns a campaign of the workspace with the posts that were made.
    public func campaign(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Campaign {
        try await store.campaign(identifier, in: access)
    }
}

/// Whether something has happened, told across tasks.
private final class Mark: Sendable {
    private let state = Lock(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() {
        state.withLock { $0 = true }
    }
}
