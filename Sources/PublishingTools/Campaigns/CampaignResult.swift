internal import JSON
internal import MCP
internal import Publishing

/// How campaigns look in results.
enum CampaignResult {
    static let campaign = ToolSchema.object(
        [
            "campaignId": ToolSchema.text(),
            "status": ToolSchema.choice(Campaign.Status.allCases.map(\.rawValue)),
            "progress": ToolSchema.object(
                ["completed": ToolSchema.count, "total": ToolSchema.count],
                required: ["completed", "total"]
            ),
            "goal": ToolSchema.text(), "audience": ToolSchema.text(),
            "createdAt": ToolSchema.time(), "endedAt": ToolSchema.time(),
            "failure": ToolSchema.object(
                ["code": ToolSchema.text(), "message": ToolSchema.text()],
                required: ["code", "message"]
            ),
            "postGroups": [
                "type": "array", "items": post,
                "description": "The posts that were made and still exist, in their order.",
            ],
        ],
        required: [
            "campaignId", "status", "progress", "goal", "audience", "createdAt", "postGroups",
        ]
    )

    private static let post = ToolSchema.object(
        [
            "postGroupId": ToolSchema.text(),
            "status": ToolSchema.choice(PostStatus.allCases.map(\.rawValue)),
            "number": ["type": "integer", "minimum": 1],
            "excerpt": ToolSchema.text("The beginning of the text; get_post has all of it."),
            "mediaCount": ToolSchema.count,
            "suggestedAt": ToolSchema.time("When it might go out; nothing schedules it."),
            "scheduledAt": ToolSchema.time("When it will go out, once somebody scheduled it."),
            "generator": ToolSchema.text("Who wrote the text."),
            "warnings": [
                "type": "array", "items": ["type": "string"],
                "description": "What to know or to check before the draft is used.",
            ],
        ],
        required: [
            "postGroupId", "status", "number", "excerpt", "mediaCount", "suggestedAt", "generator",
            "warnings",
        ]
    )
}

extension Campaign {
    /// The campaign as members of a result.
    var json: JSONObject {
        var object: JSONObject = [
            "campaignId": .string(identifier), "status": .string(status.rawValue),
            "progress": [
                "completed": .integer(Int64(posts.count)), "total": .integer(Int64(brief.count)),
            ],
            "goal": .string(brief.goal.rawValue), "audience": .string(brief.audience.rawValue),
            "createdAt": createdAt.json,
        ]
        object.append("endedAt", ifPresent: endedAt?.json)
        object.append(
            "failure",
            ifPresent: failure.map { failure in
                ["code": .string(failure.code), "message": .string(failure.message)]
            }
        )
        object.append("postGroups", .array(posts.compactMap(\.json)))
        return object
    }
}

extension Campaign.Post {
    fileprivate var json: JSONValue? {
        guard let summary = summary?.json else { return nil }
        var object: JSONObject = [:]
        for name in ["postGroupId", "status", "excerpt", "mediaCount", "scheduledAt"] {
            object.append(name, ifPresent: summary[name])
        }
        object.append("number", .integer(Int64(position + 1)))
        object.append("suggestedAt", suggestedAt.json)
        object.append("generator", .string(generator))
        object.append("warnings", .array(warnings.map(JSONValue.string)))
        return .object(object)
    }
}
