internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// One publication's talk with a Mastodon server.
struct MastodonSession: Sendable {
    let origin: String
    let token: SecretText
    let surroundings: ProviderSurroundings
    private let budget = TimeBudget()

    init(origin: String, token: SecretText, surroundings: ProviderSurroundings) {
        self.origin = origin
        self.token = token
        self.surroundings = surroundings
    }

    /// An outcome before the status itself was sent.
    struct End: Error {
        let outcome: PublishOutcome
    }

    /// What a look at the account's own statuses showed.
    enum Search {
        case found(PublishOutcome)
        case absent
    }

    func send(
        _ request: NetworkRequest
    ) async -> Result<NetworkClient.Answer, NetworkClient.Failure> {
        let milliseconds = budget.share(atMost: 15_000)
        guard milliseconds > 0 else { return .failure(.unsent) }
        guard let request = request.bearing(token) else { return .failure(.forbidden) }
        return await surroundings.network.send(request, within: milliseconds)
    }

    /// What an answer means that is neither a success nor a failure of the server.
    func refusal(_ answer: NetworkClient.Answer) -> PublishOutcome {
        switch answer.status {
        case 401: return .shutOut(message: answer.said("The server does not accept the token."))
        case 403 where answer.words.contains(text: "scope"):
            return .shutOut(message: answer.said("The permission does not cover publishing."))
        case 408, 425, 429, 500...599:
            return .busy(
                code: answer.status == 429 ? "rate_limited" : "busy",
                message: "The server answered with status \(answer.status).",
                retryAfterSeconds: answer.wish(at: surroundings.clock.now())
            )
        default:
            return .refused(code: "refused", message: answer.said("The server refused the post."))
        }
    }

    /// Uploads a file and waits until the server has worked on it.
    func upload(_ file: MediaFile) async -> Result<String, End> {
        var form = MultipartForm(surroundings.random)
        form.append(
            "file",
            file: file.bytes,
            named: file.item.type.fileName,
            type: file.item.type.rawValue
        )
        let request = NetworkRequest.post(
            origin + "/api/v2/media",
            bytes: form.bytes,
            type: form.contentType
        )
        switch await send(request) {
        case .failure(let failure): return .failure(End(failure))
        case .success(let answer):
            guard answer.isSuccess, let identifier = answer.json?["id"]?.stringValue else {
                return .failure(End(outcome: refusal(answer)))
            }
            guard answer.status == 202 else { return .success(identifier) }
            return await wait(for: identifier)
        }
    }

    /// 206 says that the server is not done.
    private func wait(for identifier: String) async -> Result<String, End> {
        let address = NetworkRequest.get(
            "\(origin)/api/v1/media/\(PathSegment.escaped(identifier))"
        )
        while budget.share(atMost: 1) > 0, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(surroundings.pauseInMilliseconds))
            switch await send(address) {
            case .failure(let failure): return .failure(End(failure))
            case .success(let answer) where answer.status == 206: continue
            case .success(let answer) where answer.isSuccess: return .success(identifier)
            case .success(let answer): return .failure(End(outcome: refusal(answer)))
            }
        }
        return .failure(
            End(
                outcome: .busy(
                    code: "media_processing",
                    message: "The server still works on a file.",
                    retryAfterSeconds: nil
                )
            )
        )
    }

    /// Looks whether the publication is among the account's newest statuses, by its very text.
    func find(_ publication: Publication, by account: String?) async -> Search {
        guard let account else { return .found(.unknown(message: Self.doubt)) }
        let list = NetworkRequest.get(
            "\(origin)/api/v1/accounts/\(PathSegment.escaped(account))/statuses"
                + "?limit=40&exclude_reblogs=true"
        )
        guard case .success(let answer) = await send(list), answer.isSuccess,
            let statuses = answer.json?.arrayValue
        else { return .found(.uncertain(message: Self.doubt)) }
        let start = publication.firstAskedAt.adding(seconds: -120)
        for status in statuses {
            guard let identifier = status["id"]?.stringValue,
                let time = status["created_at"]?.stringValue.flatMap(Self.time(_:)), time >= start
            else { continue }
            let source = NetworkRequest.get(
                "\(origin)/api/v1/statuses/\(PathSegment.escaped(identifier))/source"
            )
            guard case .success(let answer) = await send(source), answer.isSuccess else {
                return .found(.unknown(message: Self.doubt))
            }
            let text = answer.json?["text"]?.stringValue ?? ""
            guard text.isIdentical(to: publication.text) else { continue }
            let url = status["url"]?.stringValue.flatMap(PublicLink.init(_:))
            return .found(.published(url: url?.text))
        }
        return .absent
    }

    private static let doubt = "Whether the post is out is not known."

    /// `2026-11-25T23:25:00.123Z`, to the second.
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(utc: String(decoding: text.utf8.prefix(19), as: UTF8.self) + "Z")
    }
}

extension MastodonSession.End {
    /// Without the status nothing is out, so everything may be tried again.
    init(_ failure: NetworkClient.Failure) {
        switch failure {
        case .forbidden:
            outcome = .refused(code: "unreachable", message: "The server cannot be reached.")
        case .unsent, .unanswered:
            outcome = .busy(
                code: "unreachable",
                message: "The server gave no usable answer.",
                retryAfterSeconds: nil
            )
        }
    }
}
