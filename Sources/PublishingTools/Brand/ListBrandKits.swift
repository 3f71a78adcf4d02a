internal import JSON
internal import MCP
internal import Publishing

/// `list_brand_kits`.
enum ListBrandKits {
    static let definition = ToolDefinition(
        name: "list_brand_kits",
        title: "List brand kits",
        description: """
            Lists the brand kits of a workspace, newest first: how the brand speaks (voice, dos, \
            donts) and looks (colours, fonts, logos). Read it before you write a text for the \
            workspace, and pass an id as brandId to create_ai_post or create_ai_campaign.
            """,
        scope: "workspace:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments(),
        output: ToolSchema.listResult(
            "brandKits",
            of: ToolSchema.object(
                [
                    "id": ToolSchema.text(), "name": ToolSchema.text(),
                    "voice": ToolSchema.text("How the brand speaks."),
                    "colours": [
                        "type": "array",
                        "items": ToolSchema.object(
                            ["name": ToolSchema.text(), "hex": ToolSchema.text()],
                            required: ["name", "hex"]
                        ),
                    ],
                    "fonts": ToolSchema.texts, "logos": ToolSchema.texts,
                    "dos": ToolSchema.texts, "donts": ToolSchema.texts,
                ],
                required: [
                    "id", "name", "voice", "colours", "fonts", "logos", "dos", "donts",
                ]
            )
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let page = try call.page(of: .brandKits)
            return try await services.brand.brandKits(page, in: call.access)
                .json("brandKits", .brandKits, of: call) { kit in
                    var object: JSONObject = ["id": .string(kit.identifier)]
                    for member in kit.content.json { object.append(member.name, member.value) }
                    return object
                }
        }
    }
}
