package import HTTP

/// The answer to one request, read from the bytes of a connection of its own, without sockets or
/// clock.
///
/// It refuses as soon as something is wrong: a head that is not acceptable before its body is read,
/// a body by its declared length where it has one and while it is counted where it has none.
package struct VettedExchange {
    /// What the bytes so far amount to.
    package enum Outcome {
        /// More bytes are needed.
        case wait
        /// The answer is complete and acceptable.
        case answer(ClientResponse)
        /// There will be no acceptable answer.
        case failure(VettedClientError)
    }

    /// Bytes of a head, and of the trailers of one body.
    private static let maximumHeadBytes = 16_384

    private let rules: AnswerRules
    private let onContent: (@Sendable (ResponseHead, [UInt8]) -> Bool)?
    private var parser: ResponseParser
    /// How many bytes of the content were shown.
    private var shown = 0

    package init(
        method: HTTPMethod,
        rules: AnswerRules,
        onContent: (@Sendable (ResponseHead, [UInt8]) -> Bool)? = nil
    ) {
        self.rules = rules
        self.onContent = onContent
        var limits = HTTPLimits.answers
        limits.maximumBodyBytes = rules.maximumBodyBytes
        limits.maximumHeadBytes = Self.maximumHeadBytes
        limits.maximumInterimResponses = 3
        parser = ResponseParser(limits: limits)
        parser.expectResponse(to: method)
    }

    /// Takes bytes of the answer.
    package mutating func received(_ bytes: Span<UInt8>) -> Outcome {
        parser.append(bytes)
        let action = parser.next()
        return judge(action)
    }

    /// Records that the peer sends no more.
    ///
    /// - Parameter isTruncated: Whether somebody in between may have cut the connection; a body of
    ///   unknown length is then not known to be whole.
    /// - Returns: The answer that the end completes, or a failure.
    package mutating func ended(isTruncated: Bool) -> Outcome {
        guard !isTruncated else { return .failure(.disconnected) }
        switch parser.endOfStream() {
        case .needsMoreBytes, .refuse(.truncated): return .failure(.disconnected)
        case let action: return judge(action)
        }
    }

    /// Shows what is new of the content to whoever reads along.
    private mutating func show(_ head: ResponseHead) -> Outcome {
        guard let onContent else { return .wait }
        let part = parser.bodyUnderWay(from: shown)
        guard !part.isEmpty else { return .wait }
        shown += part.count
        guard onContent(head, part), let response = parser.responseSoFar() else { return .wait }
        return .answer(response)
    }

    private mutating func judge(_ action: ResponseParser.Action) -> Outcome {
        switch action {
        case .needsMoreBytes:
            guard let head = parser.headUnderWay else { return .wait }
            if let refusal = rules.refusal(of: head.status, head.fields) {
                return .failure(refusal)
            }
            return show(head)
        case .response(let response):
            return rules.refusal(of: response.status, response.fields).map { .failure($0) }
                ?? .answer(response)
        case .refuse(let fault):
            // An answer that is refused anyway is refused for the more telling reason.
            if let head = parser.headUnderWay,
                let refusal = rules.refusal(of: head.status, head.fields)
            {
                return .failure(refusal)
            }
            let isTooLarge =
                fault == .bodyTooLarge || fault == .headTooLarge || fault == .tooManyFields
            return .failure(isTooLarge ? .answerTooLarge : .answerMalformed(fault))
        }
    }
}
