internal import JSON
internal import MCP
internal import Publishing

/// `update_post`.
enum UpdatePost {
    static let definition = ToolDefinition(
        name: "update_post",
        title: "Change a post",
        description: """
            Changes a post that is not published. Only the fields you give change; a list that you \
            give replaces the old one. Read the post with get_post first and pass its revision as \
            ifRevision, so that nobody else's change is overwritten. With profiles and a time the \
            post is scheduled, without one of them it becomes a draft.
            """,
        scope: "posts:write",
        annotations: .setting,
        input: ToolSchema.arguments(arguments, required: ["postGroupId"]),
        output: PostResult.post
    )

    static let ifRevision: JSONValue = [
        "type": "integer", "minimum": 1,
        "description": "Do it only if the post still has this revision.",
    ]

    private static let arguments: JSONObject = {
        var arguments: JSONObject = ["postGroupId": ToolSchema.identifier("From list_posts.")]
        for field in PostArguments.schema { arguments.append(field.name, field.value) }
        arguments.append("scheduledAt", PostArguments.scheduledAt)
        arguments.append("ifRevision", ifRevision)
        arguments.append("idempotencyKey", ToolSchema.idempotencyKey)
        return arguments
    }()

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            try await services.posts.update(
                call.text("postGroupId"),
                try call.postChange(),
                mediaURLs: call.texts("mediaUrls"),
                ifRevision: call.call.confirmed?.version ?? call.ifRevision,
                WriteTicket(key: call.onceKey, render: \.json),
                in: call.access
            )
        }
        return PlanQuestion.asked(by: tool, services) { call throws(PublishingFault) in
            .update(
                identifier: call.text("postGroupId"),
                try call.postChange(),
                ifRevision: call.ifRevision
            )
        }
    }
}
