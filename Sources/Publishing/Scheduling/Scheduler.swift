public import Primitives

/// Publishes what is due, for as long as the server runs.
///
/// It looks at the time of day every few seconds instead of sleeping until an appointed one, so a
/// clock that was set is noticed at once: what fell due by a jump forwards goes out, what a jump
/// backwards made future waits. What fell due while no server ran goes out with the first look.
public struct Scheduler: Sendable {
    private let publisher: Publisher
    private let workflows: WorkflowEngine?
    private let clock: any WallClock
    private let log: any Log

    /// The longest time between two looks, in seconds.
    private static let longestPauseInSeconds: Int64 = 5

    /// Creates the scheduler.
    ///
    /// - Parameters:
    ///   - publisher: Who publishes.
    ///   - workflows: Who does the steps of workflows, or `nil` where nobody does.
    ///   - clock: The time of day.
    ///   - log: Where failures of ours are reported.
    public init(
        publisher: Publisher,
        workflows: WorkflowEngine? = nil,
        clock: any WallClock,
        log: any Log
    ) {
        self.publisher = publisher
        self.workflows = workflows
        self.clock = clock
        self.log = log
    }

    /// Runs until its task is cancelled.
    public func run() async {
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
            guard let next = appointments.compactMap({ $0 }).min() else {
                return Self.longestPauseInSeconds
            }
            return min(max(next.seconds(since: clock.now()), 1), Self.longestPauseInSeconds)
        } catch {
            log.write(
                .error,
                "Due posts could not be looked for",
                [.text("reason", "\(error)")]
            )
            return Self.longestPauseInSeconds
        }
    }

    /// Publishes and does steps once; returns how many there were.
    private func work() async throws(PublishingFault) -> Int {
        let published = try await publisher.publishDue()
        guard let workflows else { return published }
        return published + (try await workflows.runDue())
    }
}
