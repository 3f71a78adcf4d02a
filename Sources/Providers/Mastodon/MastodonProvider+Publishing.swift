internal import HTTP
internal import JSON
internal import Primitives
public import Publishing

extension MastodonProvider: NetworkProvider {
    /// For how many seconds a server knows an `Idempotency-Key`; it says an hour.
    private static let keyLifetimeInSeconds: Int64 = 3_000
    private static let idempotencyKey = HTTPFieldName(literal: "Idempotency-Key")

    /// Publishes a status; within an hour under the same key never twice, later after a look.
    public func publish(_ publication: Publication) async -> PublishOutcome {
        guard let connection = publication.connection,
            let credentials = connection.secret.flatMap(NetworkCredentials.init(_:))
        else { return .shutOut(message: "The profile is not connected.") }
        let session = MastodonSession(
            origin: connection.endpoint,
            token: credentials.access,
            surroundings: surroundings
        )
        let age = surroundings.clock.now().seconds(since: publication.firstAskedAt)
        if publication.isInDoubt, publication.previousTries > 0, age > Self.keyLifetimeInSeconds {
            switch await session.find(publication, by: connection.account) {
            case .found(let outcome): return outcome
            case .absent: break
            }
        }
        var media: [JSONValue] = []
        for file in publication.media {
            switch await session.upload(file) {
            case .success(let identifier): media.append(.string(identifier))
            case .failure(let end): return end.outcome
            }
        }
        return await post(publication, media, session)
    }

    private func post(
        _ publication: Publication,
        _ media: [JSONValue],
        _ session: MastodonSession
    ) async -> PublishOutcome {
        let content: JSONValue = [
            "status": .string(publication.text), "media_ids": .array(media),
        ]
        let request = NetworkRequest.post(session.origin + "/api/v1/statuses", json: content)
            .setting(Self.idempotencyKey, publication.key)
        guard let request else { return .refused(code: "refused", message: "No valid key.") }
        switch await session.send(request) {
        case .failure(.forbidden):
            return .refused(code: "unreachable", message: "The server cannot be reached.")
        case .failure(.unsent):
            return .busy(
                code: "unreachable",
                message: "The server could not be reached.",
                retryAfterSeconds: nil
            )
        case .failure(.unanswered):
            return .uncertain(message: "The server gave no usable answer.")
        case .success(let answer) where answer.isSuccess:
            let url = answer.json?["url"]?.stringValue.flatMap(PublicLink.init(_:))
            return .published(url: url?.text)
        case .success(let answer) where answer.status >= 500 && answer.status != 503:
            return .uncertain(message: "The server answered with status \(answer.status).")
        case .success(let answer): return session.refusal(answer)
        }
    }
}
