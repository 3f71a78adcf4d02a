internal import JSON
internal import MCP
internal import Publishing

/// `get_post`.
enum GetPost {
    static let definition = ToolDefinition(
        name: "get_post",
        title: "Read a post",
        description: """
            Shows a post in full: its text and versions, files, profiles, schedule, revision, and \
            what was tried on each profile with the network's answer. Read it before you change it.
            """,
        scope: "posts:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(
            ["postGroupId": ToolSchema.identifier("An id from list_posts.")],
            required: ["postGroupId"]
        ),
        output: PostResult.post
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            try await services.postStore.post(call.text("postGroupId"), in: call.access).json
        }
    }
}
