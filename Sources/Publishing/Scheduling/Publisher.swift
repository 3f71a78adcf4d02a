public import Primitives

/// Asks networks to publish, and writes down what they say.
public struct Publisher: Sendable {
    private let store: any PublicationStore
    private let providers: [Network: any NetworkProvider]
    private let secrets: (any ProfileSecretStore)?
    private let policy: RetryPolicy
    private let log: any Log

    /// How many networks are asked at once.
    private static let maximumParallel = 8
    /// How long a caller waits for networks before it is told to look later.
    private static let patienceInSeconds = 25

    /// Creates the publisher.
    ///
    /// - Parameters:
    ///   - store: Where publications are kept.
    ///   - providers: The networks that can be reached.
    ///   - secrets: Where profiles are marked that a network does not let in any more, or `nil`.
    ///   - policy: How long busy networks are left alone.
    ///   - log: Where failures of ours are reported.
    public init(
        store: any PublicationStore,
        providers: [Network: any NetworkProvider],
        secrets: (any ProfileSecretStore)? = nil,
        policy: RetryPolicy = RetryPolicy(),
        log: any Log
    ) {
        self.store = store
        self.providers = providers
        self.secrets = secrets
        self.policy = policy
        self.log = log
    }

    /// Publishes a post now and waits for its networks, within reason.
    ///
    /// What was begun goes on when the caller goes away or has waited long enough.
    ///
    /// - Parameters:
    ///   - post: The post, as a caller wrote it.
    ///   - revision: The revision that somebody agreed to, or `nil`.
    ///   - key: What makes a repeated call the same, or `nil`.
    ///   - access: The workspace.
    ///   - progress: Called after each profile, on whatever thread; it must not block.
    /// - Throws: ``PublishingFault``; nothing was begun then.
    public func publish(
        _ post: String,
        ifRevision revision: Int64? = nil,
        key: OnceKey?,
        in access: WorkspaceAccess,
        progress: (@Sendable (PublishStep) -> Void)? = nil
    ) async throws(PublishingFault) {
        let publications = try await store.begin(
            post,
            ifRevision: revision,
            key: key,
            leaseInSeconds: policy.leaseInSeconds,
            in: access
        )
        guard !publications.isEmpty else { return }
        let (ends, end) = AsyncStream.makeStream(of: Never.self)
        Task {
            await run(publications, progress)
            end.finish()
        }
        let patience = Task {
            try? await Task.sleep(for: .seconds(Self.patienceInSeconds))
            end.finish()
        }
        for await _ in ends {}
        patience.cancel()
    }

    /// Begins and publishes whatever is due.
    ///
    /// - Returns: How many publications were begun.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func publishDue() async throws(PublishingFault) -> Int {
        let due = try await store.beginDue(limit: 20, leaseInSeconds: policy.leaseInSeconds)
        await run(due)
        return due.count
    }

    /// When the next publication is due, or `nil`.
    func nextDue() async throws(PublishingFault) -> Timestamp? {
        try await store.nextDue()
    }

    /// Marks the profile, so that nobody schedules more for it; the post's own failure is told by
    /// its try.
    private func expire(_ publication: Publication) async {
        do throws(PublishingFault) {
            try await secrets?.expire(
                publication.profile.identifier,
                holding: publication.connection?.secret
            )
        } catch {
            log.write(.error, "A profile was not marked as expired", [.text("reason", "\(error)")])
        }
    }

    private func run(
        _ publications: [Publication],
        _ progress: (@Sendable (PublishStep) -> Void)? = nil
    ) async {
        await withTaskGroup(of: (SocialProfile, RetryPolicy.Decision).self) { group in
            var waiting = publications[...]
            for publication in waiting.prefix(Self.maximumParallel) {
                group.addTask { await run(publication) }
            }
            waiting = waiting.dropFirst(Self.maximumParallel)
            var completed = 0
            while let (profile, decision) = await group.next() {
                if let next = waiting.popFirst() { group.addTask { await run(next) } }
                completed += 1
                progress?(
                    PublishStep(
                        completed: completed,
                        total: publications.count,
                        profile: profile,
                        decision: decision
                    )
                )
            }
        }
    }

    private func run(
        _ publication: Publication
    ) async -> (SocialProfile, RetryPolicy.Decision) {
        let outcome: PublishOutcome
        if let provider = providers[publication.profile.network] {
            outcome = await provider.publish(publication)
        } else {
            outcome = .refused(
                code: "network_not_available",
                message: "This server cannot reach \(publication.profile.network.title)."
            )
        }
        if case .shutOut = outcome { await expire(publication) }
        let decision = policy.decision(outcome, previousTries: publication.previousTries)
        do throws(PublishingFault) {
            try await store.conclude(publication.attempt, decision)
        } catch {
            // The try stays under way and is repeated under its key when the lease has run out.
            log.write(
                .error,
                "The outcome of a publication was not written down",
                [.text("post", publication.post), .text("reason", "\(error)")]
            )
        }
        return (publication.profile, decision)
    }
}

/// What became of one profile while the others of its post are still waited for.
public struct PublishStep: Sendable {
    /// How many profiles have been asked.
    public let completed: Int
    /// How many are asked altogether.
    public let total: Int
    /// The profile.
    public let profile: SocialProfile
    /// What became of it.
    public let decision: RetryPolicy.Decision
}
