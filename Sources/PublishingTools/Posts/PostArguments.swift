internal import JSON
internal import MCP
internal import Publishing

/// The arguments that say what a post is, the same for every tool that takes them.
enum PostArguments {
    static let schema: JSONObject = [
        "caption": [
            "type": "string", "maxLength": .integer(Int64(PostChange.maximumCaptionLength)),
            "description": "The text. Required unless there is media.",
        ],
        "mediaUrls": [
            "type": "array", "maxItems": .integer(Int64(MediaFile.maximumCount)),
            "uniqueItems": true,
            "items": ["type": "string", "format": "uri", "maxLength": 2_000],
            "description": """
            Public https addresses of PNG, JPEG, GIF or MP4 files of at most 5 MiB each; they \
            are fetched and stored now.
            """,
        ],
        "socialProfileIds": [
            "type": "array", "maxItems": 30, "uniqueItems": true,
            "items": ["type": "string", "minLength": 1, "maxLength": 64],
            "description": "Where the post goes: ids from list_social_profiles.",
        ],
        "perProfile": [
            "type": "array", "maxItems": 30,
            "items": ToolSchema.object(
                [
                    "profileId": ToolSchema.identifier("One of socialProfileIds."),
                    "caption": [
                        "type": "string",
                        "maxLength": .integer(Int64(PostChange.maximumCaptionLength)),
                    ],
                ],
                required: ["profileId", "caption"]
            ),
            "description": "Texts of profiles that need another one than caption.",
        ],
        "hashtagLibraryId": [
            "type": ["string", "null"], "minLength": 1, "maxLength": 64,
            "description": """
            An id from list_hashtag_libraries; its hashtags follow the text. null removes it.
            """,
        ],
    ]

    static let scheduledAt: JSONValue = [
        "type": ["string", "null"], "format": "date-time",
        "description": """
        When the post goes out, in UTC and in the future: YYYY-MM-DDTHH:MM:SSZ. null takes it \
        off the schedule.
        """,
    ]
}

extension PublishingCall {
    /// What the arguments want a post to be, its files left out.
    func postChange() throws(PublishingFault) -> PostChange {
        var change = PostChange()
        if let caption = call.string("caption") { change.caption = .set(caption) }
        if let profiles = texts("socialProfileIds") { change.profiles = .set(profiles) }
        if let versions = call.arguments["perProfile"]?.arrayValue {
            change.versions = .set(try self.versions(versions))
        }
        if names("scheduledAt") { change.scheduledAt = .set(try time("scheduledAt")) }
        if names("hashtagLibraryId") {
            change.hashtagLibrary = .set(call.string("hashtagLibraryId"))
        }
        return change
    }

    private func versions(_ values: [JSONValue]) throws(PublishingFault) -> [ProfileVersion] {
        let versions = values.map { value in
            ProfileVersion(
                profile: value["profileId"]?.stringValue ?? "",
                caption: value["caption"]?.stringValue ?? ""
            )
        }
        guard Set(versions.map { Array($0.profile.utf8) }).count == versions.count else {
            throw .invalid(part: "perProfile", problem: "a profile occurs twice")
        }
        return versions
    }

    /// The revision that the caller read, where it says so.
    var ifRevision: Int64? { call.integer("ifRevision").map(Int64.init) }
}
