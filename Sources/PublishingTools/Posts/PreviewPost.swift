internal import JSON
internal import MCP
internal import Publishing

/// `preview_post`.
enum PreviewPost {
    private static let preview = ToolSchema.object(
        [
            "profileId": ToolSchema.text(), "provider": ToolSchema.text(),
            "handle": ToolSchema.text(),
            "text": ToolSchema.text("The text as it goes out, hashtags included."),
            "length": [
                "type": "integer", "minimum": 0, "description": "As this network counts.",
            ],
            "maximumLength": ToolSchema.count, "mediaCount": ToolSchema.count,
        ],
        required: [
            "profileId", "provider", "handle", "text", "length", "maximumLength", "mediaCount",
        ]
    )

    static let definition = ToolDefinition(
        name: "preview_post",
        title: "Preview a post",
        description: """
            Shows what a post would look like on each of its profiles: the final text, its length \
            against that network's limit, and what the network would refuse. Give either \
            postGroupId for a stored post, or the fields of a draft that is not stored; media of \
            such a draft is counted, not fetched. Use it before schedule_post or publish_post.
            """,
        scope: "posts:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(arguments),
        output: ToolSchema.object(
            [
                "previews": ["type": "array", "items": preview],
                "problems": ["type": "array", "items": PostResult.problem],
            ],
            required: ["previews", "problems"]
        )
    )

    private static let arguments: JSONObject = {
        var arguments: JSONObject = [
            "postGroupId": ToolSchema.identifier("A stored post, from list_posts.")
        ]
        for field in PostArguments.schema { arguments.append(field.name, field.value) }
        return arguments
    }()

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let previews = try await previews(call, services)
            let problems =
                previews.isEmpty ? [PublishProblem.noProfiles] : previews.flatMap(\.problems)
            return [
                "previews": .array(previews.map(\.json)),
                "problems": .array(problems.map(\.json)),
            ]
        }
    }

    private static func previews(
        _ call: PublishingCall,
        _ services: PublishingServices
    ) async throws(PublishingFault) -> [PostPreview] {
        let fields = PostArguments.schema.map(\.name).filter(call.names(_:))
        guard let identifier = call.call.string("postGroupId") else {
            guard !fields.isEmpty else {
                throw .invalid(
                    part: "postGroupId",
                    problem: "give it, or the fields of a draft such as caption"
                )
            }
            return try await services.posts.previews(
                of: try call.postChange(),
                mediaCount: call.texts("mediaUrls")?.count ?? 0,
                in: call.access
            )
        }
        guard fields.isEmpty else {
            throw .invalid(
                part: "postGroupId",
                problem: "give either it or the fields of a draft, not both"
            )
        }
        return PostPreview.of(try await services.postStore.post(identifier, in: call.access))
    }
}

extension PostPreview {
    fileprivate var json: JSONValue {
        [
            "profileId": .string(profile.identifier),
            "provider": .string(profile.network.rawValue), "handle": .string(profile.handle),
            "text": .string(text), "length": .integer(Int64(length)),
            "maximumLength": .integer(Int64(maximumLength)),
            "mediaCount": .integer(Int64(mediaCount)),
        ]
    }
}
