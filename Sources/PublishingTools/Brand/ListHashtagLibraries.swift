internal import JSON
internal import MCP
internal import Publishing

/// `list_hashtag_libraries`.
enum ListHashtagLibraries {
    static let definition = ToolDefinition(
        name: "list_hashtag_libraries",
        title: "List hashtag libraries",
        description: """
            Lists the hashtag libraries of a workspace, newest first. Pass an id as \
            hashtagLibraryId to create_post, and the hashtags follow the text on every network, as \
            many as there is room for.
            """,
        scope: "workspace:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments(),
        output: ToolSchema.listResult(
            "hashtagLibraries",
            of: ToolSchema.object(
                [
                    "id": ToolSchema.text(), "name": ToolSchema.text(),
                    "hashtags": ToolSchema.texts,
                ],
                required: ["id", "name", "hashtags"]
            )
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let page = try call.page(of: .hashtagLibraries)
            return try await services.brand.hashtagLibraries(page, in: call.access)
                .json("hashtagLibraries", .hashtagLibraries, of: call) { library in
                    [
                        "id": .string(library.identifier), "name": .string(library.name),
                        "hashtags": .array(library.hashtags.map(JSONValue.string)),
                    ]
                }
        }
    }
}
