internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// One publication on its way through the steps of a declared network.
struct DeclaredPost: Sendable {
    private let provider: DeclaredProvider
    private let publication: Publication
    private var credentials: NetworkCredentials
    private var values = TemplateValues()
    private var isOut = false
    private let budget = TimeBudget()

    /// What ends the way before its end.
    struct End: Error {
        let outcome: PublishOutcome
    }

    init(
        _ provider: DeclaredProvider,
        _ publication: Publication,
        account: String,
        _ credentials: NetworkCredentials
    ) {
        self.provider = provider
        self.publication = publication
        self.credentials = credentials
        values.texts = ["text": publication.text, "account": account, "key": publication.key]
        values.lists = ["media.url": publication.media.map(\.item.sourceURL)]
    }

    /// Goes all the way.
    mutating func run() async -> PublishOutcome {
        do throws(End) {
            if let end = credentials.expiresAt,
                end.seconds(since: provider.surroundings.clock.now()) < 60
            {
                try await renew()
            }
            for step in provider.declared.publishing.steps { try await run(step) }
            let url = provider.declared.publishing.url?.filled(values)
            return .published(url: url.flatMap(PublicLink.init(_:))?.text)
        } catch {
            return error.outcome
        }
    }

    private mutating func run(_ step: DeclaredNetwork.Step) async throws(End) {
        switch step.condition {
        case .always: try await ask(step, nil)
        case .media: if !publication.media.isEmpty { try await ask(step, nil) }
        case .text: if publication.media.isEmpty { try await ask(step, nil) }
        case .eachFile:
            for (index, file) in publication.media.enumerated() {
                values.texts["media.type"] = file.item.type.rawValue
                values.texts["media.url"] = file.item.sourceURL
                values.texts["media.name"] = file.item.type.fileName
                values.texts["media.base64"] = Base64.encode(file.bytes)
                values.texts["media.size"] = String(file.bytes.count)
                // What an earlier step got for this very file.
                for (name, list) in values.lists where index < list.count {
                    values.texts[name] = list[index]
                }
                try await ask(step, file)
            }
        }
    }

    private mutating func ask(_ step: DeclaredNetwork.Step, _ file: MediaFile?) async throws(End) {
        let answer = try await answer(step, file)
        for result in step.results {
            let text: String? =
                switch result.source {
                case .body(let pointer): pointer.text(in: answer.json)
                case .header(let name): answer.fields.text(name)
                }
            guard let text else { throw End(outcome: unreadable(step)) }
            values.texts[result.name] = text
            if file != nil { values.lists[result.name, default: []].append(text) }
        }
        if step.publishes { isOut = true }
    }

    /// Success without what the next step needs: where the post is out by that, it is out.
    private func unreadable(_ step: DeclaredNetwork.Step) -> PublishOutcome {
        if step.publishes || isOut { return .published(url: nil) }
        return .refused(
            code: "unreadable",
            message: "The network's answer lacks what was expected."
        )
    }

    /// Asks once, or until a state that is waited for has come.
    private mutating func answer(
        _ step: DeclaredNetwork.Step,
        _ file: MediaFile?
    ) async throws(End) -> NetworkClient.Answer {
        guard let poll = step.poll else { return try await send(step, file) }
        while budget.share(atMost: 1) > 0, !Task.isCancelled {
            let answer = try await send(step, file)
            let state = poll.state.text(in: answer.json) ?? ""
            if poll.done.contains(where: { $0.isIdentical(to: state) }) { return answer }
            if poll.failed.contains(where: { $0.isIdentical(to: state) }) {
                throw End(
                    outcome: .refused(
                        code: "media_processing",
                        message: answer.said("The network could not work on the post.")
                    )
                )
            }
            let pause = provider.surroundings.pauseInMilliseconds
            try? await Task.sleep(for: .milliseconds(pause))
        }
        throw End(
            outcome: isOut
                ? .published(url: nil)
                : .busy(
                    code: "media_processing",
                    message: "The network still works on the post.",
                    retryAfterSeconds: nil
                )
        )
    }

    /// Sends a step, and once more with a new token where the first was not accepted any more.
    private mutating func send(
        _ step: DeclaredNetwork.Step,
        _ file: MediaFile?
    ) async throws(End) -> NetworkClient.Answer {
        var answer = try await sendOnce(step, file)
        if isShutOut(answer), step.authorizes, credentials.refresh != nil {
            try await renew()
            answer = try await sendOnce(step, file)
        }
        guard answer.isSuccess else { throw End(outcome: outcome(of: answer, step)) }
        return answer
    }

    private func sendOnce(
        _ step: DeclaredNetwork.Step,
        _ file: MediaFile?
    ) async throws(End) -> NetworkClient.Answer {
        let request = try request(step, file)
        let milliseconds = budget.share(atMost: 15_000)
        let result =
            milliseconds > 0
            ? await provider.network.send(request, within: milliseconds) : .failure(.unsent)
        switch result {
        case .success(let answer): return answer
        case .failure(let failure): throw End(outcome: outcome(of: failure, step))
        }
    }

    private func request(
        _ step: DeclaredNetwork.Step,
        _ file: MediaFile?
    ) throws(End) -> NetworkRequest {
        var request = DeclaredRequest(step, values, file, provider.surroundings.random).request
        for header in step.headers {
            guard let set = request.setting(header.name, header.value.filled(values)) else {
                throw End(
                    outcome: .refused(code: "refused", message: "A header cannot hold the value.")
                )
            }
            request = set
        }
        guard step.authorizes else { return request }
        guard let bearing = request.bearing(credentials.access) else {
            throw End(outcome: .shutOut(message: "The profile is not connected."))
        }
        return bearing
    }

    private mutating func renew() async throws(End) {
        let (provider, used) = (provider, credentials)
        guard used.refresh != nil else { return }
        let renewal = await provider.tokens.renew(publication.profile.identifier, used) { used in
            await provider.refresh(used)
        }
        switch renewal {
        case .renewed(let fresh): credentials = fresh
        case .shutOut:
            throw End(
                outcome: .shutOut(message: "The permission has ended; connect the profile again.")
            )
        case .failed:
            throw End(
                outcome: .busy(
                    code: "unreachable",
                    message: "The network could not be reached.",
                    retryAfterSeconds: nil
                )
            )
        }
    }

    /// What it means that a step was not answered.
    private func outcome(
        of failure: NetworkClient.Failure,
        _ step: DeclaredNetwork.Step
    ) -> PublishOutcome {
        if isOut { return .published(url: nil) }
        switch failure {
        case .forbidden:
            return .refused(code: "unreachable", message: "The network cannot be reached.")
        case .unanswered where step.publishes: return doubt
        case .unsent, .unanswered:
            return .busy(
                code: "unreachable",
                message: "The network could not be reached.",
                retryAfterSeconds: nil
            )
        }
    }

    /// What an answer means that is no success.
    private func outcome(
        of answer: NetworkClient.Answer,
        _ step: DeclaredNetwork.Step
    ) -> PublishOutcome {
        if isOut { return .published(url: nil) }
        if isShutOut(answer) {
            return .shutOut(message: answer.said("The network does not accept the token."))
        }
        switch answer.status {
        case 408, 425, 429, 503:
            return .busy(
                code: answer.status == 429 ? "rate_limited" : "busy",
                message: "The network answered with status \(answer.status).",
                retryAfterSeconds: answer.wish(at: provider.surroundings.clock.now())
            )
        case 500...599 where step.publishes: return doubt
        case 500...599:
            return .busy(
                code: "busy",
                message: "The network answered with status \(answer.status).",
                retryAfterSeconds: nil
            )
        default:
            return .refused(code: "refused", message: answer.said("The network refused the post."))
        }
    }

    private func isShutOut(_ answer: NetworkClient.Answer) -> Bool {
        answer.status == 401
            || provider.declared.publishing.shutOut?.isOn(answer.json) == true
    }

    private var doubt: PublishOutcome {
        let message =
            "The network gave no usable answer; somebody must look whether the post is out."
        return provider.declared.publishing.keepsKeys
            ? .uncertain(message: message) : .unknown(message: message)
    }
}
