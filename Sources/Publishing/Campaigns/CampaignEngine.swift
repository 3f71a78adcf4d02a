public import Primitives

/// Writes one post of a campaign.
public protocol CampaignWriter: Sendable {
    /// Writes the text of a post, and makes its pictures.
    ///
    /// Ends within ``CampaignBrief/leaseInSeconds``, also when the task is cancelled, and never
    /// throws: whatever happens is an outcome. Nothing is stored.
    ///
    /// - Parameter task: Which post.
    /// - Returns: What came of it.
    func write(_ task: CampaignTask) async -> CampaignOutcome
}

/// What came of writing a post.
public enum CampaignOutcome: Sendable {
    /// It was written.
    case written(WrittenPost)
    /// It may work a little later; the message is for people.
    case busy(code: String, message: String, retryAfterSeconds: Int64?)
    /// It will not work, now or later.
    case refused(code: String, message: String)
}

/// A post that was written and is stored nowhere yet.
public struct WrittenPost: Sendable {
    /// What it says and shows, and where it goes.
    public let change: PostChange
    /// Which generator wrote it.
    public let generator: String
    /// What whoever uses it should know, one sentence each.
    public let warnings: [String]

    /// Describes a post.
    public init(_ change: PostChange, generator: String, warnings: [String]) {
        self.change = change
        self.generator = generator
        self.warnings = warnings
    }
}

/// Makes the posts of campaigns in the background, each exactly once.
///
/// A post is stored in the same write that counts it, so a server that dies before has made nothing
/// and one that dies afterwards makes the next. Posts are written in the name of whoever began the
/// campaign: where that person's role, the connection or the workspace has ended, it stops.
public struct CampaignEngine: Sendable {
    /// How many campaigns are worked on at once.
    private static let maximumParallel = 4

    private let store: any CampaignStore
    private let writer: any CampaignWriter
    private let identifiers: ItemIdentifiers
    private let policy: RetryPolicy
    private let log: any Log

    /// Creates the engine.
    ///
    /// - Parameters:
    ///   - store: Where campaigns are kept.
    ///   - writer: Who writes the posts.
    ///   - identifiers: Names new posts.
    ///   - policy: How long a writer that is busy is left alone, and when it is given up.
    ///   - log: Where failures of ours are reported.
    public init(
        store: any CampaignStore,
        writer: any CampaignWriter,
        identifiers: ItemIdentifiers,
        policy: RetryPolicy = RetryPolicy(),
        log: any Log
    ) {
        self.store = store
        self.writer = writer
        self.identifiers = identifiers
        self.policy = policy
        self.log = log
    }

    /// Makes the next post of each campaign that is due.
    ///
    /// - Returns: How many posts were tried.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func runDue() async throws(PublishingFault) -> Int {
        let tasks = try await store.dueCampaignTasks(limit: Self.maximumParallel)
        await withTaskGroup(of: Void.self) { group in
            for task in tasks { group.addTask { await run(task) } }
        }
        return tasks.count
    }

    /// When the next post is due, or `nil`.
    func nextDue() async throws(PublishingFault) -> Timestamp? {
        try await store.nextDueCampaign()
    }

    private func run(_ task: CampaignTask) async {
        let conclusion = conclusion(of: await writer.write(task), task)
        do throws(PublishingFault) {
            try await store.conclude(task, conclusion)
        } catch {
            // Nothing was stored, so the post is written again when the lease has run out.
            log.write(
                .error,
                "A post of a campaign was not stored",
                [.text("campaign", task.campaign), .text("reason", "\(error)")]
            )
        }
    }

    private func conclusion(of outcome: CampaignOutcome, _ task: CampaignTask) -> CampaignConclusion
    {
        switch outcome {
        case .written(let post):
            return .made(identifier: identifiers.make(.postGroup), post)
        // Whoever was interrupted says nothing about the post; the next server goes on at once.
        case .busy where Task.isCancelled, .refused where Task.isCancelled:
            return .again(afterSeconds: 0, counts: false)
        case .refused(let code, let message):
            return .failed(Campaign.Failure(code: code, message: message))
        case .busy(let code, let message, let wish):
            guard task.previousTries < policy.delaysInSeconds.count else {
                return .failed(Campaign.Failure(code: code, message: message))
            }
            let delay = max(policy.delaysInSeconds[task.previousTries], wish ?? 0)
            return .again(afterSeconds: min(delay, policy.maximumDelayInSeconds), counts: true)
        }
    }
}
