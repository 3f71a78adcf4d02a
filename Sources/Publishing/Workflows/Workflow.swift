public import Primitives

/// A small declared pipeline: what starts it, and what it does then.
public struct Workflow: Sendable {
    /// The workflow's identifier, `wf_…`.
    public let identifier: String
    /// What it does.
    public let definition: WorkflowDefinition
    /// Whether its trigger starts it; a person can run it all the same.
    public let isEnabled: Bool
    /// When it was made.
    public let createdAt: Timestamp

    /// Describes a workflow.
    public init(
        identifier: String,
        definition: WorkflowDefinition,
        isEnabled: Bool,
        createdAt: Timestamp
    ) {
        self.identifier = identifier
        self.definition = definition
        self.isEnabled = isEnabled
        self.createdAt = createdAt
    }
}

/// A workflow with what it did last.
public struct WorkflowReport: Sendable {
    /// The workflow.
    public let workflow: Workflow
    /// Its runs, newest first, at most as many as were asked for.
    public let runs: [WorkflowRun]

    /// Creates a report.
    public init(workflow: Workflow, runs: [WorkflowRun]) {
        self.workflow = workflow
        self.runs = runs
    }
}

/// One run of a workflow.
public struct WorkflowRun: Sendable, Equatable {
    /// How far a run has come.
    public enum Status: String, Sendable, CaseIterable {
        /// Not begun.
        case queued = "QUEUED"
        /// A step was done, and more follow.
        case running = "RUNNING"
        /// Every step was done.
        case succeeded = "SUCCEEDED"
        /// A step could not be done; the rest was left out.
        case failed = "FAILED"
    }

    /// A step that was tried.
    public struct Step: Sendable, Equatable {
        /// What the step does.
        public let kind: String
        /// Whether it was done.
        public let isDone: Bool
        /// What came of it, one sentence.
        public let message: String
        /// When.
        public let at: Timestamp

        /// Describes a step.
        public init(kind: String, isDone: Bool, message: String, at: Timestamp) {
            self.kind = kind
            self.isDone = isDone
            self.message = message
            self.at = at
        }
    }

    /// The run's identifier, `run_…`.
    public let identifier: String
    /// The workflow's identifier.
    public let workflow: String
    /// How far it has come.
    public let status: Status
    /// When it was asked for.
    public let createdAt: Timestamp
    /// When it ended.
    public let endedAt: Timestamp?
    /// The post that it works on, once there is one.
    public let post: String?
    /// The steps that were tried, in order.
    public let steps: [Step]
    /// Why the next step waits, and until when, where it was tried and could not be done for now.
    public var pause: RetryPause?

    /// Describes a run.
    public init(
        identifier: String,
        workflow: String,
        status: Status,
        times: (created: Timestamp, ended: Timestamp?),
        post: String?,
        steps: [Step]
    ) {
        self.identifier = identifier
        self.workflow = workflow
        self.status = status
        createdAt = times.created
        endedAt = times.ended
        self.post = post
        self.steps = steps
    }
}
