public import JSON
private import Primitives

/// Begins campaigns, within the budget of drafts, and tells how far they have come.
public struct Campaigns: Sendable {
    /// How long a caller who wants reports is kept; clients give a tool about a minute.
    private static let waitInSeconds = 30
    private static let looksPerSecond = 2

    private let store: any CampaignStore & PostStore
    private let drafting: Drafting
    private let identifiers: ItemIdentifiers
    private let waiting = WaitingRoom()

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

    /// Answers everybody who waits for a campaign, and lets nobody wait from now on.
    public func endWaiting() {
        waiting.close()
    }

    /// Waits for the next look; `false` where nobody waits any more.
    private func pause() async -> Bool {
        guard waiting.isOpen else { return false }
        return (try? await Task.sleep(for: .milliseconds(1_000 / Self.looksPerSecond))) != nil
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
    ///   - progress: Hears of each step; a repeated call has none.
    /// - Returns: The result, that of the first call for a repeated one.
    /// - Throws: ``PublishingFault``; nothing was begun then.
    public func begin(
        _ brief: CampaignBrief,
        _ ticket: WriteTicket<Campaign>,
        in access: WorkspaceAccess,
        progress: DraftSteps.Listener? = nil
    ) async throws(PublishingFault) -> JSONObject {
        if let key = ticket.key, let first = try await store.firstResult(of: key, in: access) {
            return first
        }
        let allowance = try await drafting.allowance(
            for: brief.request,
            count: brief.count,
            in: access
        )
        let reserved = "\(brief.count) drafts are taken from the day's budget."
        progress?(DraftStep(completed: 1, total: 2, message: reserved))
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
        let object = try result.get()
        let begun = "The campaign is begun; its posts are made in the background."
        progress?(DraftStep(completed: 2, total: 2, message: begun))
        return object
    }

    /// Returns a campaign of the workspace with the posts that were made.
    ///
    /// Who listens to its progress is answered once it has ended or half a minute is over, and
    /// everybody else at once. Every further look makes sure that the access still holds. Where too
    /// many wait already, or the task is cancelled, nobody waits. Whether the campaign goes on does
    /// not depend on it.
    ///
    /// - Parameters:
    ///   - identifier: The campaign's identifier.
    ///   - access: The workspace.
    ///   - progress: Hears how many posts are made, at first and whenever there are more.
    /// - Returns: The campaign as it was seen last.
    /// - Throws: ``PublishingFault``.
    public func campaign(
        _ identifier: String,
        in access: WorkspaceAccess,
        progress: DraftSteps.Listener? = nil
    ) async throws(PublishingFault) -> Campaign {
        var campaign = try await store.campaign(identifier, in: access)
        progress?(DraftStep(campaign))
        guard let progress, campaign.status == .generating, waiting.enter() else {
            return campaign
        }
        defer { waiting.leave() }
        for _ in 0..<(Self.waitInSeconds * Self.looksPerSecond) {
            guard await pause() else { break }
            campaign = try await store.campaignAgain(identifier, in: access)
            progress(DraftStep(campaign))
            guard campaign.status == .generating else { break }
        }
        return campaign
    }
}

extension DraftStep {
    /// How many posts of a campaign are made.
    fileprivate init(_ campaign: Campaign) {
        let (made, all) = (campaign.posts.count, campaign.brief.count)
        self.init(completed: made, total: all, message: "\(made) of \(all) posts are made.")
    }
}

/// How many callers wait for a campaign at this moment.
private final class WaitingRoom: Sendable {
    /// Each costs the database two small reads a second.
    private static let seats = 64

    private let state = Lock((taken: 0, isOpen: true))

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func enter() -> Bool {
        state.withLock { state in
            guard state.isOpen, state.taken < Self.seats else { return false }
            state.taken += 1
            return true
        }
    }

    func leave() {
        state.withLock { $0.taken -= 1 }
    }

    func close() {
        state.withLock { $0.isOpen = false }
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
