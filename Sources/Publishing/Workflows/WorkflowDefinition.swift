public import JSON
internal import Primitives

/// What a workflow is called, what starts it, and its steps.
public struct WorkflowDefinition: Sendable, Equatable {
    /// What starts a workflow that is enabled.
    public enum Trigger: Sendable, Equatable {
        /// Nothing but a person or a client.
        case manual
        /// The time of day.
        case schedule(DailySchedule)
        /// A post of the workspace that went out, and that no workflow made.
        case postPublished
    }

    /// One step.
    public enum Step: Sendable, Equatable {
        /// Makes a draft; `{{name}}` in the text is replaced by what the run was given.
        case createDraft(caption: String, profiles: [String])
        /// Lets the hashtags of a library follow the post's text.
        case applyHashtags(library: String)
        /// Schedules the post.
        case schedule(inHours: Int64)
        /// Publishes the post and waits for its networks.
        case publish
        /// Sends the post's text to a webhook.
        case callWebhook(profile: String)

        /// The step's name in files and results.
        public var kind: String {
            switch self {
            case .createDraft: "create_draft"
            case .applyHashtags: "apply_hashtags"
            case .schedule: "schedule"
            case .publish: "publish"
            case .callWebhook: "call_webhook"
            }
        }
    }

    /// What the workflow is called.
    public var name: String
    /// What starts it.
    public var trigger: Trigger
    /// What it does, in order.
    public var steps: [Step]
}

extension WorkflowDefinition {
    /// The definition as members of an object, the same in results, files and the store.
    public var json: JSONObject {
        ["name": .string(name), "trigger": triggerJSON, "steps": .array(steps.map(\.json))]
    }

    /// Reads the members that ``json`` writes.
    ///
    /// - Parameter json: The members.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``.
    public init(json: JSONObject) throws(PublishingFault) {
        try self.init(reading: DocumentReader(json))
    }

    /// Reads a definition, its items named as they are.
    init(reading item: DocumentReader) throws(PublishingFault) {
        name = try item.text("name", 1...120)
        trigger = try Self.trigger(item)
        steps = []
        for step in try item.objects("steps", atMost: 20) { steps.append(try Self.step(step)) }
        try item.refuseOthers()
        guard !steps.isEmpty else {
            throw .invalid(part: item.path("steps"), problem: "must have a step")
        }
    }

    private static func trigger(_ item: DocumentReader) throws(PublishingFault) -> Trigger {
        guard let reader = try item.object("trigger") else { return .manual }
        let trigger: Trigger
        switch try reader.text("on", 1...40) {
        case "manual": trigger = .manual
        case "post_published": trigger = .postPublished
        case "schedule":
            guard
                let schedule = DailySchedule(
                    time: try reader.text("at", 5...5),
                    days: try reader.texts("days", 3...3, atMost: 7)
                )
            else {
                throw .invalid(part: reader.path("at"), problem: "must be like 08:30 in UTC")
            }
            trigger = .schedule(schedule)
        default:
            throw .invalid(
                part: reader.path("on"),
                problem: "must be manual, schedule or post_published"
            )
        }
        try reader.refuseOthers()
        return trigger
    }

    private static func step(_ item: DocumentReader) throws(PublishingFault) -> Step {
        let step: Step
        switch try item.text("do", 1...40) {
        case "create_draft":
            step = .createDraft(
                caption: try item.text("caption", 1...PostChange.maximumCaptionLength),
                profiles: try item.texts("profiles", 1...120, atMost: 30)
            )
        case "apply_hashtags": step = .applyHashtags(library: try item.text("library", 1...120))
        case "schedule":
            step = .schedule(inHours: try item.number("inHours", 1...8_760) ?? 24)
        case "publish": step = .publish
        case "call_webhook": step = .callWebhook(profile: try item.text("profile", 1...120))
        default:
            throw .invalid(
                part: item.path("do"),
                problem:
                    "must be create_draft, apply_hashtags, schedule, publish or call_webhook"
            )
        }
        try item.refuseOthers()
        return step
    }

    private var triggerJSON: JSONValue {
        switch trigger {
        case .manual: ["on": "manual"]
        case .postPublished: ["on": "post_published"]
        case .schedule(let schedule):
            [
                "on": "schedule", "at": .string(schedule.time),
                "days": .array(schedule.days.map(JSONValue.string)),
            ]
        }
    }

    /// The definition with other names for profiles and libraries.
    ///
    /// - Parameter rename: The new name of an item, or why there is none.
    /// - Returns: The definition.
    /// - Throws: What `rename` throws.
    package func renamed(
        _ rename: (ItemKind, String) throws(PublishingFault) -> String
    ) throws(PublishingFault) -> WorkflowDefinition {
        var copy = self
        copy.steps = []
        for step in steps {
            switch step {
            case .createDraft(let caption, let profiles):
                var renamed: [String] = []
                for profile in profiles { renamed.append(try rename(.profile, profile)) }
                copy.steps.append(.createDraft(caption: caption, profiles: renamed))
            case .applyHashtags(let library):
                copy.steps.append(.applyHashtags(library: try rename(.hashtagLibrary, library)))
            case .callWebhook(let profile):
                copy.steps.append(.callWebhook(profile: try rename(.profile, profile)))
            case .schedule, .publish: copy.steps.append(step)
            }
        }
        return copy
    }
}

extension WorkflowDefinition.Step {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["do": .string(kind)]
        switch self {
        case .createDraft(let caption, let profiles):
            object.append("caption", .string(caption))
            object.append("profiles", .array(profiles.map(JSONValue.string)))
        case .applyHashtags(let library): object.append("library", .string(library))
        case .schedule(let hours): object.append("inHours", .integer(hours))
        case .callWebhook(let profile): object.append("profile", .string(profile))
        case .publish: break
        }
        return .object(object)
    }
}
