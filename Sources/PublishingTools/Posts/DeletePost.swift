internal import JSON
internal import MCP
internal import Publishing

/// `delete_post`.
enum DeletePost {
    static let definition = ToolDefinition(
        name: "delete_post",
        title: "Delete a post",
        description: """
            Deletes a post for good, with its versions and files. A post that is published on any \
            network, or going out now, is refused. Ask the person before you call this.
            """,
        scope: "posts:write",
        annotations: .removing,
        input: ToolSchema.arguments(
            [
                "postGroupId": ToolSchema.identifier("An id from list_posts."),
                "idempotencyKey": ToolSchema.idempotencyKey,
            ],
            required: ["postGroupId"]
        ),
        output: ToolSchema.object(
            ["postGroupId": ToolSchema.text(), "deleted": ["type": "boolean"]],
            required: ["postGroupId", "deleted"]
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            let ticket = WriteTicket<PostGroup>(key: call.onceKey) { post in
                ["postGroupId": .string(post.identifier), "deleted": true]
            }
            let edit = PostEdit.delete(
                identifier: call.text("postGroupId"),
                ifRevision: call.call.confirmed?.version
            )
            return try await services.posts.write(edit, ticket, in: call.access)
        }
        return PostQuestion.deleting.asked(by: tool, services)
    }
}
