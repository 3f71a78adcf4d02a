internal import JSON
public import Primitives

/// Does the steps of runs, each exactly once.
///
/// Every step is recorded before the next begins. A step that was done and not recorded, because
/// the server died in between, is done again under the same idempotency key, which finds it done.
public struct WorkflowEngine: Sendable {
    private let store: any WorkflowStore & PostStore & ProfileConnections
    private let publisher: Publisher
    private let webhook: (any NetworkProvider)?
    private let identifiers: ItemIdentifiers
    private let clock: any WallClock
    private let policy = RetryPolicy()

    /// Creates the engine.
    ///
    /// - Parameters:
    ///   - store: Where workflows, runs and posts are kept.
    ///   - publisher: Asks networks to publish.
    ///   - webhook: Sends to webhooks, or `nil` where the server cannot.
    ///   - identifiers: Names new posts.
    ///   - clock: The time of day.
    public init(
        store: any WorkflowStore & PostStore & ProfileConnections,
        publisher: Publisher,
        webhook: (any NetworkProvider)?,
        identifiers: ItemIdentifiers,
        clock: any WallClock
    ) {
        self.store = store
        self.publisher = publisher
        self.webhook = webhook
        self.identifiers = identifiers
        self.clock = clock
    }

    /// Does what is due now.
    ///
    /// - Returns: How many steps were tried.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func runDue() async throws(PublishingFault) -> Int {
        let tasks = try await store.dueTasks(limit: 20, leaseInSeconds: policy.leaseInSeconds)
        for task in tasks { try await store.conclude(task, await conclusion(of: task)) }
        return tasks.count
    }

    /// When the next step is due, or `nil`.
    func nextDue() async throws(PublishingFault) -> Timestamp? {
        try await store.nextDueTask()
    }

    private func conclusion(of task: WorkflowTask) async -> StepConclusion {
        do throws(PublishingFault) {
            return try await perform(task)
        } catch {
            guard case .unavailable = error else { return .failed(error.sentence) }
            let delays = policy.delaysInSeconds
            guard task.previousTries < delays.count else { return .failed(error.sentence) }
            return .again(
                afterSeconds: delays[task.previousTries],
                counts: true,
                message: error.sentence
            )
        }
    }

    private func perform(_ task: WorkflowTask) async throws(PublishingFault) -> StepConclusion {
        switch task.step {
        case .createDraft(let caption, let profiles):
            var change = PostChange()
            change.caption = .set(try filled(caption, task))
            change.profiles = .set(profiles)
            let edit = PostEdit.create(identifier: identifiers.make(.postGroup), change)
            let result = try await store.write(edit, ticket(task), in: task.access)
            return .done("Made a draft.", post: result["postGroupId"]?.stringValue)
        case .applyHashtags(let library):
            var change = PostChange()
            change.hashtagLibrary = .set(library)
            let edit = PostEdit.update(identifier: try post(task), change, ifRevision: nil)
            _ = try await store.write(edit, ticket(task), in: task.access)
            return .done("Added the hashtags.", post: task.post)
        case .schedule(let hours):
            let time = clock.now().adding(seconds: hours * 3_600)
            let edit = PostEdit.schedule(identifier: try post(task), at: time, ifRevision: nil)
            _ = try await store.write(edit, ticket(task), in: task.access)
            return .done("Scheduled for \(CivilDate(time).rfc3339).", post: task.post)
        case .publish: return try await publish(task)
        case .callWebhook(let profile): return try await call(profile, task)
        }
    }

    private func publish(_ task: WorkflowTask) async throws(PublishingFault) -> StepConclusion {
        let identifier = try post(task)
        try await publisher.publish(identifier, key: key(task), in: task.access)
        let post = try await store.post(identifier, in: task.access)
        switch post.status {
        case .posted: return .done("Published.", post: identifier)
        case .publishing:
            return .again(
                afterSeconds: 30,
                counts: false,
                message: "The post is going out; get_post tells what each network said."
            )
        default: return .failed("Not every network took the post; get_post tells which.")
        }
    }

    private func call(
        _ profile: String,
        _ task: WorkflowTask
    ) async throws(PublishingFault) -> StepConclusion {
        guard let webhook else { return .failed("This server cannot call webhooks.") }
        let post = try await store.post(try post(task), in: task.access)
        let (reached, connection) = try await store.connection(of: profile, in: task.access)
        guard reached.status == .connected else {
            return .failed("\(reached.handle) is not connected any more.")
        }
        let target = PostTarget(profile: reached, caption: nil)
        let outcome = await webhook.publish(
            Publication(
                attempt: AttemptKey(rawValue: 0),
                key: "\(task.run).\(task.position)",
                post: post.identifier,
                profile: reached,
                connection: connection,
                content: (PostPreview(post.content, on: target, mediaCount: 0).text, []),
                previousTries: task.previousTries
            )
        )
        switch policy.decision(outcome, previousTries: task.previousTries) {
        case .retry(let seconds, _, let message):
            return .again(afterSeconds: seconds, counts: true, message: message)
        case .settle(.published): return .done("Called \(reached.handle).", post: task.post)
        case .settle(.failed(_, let message)), .settle(.unknown(let message)):
            return .failed(message)
        case .settle(.underway): return .failed("No answer.")
        }
    }

    private func post(_ task: WorkflowTask) throws(PublishingFault) -> String {
        guard let post = task.post else {
            throw .invalid(
                part: "steps",
                problem: "there is no post yet; begin with create_draft, or give postGroupId"
            )
        }
        return post
    }

    private func key(_ task: WorkflowTask) -> OnceKey {
        OnceKey("\(task.run).\(task.position)", fingerprint: Array(task.step.kind.utf8))
    }

    private func ticket(_ task: WorkflowTask) -> WriteTicket<PostGroup> {
        WriteTicket(key: key(task)) { ["postGroupId": .string($0.identifier)] }
    }

    /// The text with its places filled by what the run was given, and `{{date}}` by today.
    private func filled(
        _ text: String,
        _ task: WorkflowTask
    ) throws(PublishingFault) -> String {
        try PlaceholderText(text).filled { name in
            if let value = task.input[name]?.stringValue { return value }
            guard name.isIdentical(to: WorkflowDefinition.dateInput) else { return nil }
            return String(CivilDate(clock.now()).rfc3339.prefix(10))
        }
    }
}

/// Where it is kept how profiles are reached.
public protocol ProfileConnections: Sendable {
    /// Returns a profile of the workspace and how it is reached.
    ///
    /// - Parameters:
    ///   - profile: The profile's identifier.
    ///   - access: The workspace.
    /// - Returns: The profile, and the connection where it has one.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``.
    func connection(
        of profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> (SocialProfile, ProfileConnection?)
}

extension PublishingFault {
    /// What a record of a run says, one sentence.
    package var sentence: String {
        switch self {
        case .unknown(let kind, let identifier): "There is no \(kind.rawValue) \(identifier)."
        case .invalid(let part, let problem): "\(part): \(problem)."
        case .notPublishable(let problems): problems.map(\.message).joined(separator: " ")
        case .wrongStatus(let status, let needed):
            "A post that is \(status.rawValue) cannot \(needed)."
        case .media(_, let problem): "A file cannot be used: \(problem)."
        case .notSetUp(let reason): reason
        case .notAgreed: "The person wants to be asked first."
        case .networkUnavailable(let name, _): "This server cannot connect \(name)."
        case .generation(let failure): failure.message
        case .budgetSpent: "The workspace has had as many drafts generated today as it may."
        case .tooManyCampaigns: "As many campaigns are being made as may be at once."
        case .revisionConflict: "The post was changed meanwhile."
        case .keyReused, .accessEnded: "The run may not go on."
        case .unavailable: "The server could not do this."
        }
    }
}
