public import Primitives

/// Publishes what is due, for as long as the server runs.
///
/// It looks at the time of day every few seconds instead of sleeping until an appointed one, so a
/// clock that was set is noticed at once: what fell due by a jump forwards goes out, what a jump
/// backwards made future waits. What fell due while no server ran goes out with the first look.
public struct Scheduler: Sendable {
    private let publisher: Publisher
    private let workflows: WorkflowEngine?
    private let campaigns: CampaignEngine?
    private let clock: any WallClock
    private let log: any Log

    /// The longest time between two looks, in seconds.
    private static let longestPauseInSeconds: Int64 = 5

    /// Creates the scheduler.
    ///
    /// - Parameters:
    ///   - publisher: Who publishes.
    ///   - workflows: Who does the steps of workflows, or `nil` where nobody does.
    ///   - campaigns: Who makes the posts of campaigns, or `nil` where nobody does.
    ///   - clock: The time of day.
    ///   - log: Where failures of ours are reported.
    public init(
        publisher: Publisher,
        workflows: WorkflowEngine? = nil,
        campaigns: CampaignEngine? = nil,
        clock: any WallClock,
        log: any Log
    ) {
        self.publisher = publisher
        self.workflows = workflows
        self.campaigns = campaigns
        self.clock = clock
        self.log = log
    }

    /// Runs until its task is cancelled.
    ///
    /// Workflows and campaigns have turns of their own, since a step may wait for its network and
    /// a generator may take minutes, and what is due must not wait for them.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await go { await lookAfterPosts() } }
            if workflows != nil { group.addTask { await go { await lookAfterWorkflows() } } }
            if campaigns != nil { group.addTask { await go { await lookAfterCampaigns() } } }
        }
    }

    private func go(_ look: @Sendable () async -> Int64) async {
        while !Task.isCancelled {
            let pause = await look()
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    /// Publishes posts that are due now, and then does the steps of workflows that are.
    ///
    /// - Returns: Seconds until the next look.
    @discardableResult
    public func look() async -> Int64 {
        min(await lookAfterPosts(), await lookAfterWorkflows())
    }

    /// Makes the posts of campaigns that are due now.
    ///
    /// - Returns: Seconds until the next look.
    @discardableResult
    public func lookAfterCampaigns() async -> Int64 {
        guard let campaigns else { return Self.longestPauseInSeconds }
        return await lookAfter(
            otherwise: "Campaigns could not be looked after",
            { () async throws(PublishingFault) in try await campaigns.runDue() },
            { () async throws(PublishingFault) in try await campaigns.nextDue() }
        )
    }

    private func lookAfterPosts() async -> Int64 {
        await lookAfter(
            otherwise: "Due posts could not be looked for",
            { () async throws(PublishingFault) in try await publisher.publishDue() },
            { () async throws(PublishingFault) in try await publisher.nextDue() }
        )
    }

    private func lookAfterWorkflows() async -> Int64 {
        guard let workflows else { return Self.longestPauseInSeconds }
        return await lookAfter(
            otherwise: "Workflows could not be looked after",
            { () async throws(PublishingFault) in try await workflows.runDue() },
            { () async throws(PublishingFault) in try await workflows.nextDue() }
        )
    }

    /// Does what is due until nothing is, and returns the seconds until the next look.
    private func lookAfter(
        otherwise message: StaticString,
        _ runDue: () async throws(PublishingFault) -> Int,
        _ nextDue: () async throws(PublishingFault) -> Timestamp?
    ) async -> Int64 {
        do throws(PublishingFault) {
            while try await runDue() > 0, !Task.isCancelled {}
            return pause(until: try await nextDue())
        } catch {
            log.write(.error, message, [.text("reason", "\(error)")])
            return Self.longestPauseInSeconds
        }
    }

    private func pause(until next: Timestamp?) -> Int64 {
        guard let next else { return Self.longestPauseInSeconds }
        return min(max(next.seconds(since: clock.now()), 1), Self.longestPauseInSeconds)
    }
}
