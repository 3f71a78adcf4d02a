internal import JSON
internal import MCP
internal import Publishing

/// `create_ai_campaign`.
enum CreateCampaign {
    static let definition = ToolDefinition(
        name: "create_ai_campaign",
        title: "Draft a campaign with AI",
        description: """
            Has this server's own text generator draft several posts on one subject, each from \
            another side, and answers at once with a campaignId; the posts are made in the \
            background, also when you go away. Follow it with get_ai_campaign \
            until status is READY or FAILED. Every post stays a draft: nothing is published or \
            scheduled, and suggestedAt is only a proposal for schedule_post. Call list_brand_kits, \
            list_hashtag_libraries and list_social_profiles first for the ids, and pass an \
            idempotencyKey so that a repeated call makes no second campaign.
            """,
        scope: "posts:write",
        annotations: ToolAnnotations(
            isReadOnly: false,
            isDestructive: false,
            isIdempotent: false,
            isOpenWorld: true
        ),
        input: ToolSchema.arguments(arguments, required: ["prompt"]),
        output: CampaignResult.campaign,
        reportsProgress: true
    )

    private static let arguments: JSONObject = {
        var arguments = DraftArguments.schema
        arguments.append(
            "goal",
            DraftArguments.defaulted(
                CampaignGoal.allCases.map(\.rawValue),
                CampaignGoal.awareness.rawValue,
                "What the campaign is for."
            )
        )
        arguments.append(
            "audience",
            DraftArguments.defaulted(
                CampaignAudience.allCases.map(\.rawValue),
                CampaignAudience.businessOwners.rawValue,
                "Whom it speaks to."
            )
        )
        arguments.append(
            "duration",
            number(CampaignBrief.durations, 7, "Over how many days the posts are spread.")
        )
        arguments.append("count", number(CampaignBrief.counts, 5, "How many posts to make."))
        arguments.append("postLength", DraftArguments.length)
        arguments.append(
            "generateMedia",
            [
                "type": "boolean", "default": false,
                "description": "Whether to make square pictures that go with the texts.",
            ]
        )
        arguments.append(
            "imageCount",
            number(
                CampaignBrief.imageCounts,
                1,
                "How many pictures each post gets, where generateMedia is true."
            )
        )
        let most = CampaignBrief.maximumReferences
        arguments.append("referenceUrls", DraftArguments.references(atMost: most))
        arguments.append("referenceDesignIds", DraftArguments.designs(atMost: most))
        arguments.append("idempotencyKey", ToolSchema.idempotencyKey)
        return arguments
    }()

    private static func number(
        _ range: ClosedRange<Int64>,
        _ standard: Int64,
        _ description: String
    ) -> JSONValue {
        [
            "type": "integer", "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound), "default": .integer(standard),
            "description": .string(description),
        ]
    }

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            try await services.campaigns.begin(
                try call.campaignBrief(),
                WriteTicket(key: call.onceKey, render: \.json),
                in: call.access
            ) { call.call.report(ToolProgress($0)) }
        }
    }
}

extension PublishingCall {
    /// What the arguments want a campaign to be.
    fileprivate func campaignBrief() throws(PublishingFault) -> CampaignBrief {
        var request = try draftRequest()
        if let length = choice("postLength", DraftLength.self) { request.length = length }
        var brief = CampaignBrief(request)
        if let goal = choice("goal", CampaignGoal.self) { brief.goal = goal }
        if let audience = choice("audience", CampaignAudience.self) { brief.audience = audience }
        if let days = call.integer("duration") { brief.durationInDays = days }
        if let count = call.integer("count") { brief.count = count }
        if call.bool("generateMedia") == true {
            brief.imagesPerPost = call.integer("imageCount") ?? 1
        }
        return brief
    }
}
