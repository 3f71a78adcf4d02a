internal import JSON
internal import MCP
internal import Publishing

/// `create_post`.
enum CreatePost {
    static let definition = ToolDefinition(
        name: "create_post",
        title: "Create a post",
        description: """
            Makes a post in a workspace. With socialProfileIds and scheduledAt it is scheduled and \
            goes out by itself; without one of them it stays a draft. Nothing is published now: \
            that is publish_post. Call list_social_profiles first for the ids, and list_brand_kits \
            to write in the brand's voice. Pass an idempotencyKey so that a repeated call makes no \
            second post.
            """,
        scope: "posts:write",
        annotations: .adding,
        input: ToolSchema.arguments(arguments),
        output: PostResult.post
    )

    private static let arguments: JSONObject = {
        var arguments = PostArguments.schema
        arguments.append("scheduledAt", PostArguments.scheduledAt)
        arguments.append("idempotencyKey", ToolSchema.idempotencyKey)
        return arguments
    }()

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            try await services.posts.create(
                try call.postChange(),
                mediaURLs: call.texts("mediaUrls") ?? [],
                WriteTicket(key: call.onceKey, render: \.json),
                in: call.access
            )
        }
        return PlanQuestion.asked(by: tool, services) { call throws(PublishingFault) in
            .create(identifier: "", try call.postChange())
        }
    }
}
