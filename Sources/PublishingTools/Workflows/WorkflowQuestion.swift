internal import JSON
internal import MCP
internal import Publishing

/// What a person is asked before a workflow that sends something out is run or switched on.
enum WorkflowQuestion {
    /// Whether to run it now.
    case running
    /// Whether to let its trigger start it.
    case enabling

    /// The tool, asking this before it runs.
    func asked(by tool: Tool, _ services: PublishingServices) -> Tool {
        tool.asking(services) { call, services throws(PublishingFault) in
            let identifier = call.text("workflowId")
            let workflow = try await services.workflows.workflow(identifier, in: call.access)
                .workflow
            guard workflow.definition.sendsOut else { return nil }
            switch self {
            case .enabling:
                return workflow.isEnabled
                    ? nil : try await question(about: workflow, [:], nil, call, services)
            case .running:
                let input = call.call.arguments["input"]?.objectValue ?? [:]
                try workflow.definition.checkInput(input.map(\.name))
                var post: PostGroup?
                if let given = input["postGroupId"]?.stringValue {
                    post = try await services.postStore.post(given, in: call.access)
                }
                return try await question(about: workflow, input, post, call, services)
            }
        }
    }

    private func question(
        about workflow: Workflow,
        _ input: JSONObject,
        _ post: PostGroup?,
        _ call: PublishingCall,
        _ services: PublishingServices
    ) async throws(PublishingFault) -> CallQuestion {
        let definition = workflow.definition
        let profiles = try await services.postStore.references(
            profiles: definition.profiles,
            hashtagLibrary: nil,
            in: call.access
        ).profiles
        let steps = definition.steps.map { words($0, input, profiles) }
        var lines = [first(definition), "Workflow: \(QuestionText.name(definition.name))"]
        lines += steps.enumerated().map { "Step \($0 + 1): \($1)" }
        if let post {
            lines += QuestionText.lines(about: post, in: call.access.name)
        } else {
            lines.append(QuestionText.line(ofWorkspace: call.access.name))
        }
        return CallQuestion(
            message: lines.joined(separator: "\n"),
            consent: self == .running ? "Yes, run it" : "Yes, switch it on",
            version: WorkflowAgreement(definition, on: post).version
        )
    }

    private func first(_ definition: WorkflowDefinition) -> String {
        switch self {
        case .running:
            return "Run this workflow now? You are not asked again before its steps."
        case .enabling:
            let start =
                switch definition.trigger {
                case .manual: "whenever somebody starts it"
                case .postPublished: "after every post that goes out"
                case .schedule(let schedule):
                    schedule.days.isEmpty
                        ? "every day at \(schedule.time) UTC"
                        : "at \(schedule.time) UTC on \(schedule.days.joined(separator: ", "))"
                }
            return "Switch this workflow on? It then runs \(start), without asking you."
        }
    }

    private func words(
        _ step: WorkflowDefinition.Step,
        _ input: JSONObject,
        _ profiles: [String: SocialProfile]
    ) -> String {
        switch step {
        case .createDraft(let caption, let identifiers):
            let places = identifiers.compactMap { profiles[$0].map(QuestionText.place(_:)) }
            let target = places.isEmpty ? "" : " for \(places.joined(separator: ", "))"
            let text = WorkflowDefinition.shown(caption, with: input)
            return "makes a post\(target): \(QuestionText.said(text))"
        case .applyHashtags: return "adds hashtags"
        case .schedule(let hours):
            return "schedules the post, which goes out by itself \(hours) hours later"
        case .publish: return "publishes the post"
        case .callWebhook(let profile):
            let place = profiles[profile].map(QuestionText.place(_:)) ?? "a webhook"
            return "sends the post to \(place)"
        }
    }
}

extension WorkflowDefinition {
    /// The profiles that its steps name.
    fileprivate var profiles: [String] {
        steps.flatMap { step in
            switch step {
            case .createDraft(_, let profiles): profiles
            case .callWebhook(let profile): [profile]
            case .applyHashtags, .schedule, .publish: [String]()
            }
        }
    }
}
