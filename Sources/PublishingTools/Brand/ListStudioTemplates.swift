internal import JSON
internal import MCP
internal import Publishing

/// `list_studio_templates`.
enum ListStudioTemplates {
    private static let formats = StudioTemplate.Format.allCases.map(\.rawValue)

    static let definition = ToolDefinition(
        name: "list_studio_templates",
        title: "List Studio templates",
        description: """
            Lists the Studio templates of a workspace, newest first: designs for pictures. Pass \
            ids as referenceDesignIds to create_ai_post or create_ai_campaign.
            """,
        scope: "workspace:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments([
            "format": ToolSchema.choice(formats, "Only templates of this shape.")
        ]),
        output: ToolSchema.listResult(
            "templates",
            of: ToolSchema.object(
                [
                    "id": ToolSchema.text(), "name": ToolSchema.text(),
                    "format": ToolSchema.choice(formats), "thumbnailUrl": ToolSchema.text(),
                ],
                required: ["id", "name", "format"]
            )
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let page = try await services.brand.studioTemplates(
                of: call.call.string("format").flatMap(StudioTemplate.Format.init(rawValue:)),
                try call.page(of: .studioTemplates),
                in: call.access
            )
            return page.json("templates", .studioTemplates, of: call) { template in
                var object: JSONObject = [
                    "id": .string(template.identifier), "name": .string(template.name),
                    "format": .string(template.format.rawValue),
                ]
                object.append(
                    "thumbnailUrl",
                    ifPresent: template.thumbnailURL.map(JSONValue.string)
                )
                return object
            }
        }
    }
}
