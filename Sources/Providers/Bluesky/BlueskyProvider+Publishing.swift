internal import JSON
internal import Primitives
public import Publishing

extension BlueskyProvider: NetworkProvider {
    private static let collection = "app.bsky.feed.post"
    /// How many keys are tried where other records have them already.
    private static let maximumKeys = 3

    /// Publishes a record under a key of its own; a repeated try finds it there.
    public func publish(_ publication: Publication) async -> PublishOutcome {
        guard let connection = publication.connection, let account = connection.account,
            let credentials = connection.secret.flatMap(NetworkCredentials.init(_:))
        else { return .shutOut(message: "The profile is not connected.") }
        if let problem = Self.problem(publication) { return problem }
        let session = BlueskySession(
            self,
            profile: publication.profile.identifier,
            connection,
            account: account,
            credentials
        )
        do throws(BlueskySession.Failure) {
            return try await publish(publication, session)
        } catch {
            switch error {
            case .outcome(let outcome): return outcome
            case .network(.forbidden):
                return .refused(code: "unreachable", message: "The server cannot be reached.")
            case .network(.unsent):
                return .busy(
                    code: "unreachable",
                    message: "The server could not be reached.",
                    retryAfterSeconds: nil
                )
            case .network(.unanswered):
                return .uncertain(message: "The server gave no usable answer.")
            }
        }
    }

    private func publish(
        _ publication: Publication,
        _ session: BlueskySession
    ) async throws(BlueskySession.Failure) -> PublishOutcome {
        var record: JSONObject?
        for number in 0..<Self.maximumKeys {
            let time = publication.firstAskedAt
            let key = RecordKey(of: publication.key, at: time, number: number)
            if publication.isInDoubt || number > 0 {
                switch try await look(key, publication, session) {
                case .ours(let url): return .published(url: url)
                case .foreign: continue
                case .absent: break
                }
            }
            let content: JSONObject
            if let record {
                content = record
            } else {
                content = try await self.record(publication, session)
            }
            record = content
            let answer = try await create(content, key, session)
            if answer.isSuccess { return .published(url: Self.url(key, session)) }
            // A record under the key is told in many ways; looking there tells for certain.
            switch answer.status {
            case 401, 403, 429: return session.refusal(answer)
            default: break
            }
            switch try await look(key, publication, session) {
            case .ours(let url): return .published(url: url)
            case .foreign: continue
            case .absent: return session.refusal(answer)
            }
        }
        return .refused(code: "refused", message: "Other posts have the keys of this one.")
    }

    private enum Look {
        case ours(url: String)
        case foreign
        case absent
    }

    /// Looks whether a record is there, and whether it is this publication
    /// (`com.atproto.repo.getRecord`).
    private func look(
        _ key: RecordKey,
        _ publication: Publication,
        _ session: BlueskySession
    ) async throws(BlueskySession.Failure) -> Look {
        let request = NetworkRequest.get(
            NetworkRequest.url(
                Self.address("com.atproto.repo.getRecord", at: session.origin),
                query: [
                    ("repo", session.account), ("collection", Self.collection), ("rkey", key.text),
                ]
            )
        )
        let answer = try await session.send(request)
        if answer.isSuccess, let value = answer.json?["value"] {
            let isOurs =
                value["text"]?.stringValue?.isIdentical(to: publication.text) == true
                && value["createdAt"]?.stringValue == Self.time(of: publication)
            return isOurs ? .ours(url: Self.url(key, session)) : .foreign
        }
        guard answer.status == 400 || answer.status == 404,
            ["RecordNotFound", "InvalidRequest"].contains(answer.json?["error"]?.stringValue)
        else { throw .outcome(.uncertain(message: "Whether the post is out is not known.")) }
        return .absent
    }

    private func create(
        _ record: JSONObject,
        _ key: RecordKey,
        _ session: BlueskySession
    ) async throws(BlueskySession.Failure) -> NetworkClient.Answer {
        try await session.send(
            .post(
                Self.address("com.atproto.repo.createRecord", at: session.origin),
                json: [
                    "repo": .string(session.account), "collection": .string(Self.collection),
                    "rkey": .string(key.text), "record": .object(record),
                ]
            )
        )
    }

    private func record(
        _ publication: Publication,
        _ session: BlueskySession
    ) async throws(BlueskySession.Failure) -> JSONObject {
        var record: JSONObject = [
            "$type": .string(Self.collection), "text": .string(publication.text),
            "createdAt": .string(Self.time(of: publication)),
        ]
        let facets = RichText.facets(of: publication.text)
        if !facets.isEmpty { record.append("facets", .array(facets.map(\.json))) }
        var images: [JSONValue] = []
        for file in publication.media {
            images.append(["alt": "", "image": try await upload(file, session)])
        }
        if !images.isEmpty {
            record.append(
                "embed",
                ["$type": "app.bsky.embed.images", "images": .array(images)]
            )
        }
        return record
    }

    /// `com.atproto.repo.uploadBlob`; the server keeps it once a record names it.
    private func upload(
        _ file: MediaFile,
        _ session: BlueskySession
    ) async throws(BlueskySession.Failure) -> JSONValue {
        let request = NetworkRequest.post(
            Self.address("com.atproto.repo.uploadBlob", at: session.origin),
            bytes: file.bytes,
            type: file.item.type.rawValue
        )
        let answer: NetworkClient.Answer
        do throws(BlueskySession.Failure) {
            answer = try await session.send(request)
        } catch {
            // Without the record nothing is out, so this leaves no doubt.
            guard case .network(.unanswered) = error else { throw error }
            throw .network(.unsent)
        }
        guard answer.isSuccess, let blob = answer.json?["blob"], blob["$type"] == "blob" else {
            throw .outcome(session.refusal(answer))
        }
        return blob
    }

    /// What the lexicons do not allow; a preview says the same before.
    private static func problem(_ publication: Publication) -> PublishOutcome? {
        let limits = NetworkLimits(of: .bluesky)
        let text = publication.text
        guard limits.measure.length(of: text) <= limits.maximumLength,
            text.utf8.count <= limits.maximumBytes ?? .max
        else {
            return .refused(code: "text_too_long", message: "Bluesky takes 300 characters.")
        }
        guard publication.media.count <= limits.maximumMedia else {
            return .refused(code: "too_many_media", message: "Bluesky takes four pictures.")
        }
        guard publication.media.allSatisfy({ $0.item.type != .mp4 }) else {
            return .refused(code: "media_unsupported", message: "Films cannot be posted from here.")
        }
        let maximum = limits.maximumImageBytes ?? .max
        guard publication.media.allSatisfy({ $0.bytes.count <= maximum }) else {
            return .refused(
                code: "media_too_large",
                message: "Bluesky takes pictures of at most \(maximum) bytes."
            )
        }
        return nil
    }

    private static func time(of publication: Publication) -> String {
        CivilDate(publication.firstAskedAt).rfc3339
    }

    private static func url(_ key: RecordKey, _ session: BlueskySession) -> String {
        "https://bsky.app/profile/\(session.account)/post/\(key.text)"
    }
}
