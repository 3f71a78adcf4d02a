internal import JSON
internal import Primitives
internal import Publishing

/// How posts look in results.
enum PostResult {
    private static let statuses = PostStatus.allCases.map(\.rawValue)

    static let problem = ToolSchema.object(
        [
            "code": ToolSchema.choice(PublishProblem.Code.allCases.map(\.rawValue)),
            "profileId": ToolSchema.text(), "message": ToolSchema.text(),
            "blocking": [
                "type": "boolean", "description": "Whether the post cannot go out like this.",
            ],
        ],
        required: ["code", "message", "blocking"]
    )

    private static let attempt = ToolSchema.object(
        [
            "number": ["type": "integer", "minimum": 1], "startedAt": ToolSchema.time(),
            "endedAt": ToolSchema.time(),
            "outcome": ToolSchema.choice(["underway", "published", "failed", "unknown"]),
            "url": ToolSchema.text("Where people see the post."),
            "errorCode": ToolSchema.text(),
            "message": ToolSchema.text(
                "The network's answer; while the outcome is underway, why the network is asked "
                    + "again."
            ),
            "nextTryAt": ToolSchema.time("When the network is asked again by itself."),
        ],
        required: ["number", "startedAt", "outcome"]
    )

    private static let profile = ToolSchema.object(
        [
            "profileId": ToolSchema.text(), "provider": ToolSchema.text(),
            "handle": ToolSchema.text(),
            "caption": ToolSchema.text("The profile's own text, where it has one."),
            "published": ["type": "boolean"],
            "attempts": ["type": "array", "items": attempt],
        ],
        required: ["profileId", "provider", "handle", "published", "attempts"]
    )

    static let post = ToolSchema.object(members, required: required)

    /// A post and something more.
    static func post(with more: JSONObject) -> JSONValue {
        var all = members
        for member in more { all.append(member.name, member.value) }
        return ToolSchema.object(all, required: required + more.map(\.name))
    }

    private static let required = [
        "postGroupId", "status", "revision", "caption", "media", "profiles", "createdAt",
        "updatedAt", "problems",
    ]

    private static let members: JSONObject = [
        "postGroupId": ToolSchema.text(), "status": ToolSchema.choice(statuses),
        "revision": [
            "type": "integer", "minimum": 1,
            "description": "Pass it as ifRevision to change the post only if nobody else did.",
        ],
        "caption": ToolSchema.text(), "hashtagLibraryId": ToolSchema.text(),
        "media": [
            "type": "array",
            "items": ToolSchema.object(
                [
                    "type": ToolSchema.text(), "bytes": ToolSchema.count,
                    "sourceUrl": ToolSchema.text(),
                ],
                required: ["type", "bytes", "sourceUrl"]
            ),
        ],
        "profiles": ["type": "array", "items": profile],
        "scheduledAt": ToolSchema.time(), "createdAt": ToolSchema.time(),
        "updatedAt": ToolSchema.time(),
        "createdBy": ToolSchema.text("The client that made the post."),
        "campaignId": ToolSchema.text(),
        "problems": [
            "type": "array", "items": problem,
            "description": "What its networks say to the post as it is.",
        ],
    ]

    static let summary = ToolSchema.object(
        [
            "postGroupId": ToolSchema.text(), "status": ToolSchema.choice(statuses),
            "excerpt": ToolSchema.text("The beginning of the text; get_post has all of it."),
            "mediaCount": ToolSchema.count,
            "profiles": [
                "type": "array",
                "items": ToolSchema.object(
                    [
                        "profileId": ToolSchema.text(), "provider": ToolSchema.text(),
                        "handle": ToolSchema.text(),
                    ],
                    required: ["profileId", "provider", "handle"]
                ),
            ],
            "scheduledAt": ToolSchema.time(), "createdAt": ToolSchema.time(),
            "revision": ["type": "integer", "minimum": 1],
        ],
        required: [
            "postGroupId", "status", "excerpt", "mediaCount", "profiles", "createdAt", "revision",
        ]
    )
}

extension PostGroup {
    /// The post as members of a result.
    var json: JSONObject {
        var object: JSONObject = [
            "postGroupId": .string(identifier), "status": .string(status.rawValue),
            "revision": .integer(revision), "caption": .string(content.caption),
        ]
        object.append(
            "hashtagLibraryId",
            ifPresent: content.hashtagLibrary.map { .string($0.identifier) }
        )
        object.append("media", .array(content.media.map(\.json)))
        object.append("profiles", .array(targets.map(\.json)))
        object.append("scheduledAt", ifPresent: scheduledAt?.json)
        object.append("createdAt", createdAt.json)
        object.append("updatedAt", updatedAt.json)
        object.append("createdBy", ifPresent: origin.client.map(JSONValue.string))
        object.append("campaignId", ifPresent: origin.campaign.map(JSONValue.string))
        object.append("problems", .array(problems.map(\.json)))
        return object
    }

    /// What stands against the post; nothing once nobody can change it any more.
    private var problems: [PublishProblem] {
        guard status.isEditable else { return [] }
        return targets.isEmpty ? [.noProfiles] : PostPreview.of(self).flatMap(\.problems)
    }
}

extension PostSummary {
    /// How many characters of a text a list shows.
    private static let excerptLength = 200

    /// The post as an element of a list.
    var json: JSONObject {
        let caption = post.content.caption
        let isShort = caption.unicodeScalars.count <= Self.excerptLength
        var object: JSONObject = [
            "postGroupId": .string(post.identifier), "status": .string(post.status.rawValue),
            "excerpt": .string(
                isShort ? caption : String(caption.unicodeScalars.prefix(Self.excerptLength)) + "…"
            ),
            "mediaCount": .integer(Int64(mediaCount)),
            "profiles": .array(
                post.targets.map { target in
                    [
                        "profileId": .string(target.profile.identifier),
                        "provider": .string(target.profile.network.rawValue),
                        "handle": .string(target.profile.handle),
                    ]
                }
            ),
        ]
        object.append("scheduledAt", ifPresent: post.scheduledAt?.json)
        object.append("createdAt", post.createdAt.json)
        object.append("revision", .integer(post.revision))
        return object
    }
}

extension PostTarget {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "profileId": .string(profile.identifier),
            "provider": .string(profile.network.rawValue), "handle": .string(profile.handle),
        ]
        object.append("caption", ifPresent: caption.map(JSONValue.string))
        object.append("published", .bool(isPublished))
        object.append("attempts", .array(attempts.map(\.json)))
        return .object(object)
    }
}

extension PublishAttempt {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "number": .integer(Int64(number)), "startedAt": startedAt.json,
        ]
        object.append("endedAt", ifPresent: endedAt?.json)
        switch outcome {
        case .underway:
            object.append("outcome", "underway")
            object.append("message", ifPresent: pause.map { .string($0.message) })
            object.append("nextTryAt", ifPresent: pause?.until.json)
        case .published(let url):
            object.append("outcome", "published")
            object.append("url", ifPresent: url.map(JSONValue.string))
        case .failed(let code, let message):
            object.append("outcome", "failed")
            object.append("errorCode", .string(code))
            object.append("message", .string(message))
        case .unknown(let message):
            object.append("outcome", "unknown")
            object.append("message", .string(message))
        }
        return .object(object)
    }
}

extension MediaItem {
    fileprivate var json: JSONValue {
        [
            "type": .string(type.rawValue), "bytes": .integer(Int64(byteCount)),
            "sourceUrl": .string(sourceURL),
        ]
    }
}

extension Timestamp {
    /// The time as the tools write it.
    var json: JSONValue { .string(CivilDate(self).rfc3339) }
}
