internal import JSON
internal import MCP
internal import Publishing

/// `schedule_post`.
enum SchedulePost {
    static let definition = ToolDefinition(
        name: "schedule_post",
        title: "Schedule a post",
        description: """
            Sets when a post goes out by itself, or with null takes it off the schedule. The post \
            needs profiles and must be acceptable to their networks; preview_post tells beforehand.
            """,
        scope: "posts:write",
        annotations: .setting,
        input: ToolSchema.arguments(
            [
                "postGroupId": ToolSchema.identifier("An id from list_posts."),
                "scheduledAt": PostArguments.scheduledAt,
                "ifRevision": UpdatePost.ifRevision,
                "idempotencyKey": ToolSchema.idempotencyKey,
            ],
            required: ["postGroupId", "scheduledAt"]
        ),
        output: PostResult.post
    )

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            let ticket = WriteTicket(key: call.onceKey, render: \PostGroup.json)
            return try await services.posts.write(try edit(call), ticket, in: call.access)
        }
        return PlanQuestion.asked(by: tool, services, edit: edit(_:))
    }

    @Sendable private static func edit(
        _ call: PublishingCall
    ) throws(PublishingFault) -> PostEdit {
        .schedule(
            identifier: call.text("postGroupId"),
            at: try call.time("scheduledAt"),
            ifRevision: call.call.confirmed?.version ?? call.ifRevision
        )
    }
}
