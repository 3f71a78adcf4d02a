internal import JSON
internal import MCP
internal import Publishing

/// `create_ai_post`.
enum CreateAIPost {
    static let definition = ToolDefinition(
        name: "create_ai_post",
        title: "Draft a post with AI",
        description: """
            Has this server's own text generator draft a post from a prompt and keeps it as a \
            draft; nothing is published or scheduled. Use it when the person wants the server's \
            generator, its brand kit and its budget; if you can write the text yourself, \
            create_post is quicker. Call list_brand_kits, list_hashtag_libraries and \
            list_social_profiles first for the ids. Read the result with its warnings to the \
            person, and correct it with update_post.
            """,
        scope: "posts:write",
        annotations: ToolAnnotations(
            isReadOnly: false,
            isDestructive: false,
            isIdempotent: false,
            isOpenWorld: true
        ),
        input: ToolSchema.arguments(arguments, required: ["prompt"]),
        output: PostResult.post(with: ["generation": DraftResult.making]),
        reportsProgress: true
    )

    private static let arguments: JSONObject = {
        var arguments = DraftArguments.schema
        arguments.append("length", DraftArguments.length)
        arguments.append(
            "generateImage",
            [
                "type": "boolean", "default": false,
                "description": "Whether to make a square picture that goes with the text.",
            ]
        )
        arguments.append("referenceUrls", DraftArguments.references(atMost: 5))
        arguments.append("referenceDesignIds", DraftArguments.designs(atMost: 5))
        arguments.append("idempotencyKey", ToolSchema.idempotencyKey)
        return arguments
    }()

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            var request = try call.draftRequest()
            if let length = call.choice("length", DraftLength.self) { request.length = length }
            request.wantsImage = call.call.arguments["generateImage"]?.boolValue ?? false
            return try await services.drafting.create(
                request,
                key: call.onceKey,
                render: { post, making in
                    var object = post.json
                    object.append("generation", making.json)
                    return object
                },
                in: call.access
            ) { call.call.report(ToolProgress($0)) }
        }
    }
}

extension ToolProgress {
    /// Tells a step of a draft or of a campaign.
    init(_ step: DraftStep) {
        self.init(completed: step.completed, total: step.total, message: step.message)
    }
}
