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
            made. While status is GENERATING, look again in a few seconds; a client that asks for \
            progress hears of each post and is answered when the campaign has ended, or after \
            half a minute. A campaign that FAILED says why and keeps its posts. Read the posts \
            with get_post, correct them with update_post, and give them a time with \
            schedule_post; suggestedAt is a proposal.
            """,
        scope: "posts:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(
            ["campaignId": ToolSchema.identifier("The id that create_ai_campaign returned.")],
            required: ["campaignId"]
        ),
        output: CampaignResult.campaign,
        reportsProgress: true
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let listener: DraftSteps.Listener = { call.call.report(ToolProgress($0)) }
            return try await services.campaigns.campaign(
                call.text("campaignId"),
                in: call.access,
                progress: call.call.hasListener ? listener : nil
            )
            .json
        }
    }
}
