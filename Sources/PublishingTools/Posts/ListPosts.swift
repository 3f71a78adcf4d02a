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
            let filter = try await filter(call, services)
            let page = try call.page(of: .posts)
            return try await services.postStore.posts(filter, page, in: call.access)
                .json("posts", .posts, of: call, \.json)
        }
    }

    /// What the arguments let through; a filter that could let nothing through is a mistake.
    private static func filter(
        _ call: PublishingCall,
        _ services: PublishingServices
    ) async throws(PublishingFault) -> PostFilter {
        var filter = PostFilter()
        filter.statuses = Set(
            (call.texts("statuses") ?? []).compactMap(PostStatus.init(rawValue:))
        )
        filter.from = try call.time("from")
        filter.until = try call.time("to")
        if let from = filter.from, let until = filter.until, until <= from {
            throw .invalid(part: "to", problem: "it must lie after from")
        }
        filter.text = call.call.string("text")
        guard let profile = call.call.string("profileId") else { return filter }
        let known = try await services.postStore.references(
            profiles: [profile],
            hashtagLibrary: nil,
            in: call.access
        )
        guard known.profiles[profile] != nil else {
            throw .unknown(.profile, identifier: profile)
        }
        filter.profile = profile
        return filter
    }
}
