internal import HTTP
internal import HTTPClient
internal import JSON
internal import Primitives
internal import Publishing

/// Asks a model, and asks again where it was busy.
struct ModelClient: Sendable {
    /// How long a model is waited for.
    struct Patience: Sendable {
        /// Milliseconds for one answer.
        var answerMilliseconds: UInt64 = 50_000
        /// Milliseconds for one text or picture, with all tries and whatever belongs to it.
        var totalMilliseconds: UInt64 = 55_000
        /// Milliseconds before the second try, doubled before each further one.
        var pauseMilliseconds: UInt64 = 500
        /// How often a model is asked.
        var tries = 3
        /// Waits; a test notes it instead.
        var wait: @Sendable (_ milliseconds: UInt64) async -> Void = { milliseconds in
            try? await Task.sleep(for: .milliseconds(Int64(milliseconds)))
        }
    }

    /// A request to a model.
    struct Request: Sendable {
        let path: String
        let body: JSONValue
        let accept: HTTPFieldValue
        let maximumBytes: Int
    }

    let endpoint: ModelEndpoint
    let client: VettedClient
    let patience: Patience
    let clock: any WallClock
    let log: any Log

    /// When work that begins now must have ended.
    func end(of brief: DraftBrief) -> MonotonicInstant {
        let own = MonotonicInstant.now().adding(milliseconds: patience.totalMilliseconds)
        return brief.deadline.map { min($0, own) } ?? own
    }

    /// Posts a request and returns the answer of status 2xx.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - end: When all tries must have ended.
    ///   - reader: Makes what reads along with one try, or returns `nil`.
    /// - Returns: The answer, and what read along with it.
    /// - Throws: ``GenerationError``, whose text names neither address nor key.
    func post<Reader: ContentReading>(
        _ request: Request,
        until end: MonotonicInstant,
        _ reader: @Sendable () -> Reader
    ) async throws(GenerationError) -> (ClientResponse, Reader) {
        var pause = patience.pauseMilliseconds
        for number in 1...max(1, patience.tries) {
            let left = Self.milliseconds(until: end)
            guard left > 0 else { throw Self.late }
            let along = reader()
            let result = await send(request, along, within: min(left, patience.answerMilliseconds))
            let failure: GenerationError
            switch result {
            case .success(let response): return (response, along)
            case .failure(let error): failure = error
            }
            let wish = failure.retryAfterSeconds.map { UInt64(clamping: $0) &* 1_000 }
            let wait = max(wish ?? 0, pause)
            let isWorthIt = failure.isTemporary && number < patience.tries && !Task.isCancelled
            guard isWorthIt, wait < Self.milliseconds(until: end) / 2 else { throw failure }
            await patience.wait(wait)
            pause *= 2
        }
        throw Self.late
    }

    /// What a generator is told of for which no time was left, or that took too long.
    static let late = GenerationError.temporary("The generator did not answer in time.")

    /// The milliseconds that are left, 0 where none are.
    static func milliseconds(until end: MonotonicInstant) -> UInt64 {
        end.microseconds(since: .now()) / 1_000
    }

    private func send(
        _ request: Request,
        _ reader: some ContentReading,
        within milliseconds: UInt64
    ) async -> Result<ClientResponse, GenerationError> {
        var fields: HTTPFields = [.contentType: "application/json"]
        fields.append(.accept, request.accept)
        if let key = endpoint.key {
            fields.append(.authorization, HTTPFieldValue(proven: "Bearer \(key.exposed)"))
        }
        var vetted = VettedRequest(
            method: .post,
            url: endpoint.base + request.path,
            fields: fields,
            body: request.body.serialized(),
            accepts: .anyAnswer(maximumBodyBytes: request.maximumBytes),
            deadlineMilliseconds: milliseconds
        )
        vetted.onContent = { head, bytes in
            (200...299).contains(head.status.code) && reader.take(bytes, head.fields)
        }
        do throws(VettedClientError) {
            let response = try await client.send(vetted)
            if (200...299).contains(response.status.code) { return .success(response) }
            note("status \(response.status.code)")
            return .failure(Self.failure(of: response, now: clock.now()))
        } catch {
            note(error.description)
            return .failure(Self.failure(of: error))
        }
    }

    private func note(_ reason: String) {
        log.write(
            .warning,
            "A model gave no usable answer",
            [.text("model", endpoint.model), .text("reason", reason)]
        )
    }

    /// What a status means; the text of the answer may quote the key and is told to nobody.
    private static func failure(of response: ClientResponse, now: Timestamp) -> GenerationError {
        let code = response.status.code
        switch code {
        case 401, 403:
            return .lasting("The generator refused this server's key; its operator can renew it.")
        case 404, 405:
            return .lasting("The generator does not know the model or address that is set up.")
        case 408, 425, 429, 500...599:
            let wish = response.fields.first(.retryAfter).flatMap { value in
                ASCII.decimal(value)
                    ?? HTTPDate.parse(Array(value), now: now).map { max(0, $0.seconds(since: now)) }
            }
            let words = code == 429 ? "is asked too often" : "is busy or broken (status \(code))"
            return .temporary("The generator \(words).", retryAfterSeconds: wish)
        default:
            return .lasting("The generator refused the request (status \(code)).")
        }
    }

    private static func failure(of error: VettedClientError) -> GenerationError {
        switch error {
        case .deadlineExceeded: late
        case .answerTooLarge: .lasting("The generator's answer is too large.")
        case .answerMalformed, .encodingRefused:
            .lasting("The generator's answer is no proper HTTP.")
        default:
            error.isTransient
                ? .temporary("The generator could not be reached.")
                : .lasting("The generator cannot be reached as it is set up.")
        }
    }
}

/// Reads along while an answer arrives.
protocol ContentReading: Sendable {
    /// Takes bytes of the content, and tells whether they make the answer complete.
    func take(_ bytes: [UInt8], _ fields: HTTPFields) -> Bool
}
