internal import JSON
internal import MCP
internal import Publishing

/// `list_posts`.
enum ListPosts {
    static let definition = ToolDefinition(
        name: "list_posts",
        title: "List posts",
        description: """
            Lists the posts of a workspace, newest first, optionally only those of some states, of \
            one profile, of a time or with a text. A post's time is when it is scheduled for, or \
            else when it was made. Read one in full with get_post.
            """,
        scope: "posts:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments([
            "statuses": [
                "type": "array", "uniqueItems": true,
                "items": ToolSchema.choice(PostStatus.allCases.map(\.rawValue)),
                "description": "Only posts of these states.",
            ],
            "from": ToolSchema.time("Only posts of this time or later, YYYY-MM-DDTHH:MM:SSZ."),
            "to": ToolSchema.time("Only posts before this time, YYYY-MM-DDTHH:MM:SSZ."),
            "profileId": ToolSchema.identifier("Only posts that go to this social profile."),
            "text": [
                "type": "string", "minLength": 1, "maxLength": 200,
                "description": "Only posts whose caption has this somewhere.",
            ],
        ]),
        output: ToolSchema.listResult("posts", of: PostResult.summary)
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            var filter = PostFilter()
            filter.statuses = Set(
                (call.texts("statuses") ?? []).compactMap(PostStatus.init(rawValue:))
            )
            filter.from = try call.time("from")
            filter.until = try call.time("to")
            filter.profile = call.call.string("profileId")
            filter.text = call.call.string("text")
            let page = try call.page(of: .posts)
            return try await services.postStore.posts(filter, page, in: call.access)
                .json("posts", .posts, \.json)
        }
    }
}
