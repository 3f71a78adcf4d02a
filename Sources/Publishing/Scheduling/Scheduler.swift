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
    /// Campaigns have a turn of their own, since a generator may take minutes and what is due must
    /// not wait for it.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await go { await look() } }
            if campaigns != nil { group.addTask { await go { await lookAfterCampaigns() } } }
        }
    }

    private func go(_ look: @Sendable () async -> Int64) async {
        while !Task.isCancelled {
            let pause = await look()
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    /// Publishes what is due now.
    ///
    /// - Returns: Seconds until the next look.
    @discardableResult
    public func look() async -> Int64 {
        do throws(PublishingFault) {
            while try await work() > 0, !Task.isCancelled {}
            let appointments = [
                try await publisher.nextDue(), try await workflows?.nextDue() ?? nil,
            ]
            return pause(until: appointments.compactMap { $0 }.min())
        } catch {
            log.write(
                .error,
                "Due posts could not be looked for",
                [.text("reason", "\(error)")]
            )
            return Self.longestPauseInSeconds
        }
    }

    /// Makes the posts of campaigns that are due now.
    ///
    /// - Returns: Seconds until the next look.
    @discardableResult
    public func lookAfterCampaigns() async -> Int64 {
        guard let campaigns else { return Self.longestPauseInSeconds }
        do throws(PublishingFault) {
            while try await campaigns.runDue() > 0, !Task.isCancelled {}
            return pause(until: try await campaigns.nextDue())
        } catch {
            log.write(
                .error,
                "Campaigns could not be looked after",
                [.text("reason", "\(error)")]
            )
            return Self.longestPauseInSeconds
        }
    }

    private func pause(until next: Timestamp?) -> Int64 {
        guard let next else { return Self.longestPauseInSeconds }
        return min(max(next.seconds(since: clock.now()), 1), Self.longestPauseInSeconds)
    }

    /// Publishes and does steps once; returns how many there were.
    private func work() async throws(PublishingFault) -> Int {
        let published = try await publisher.publishDue()
        guard let workflows else { return published }
        return published + (try await workflows.runDue())
    }
}
