public import JSON
internal import Primitives

extension WorkspaceContent {
    /// The content as a file that ``ContentReader`` reads; identifiers serve as keys.
    public var document: JSONValue {
        let files = media.reduce(into: [:]) { $0[$1.item.identifier] = $1 }
        return [
            "format": .string(ContentReader.format),
            "version": 1,
            "profiles": .array(profiles.map { $0.document(connections[$0.identifier]) }),
            "brandKits": .array(
                brandKits.map { kit in
                    var object = kit.content.json
                    object.append("createdAt", kit.createdAt.text)
                    return .object(object)
                }
            ),
            "hashtagLibraries": .array(
                hashtagLibraries.map { library in
                    [
                        "key": .string(library.identifier), "name": .string(library.name),
                        "hashtags": .array(library.hashtags.map(JSONValue.string)),
                        "createdAt": library.createdAt.text,
                    ]
                }
            ),
            "templates": .array(templates.map(\.document)),
            "workflows": .array(
                workflows.map { workflow in
                    var object = workflow.definition.json
                    object.append("enabled", .bool(workflow.isEnabled))
                    object.append("createdAt", workflow.createdAt.text)
                    return .object(object)
                }
            ),
            "posts": .array(posts.map { $0.document(files) }),
        ]
    }
}

extension SocialProfile {
    fileprivate func document(_ connection: ProfileConnection?) -> JSONValue {
        var object: JSONObject = [
            "key": .string(identifier), "provider": .string(network.rawValue),
            "name": .string(name), "handle": .string(handle),
        ]
        object.append("avatarUrl", ifPresent: avatarURL.map(JSONValue.string))
        object.append("status", .string(status.rawValue))
        object.append("connectedAt", connectedAt.text)
        // The secret stays here: files travel.
        object.append("endpoint", ifPresent: connection.map { .string($0.endpoint) })
        return .object(object)
    }
}

extension StudioTemplate {
    fileprivate var document: JSONValue {
        var object: JSONObject = ["name": .string(name), "format": .string(format.rawValue)]
        object.append("thumbnailUrl", ifPresent: thumbnailURL.map(JSONValue.string))
        object.append("createdAt", createdAt.text)
        return .object(object)
    }
}

extension PostGroup {
    fileprivate func document(_ files: [String: MediaFile]) -> JSONValue {
        // One that is going out at this moment would be stuck in another server.
        let status = status == .publishing ? PostStatus.draft : status
        var object: JSONObject = [
            "status": .string(status.rawValue), "caption": .string(content.caption),
        ]
        object.append(
            "hashtagLibrary",
            ifPresent: content.hashtagLibrary.map { .string($0.identifier) }
        )
        let media = content.media.compactMap { files[$0.identifier] }
        if !media.isEmpty {
            object.append(
                "media",
                .array(
                    media.map { file in
                        var object: JSONObject = [
                            "content": .string(Base64URL.encode(file.bytes))
                        ]
                        if !file.item.sourceURL.isEmpty {
                            object.append("sourceUrl", .string(file.item.sourceURL))
                        }
                        return .object(object)
                    }
                )
            )
        }
        object.append(
            "profiles",
            .array(targets.map { $0.document(withAttempts: status != .draft) })
        )
        object.append("scheduledAt", ifPresent: scheduledAt?.text)
        object.append("createdAt", createdAt.text)
        object.append("updatedAt", updatedAt.text)
        object.append("createdBy", ifPresent: origin.client.map(JSONValue.string))
        return .object(object)
    }
}

extension PostTarget {
    fileprivate func document(withAttempts: Bool) -> JSONValue {
        var object: JSONObject = ["profile": .string(profile.identifier)]
        object.append("caption", ifPresent: caption.map(JSONValue.string))
        let ended = withAttempts ? attempts.compactMap(\.document) : []
        if !ended.isEmpty { object.append("attempts", .array(ended)) }
        return .object(object)
    }
}

extension PublishAttempt {
    fileprivate var document: JSONValue? {
        var object: JSONObject = [:]
        switch outcome {
        case .underway: return nil
        case .published(let url):
            object.append("outcome", "published")
            object.append("url", ifPresent: url.map(JSONValue.string))
        case .failed(let code, let message):
            object.append("outcome", "failed")
            object.append("code", .string(code))
            object.append("message", .string(message))
        case .unknown(let message):
            object.append("outcome", "unknown")
            object.append("message", .string(message))
        }
        object.append("startedAt", startedAt.text)
        object.append("endedAt", ifPresent: endedAt?.text)
        return .object(object)
    }
}

extension Timestamp {
    fileprivate var text: JSONValue { .string(CivilDate(self).rfc3339) }
}
