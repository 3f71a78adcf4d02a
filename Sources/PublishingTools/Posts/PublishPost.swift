internal import JSON
internal import MCP
internal import Publishing

/// `publish_post`.
enum PublishPost {
    static let definition = ToolDefinition(
        name: "publish_post",
        title: "Publish a post now",
        description: """
            Publishes a post now on all its profiles and tells what each network said. It cannot \
            be undone: show the person the result of preview_post and ask before you call this. A \
            profile that has the post already is left out, so calling it again after a failure \
            tries only the rest. While status is PUBLISHING, look again with get_post.
            """,
        scope: "posts:publish",
        annotations: ToolAnnotations(
            isReadOnly: false,
            isDestructive: false,
            isIdempotent: false,
            isOpenWorld: true
        ),
        input: ToolSchema.arguments(
            [
                "postGroupId": ToolSchema.identifier("An id from list_posts."),
                "idempotencyKey": ToolSchema.idempotencyKey,
            ],
            required: ["postGroupId"]
        ),
        output: PostResult.post,
        reportsProgress: true
    )

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            let identifier = call.text("postGroupId")
            try await services.publisher.publish(
                identifier,
                ifRevision: call.call.confirmed?.version,
                key: call.onceKey,
                in: call.access
            ) { step in
                call.call.report(ToolProgress(step))
            }
            return try await services.postStore.post(identifier, in: call.access).json
        }
        return PostQuestion.publishing.asked(by: tool, services)
    }
}

extension ToolProgress {
    /// Says what became of one profile.
    fileprivate init(_ step: PublishStep) {
        let outcome =
            switch step.decision {
            case .settle(.published): "published"
            case .settle(.failed(let code, _)): "not published, \(code)"
            case .settle(.unknown), .settle(.underway): "not known whether it is out"
            case .retry(let seconds, _, _): "tried again in \(seconds) seconds"
            }
        let (network, handle) = (step.profile.network.title, step.profile.handle)
        self.init(
            completed: step.completed,
            total: step.total,
            message: "\(network), \(handle): \(outcome)."
        )
    }
}
