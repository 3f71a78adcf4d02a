public import JSON
public import Primitives

/// Where workflows and their runs are kept.
///
/// Every function throws ``PublishingFault/unavailable(reason:)`` where the store fails.
public protocol WorkflowStore: Sendable {
    /// Returns a part of the workspace's workflows, newest first, each with its last run.
    func workflows(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<WorkflowReport>

    /// Returns a workflow with its last runs.
    func workflow(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> WorkflowReport

    /// Returns a run of a workflow of the workspace.
    func run(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> WorkflowRun

    /// Lets the trigger of a workflow start it, or no more.
    ///
    /// - Parameters:
    ///   - isEnabled: Whether it may start it.
    ///   - identifier: The workflow, as a caller wrote it.
    ///   - version: The version of the ``WorkflowAgreement`` that the person gave, or `nil`.
    ///   - ticket: How the result is told.
    ///   - access: The workspace.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was changed then.
    func setEnabled(
        _ isEnabled: Bool,
        _ identifier: String,
        agreed version: Int64?,
        _ ticket: WriteTicket<WorkflowReport>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject

    /// Queues a run.
    ///
    /// - Parameters:
    ///   - identifier: The workflow, as a caller wrote it.
    ///   - run: The identifier of the run.
    ///   - input: What the run is given.
    ///   - version: The version of the ``WorkflowAgreement`` that the person gave, or `nil`.
    ///   - ticket: How the result is told.
    ///   - access: The workspace.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was queued then.
    func enqueue(
        _ identifier: String,
        run: String,
        input: JSONObject,
        agreed version: Int64?,
        _ ticket: WriteTicket<WorkflowRun>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject

    /// Starts what schedules have made due, and takes up runs whose next step is due.
    func dueTasks(
        limit: Int,
        leaseInSeconds: Int64
    ) async throws(PublishingFault) -> [WorkflowTask]

    /// Writes down what became of a step.
    func conclude(
        _ task: WorkflowTask,
        _ conclusion: StepConclusion
    ) async throws(PublishingFault)

    /// When the next step or schedule is due, or `nil`.
    func nextDueTask() async throws(PublishingFault) -> Timestamp?
}

/// The next step of a run, with what it needs.
public struct WorkflowTask: Sendable {
    /// The run's identifier, under whose name effects happen once.
    public let run: String
    /// Which step it is, from 0.
    public let position: Int
    /// What to do.
    public let step: WorkflowDefinition.Step
    /// What the run was given.
    public let input: JSONObject
    /// The post that the run works on.
    public let post: String?
    /// How often the step was tried before.
    public let previousTries: Int
    /// The workspace of the run.
    public let access: WorkspaceAccess

    /// Puts a task together.
    public init(
        run: String,
        position: Int,
        step: WorkflowDefinition.Step,
        given: (input: JSONObject, post: String?),
        previousTries: Int,
        access: WorkspaceAccess
    ) {
        self.run = run
        self.position = position
        self.step = step
        input = given.input
        post = given.post
        self.previousTries = previousTries
        self.access = access
    }
}

/// What became of a step.
public enum StepConclusion: Sendable, Equatable {
    /// It was done, on this post.
    case done(String, post: String?)
    /// It is tried again after so many seconds, for the reason that `message` says; `counts` where
    /// the try failed.
    case again(afterSeconds: Int64, counts: Bool, message: String)
    /// It cannot be done; the run ends.
    case failed(String)
}
