internal import HTTP

/// Which answers to a vetted request are acceptable; judged by the head, before the body is read.
public struct AnswerRules: Sendable {
    /// Which media types are acceptable.
    public enum Media: Sendable {
        /// `application/json` or `application/…+json` (RFC 6839 §3.1), in UTF-8.
        case json
        /// These, each in lower case and without parameters.
        case types(Set<String>)
        /// Every one, and none.
        case any
    }

    /// Whether 200 alone is acceptable; otherwise every final status is, and what is a failure is
    /// the caller's to judge.
    public var wantsOnlyOK: Bool
    /// Which media types are acceptable in answers with a status of 2xx that have content.
    public var media: Media
    /// Bytes of a body, transfer coding removed.
    public var maximumBodyBytes: Int

    /// Puts rules together.
    public init(wantsOnlyOK: Bool, media: Media, maximumBodyBytes: Int) {
        self.wantsOnlyOK = wantsOnlyOK
        self.media = media
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// A JSON document of at most `maximumBodyBytes`, with status 200.
    public static func jsonDocument(maximumBodyBytes: Int) -> AnswerRules {
        AnswerRules(wantsOnlyOK: true, media: .json, maximumBodyBytes: maximumBodyBytes)
    }

    /// Whatever an interface answers, in at most `maximumBodyBytes`.
    public static func anyAnswer(maximumBodyBytes: Int) -> AnswerRules {
        AnswerRules(wantsOnlyOK: false, media: .any, maximumBodyBytes: maximumBodyBytes)
    }

    /// Returns why an answer with this head is not acceptable, or `nil` when it is.
    func refusal(of status: HTTPStatus, _ fields: HTTPFields) -> VettedClientError? {
        guard !wantsOnlyOK || status == .ok else { return .statusRefused(status.code) }
        let codings = fields.members(.contentEncoding)
        guard codings.allSatisfy({ $0.elementsEqual("identity".utf8) }) else {
            return .encodingRefused
        }
        guard (200...299).contains(status.code), !status.forbidsBody else { return nil }
        return accepts(fields.only(.contentType)) ? nil : .mediaTypeRefused
    }

    private func accepts(_ contentType: Occurrence<[UInt8]>) -> Bool {
        if case .any = media { return true }
        guard case .one(let bytes) = contentType, let type = MediaType(bytes) else { return false }
        switch media {
        case .any: return true
        case .types(let types): return types.contains(type.essence)
        case .json:
            let isJSON =
                type.essence == "application/json"
                || type.essence.hasPrefix("application/") && type.essence.hasSuffix("+json")
            return isJSON && type.isUTF8
        }
    }
}
