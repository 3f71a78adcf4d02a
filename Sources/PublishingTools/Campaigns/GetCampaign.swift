internal import JSON
internal import MCP
internal import Publishing

/// `get_ai_campaign`.
enum GetCampaign {
    static let definition = ToolDefinition(
        name: "get_ai_campaign",
        title: "Follow a campaign",
        description: """
            Tells how far a campaign of create_ai_campaign has come, with the posts that were \
            made. While status is GENERATING, call it again with waitSeconds: it then answers as \
            soon as the campaign has ended, and reports each post meanwhile to clients that ask \
            for progress. A campaign that FAILED says why and keeps its posts. Read the posts \
            with get_post, correct them with update_post, and give them a time with \
            schedule_post; suggestedAt is a proposal.
            """,
        scope: "posts:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(
            [
                "campaignId": ToolSchema.identifier("The id that create_ai_campaign returned."),
                "waitSeconds": [
                    "type": "integer", "minimum": 0,
                    "maximum": .integer(Int64(Campaigns.maximumWaitInSeconds)), "default": 0,
                    "description": "How long to wait for the end of a campaign that is GENERATING.",
                ],
            ],
            required: ["campaignId"]
        ),
        output: CampaignResult.campaign,
        reportsProgress: true
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            try await services.campaigns.campaign(
                call.text("campaignId"),
                waitingSeconds: call.call.integer("waitSeconds") ?? 0,
                in: call.access
            ) { call.call.report(ToolProgress($0)) }
            .json
        }
    }
}
