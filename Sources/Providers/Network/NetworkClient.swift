internal import HTTP
internal import HTTPClient
internal import JSON
internal import Primitives

/// The way of one connector to its network: the vetted client, and what its failures mean.
struct NetworkClient: Sendable {
    /// Why there is no answer; the exact reason is in the log and nowhere else.
    enum Failure: Error, Equatable {
        /// The address is not one that may be asked, or nobody is there.
        case forbidden
        /// Nothing was sent; it may work a little later.
        case unsent
        /// Something was sent, and nobody knows what became of it.
        case unanswered
    }

    /// An answer of a network.
    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        /// The body, where it is JSON.
        let json: JSONValue?

        var isSuccess: Bool { (200...299).contains(status) }
    }

    let client: VettedClient
    let log: any Log

    /// Sends a request and returns whatever is answered.
    func send(
        _ request: NetworkRequest,
        within milliseconds: UInt64 = 6_000
    ) async -> Result<Answer, Failure> {
        let vetted = VettedRequest(
            method: request.method,
            url: request.url,
            fields: request.fields,
            body: request.body,
            accepts: .anyAnswer(maximumBodyBytes: 1 << 20),
            deadlineMilliseconds: milliseconds
        )
        do throws(VettedClientError) {
            let response = try await client.send(vetted)
            return .success(
                Answer(
                    status: response.status.code,
                    fields: response.fields,
                    json: try? JSONValue(parsing: response.body)
                )
            )
        } catch {
            log.write(.info, "A network gave no answer", [.text("reason", error.description)])
            return .failure(Failure(error))
        }
    }
}

extension NetworkClient.Failure {
    /// What a failure means: only one before anything was sent is known to have done nothing.
    init(_ error: VettedClientError) {
        switch error {
        case .urlRefused, .addressRefused, .nameUnknown, .untrusted, .statusRefused,
            .mediaTypeRefused:
            self = .forbidden
        case .overloaded, .hostAskedTooOften, .failedJustNow, .nameUnresolved, .unreachable:
            self = .unsent
        case .disconnected, .deadlineExceeded, .encodingRefused, .answerTooLarge,
            .answerMalformed, .cancelled, .stopped:
            self = .unanswered
        }
    }
}

extension NetworkClient.Answer {
    /// For how many seconds the network wants to be left alone, where it says so.
    ///
    /// `Retry-After` (RFC 9110 §10.2.3), or the time at which its quota is filled again: as
    /// Mastodon writes it, or in seconds since 1970 as Bluesky and others do.
    func wish(at now: Timestamp) -> Int64? {
        if let seconds = fields.first(.retryAfter).flatMap({ ASCII.decimal($0) }) { return seconds }
        for name in [Self.reset, Self.shortReset] {
            guard let value = fields.first(name) else { continue }
            if let number = ASCII.decimal(value) {
                let time = Timestamp(secondsSinceEpoch: number)
                return number > 1_000_000_000 ? max(0, time.seconds(since: now)) : number
            }
            // A fraction of a second behind the 19 characters does not matter.
            let text = String(decoding: value.prefix(19), as: UTF8.self) + "Z"
            if let time = Timestamp(utc: text) { return max(0, time.seconds(since: now)) + 1 }
        }
        return nil
    }

    private static let reset = HTTPFieldName(literal: "X-RateLimit-Reset")
    private static let shortReset = HTTPFieldName(literal: "RateLimit-Reset")

    /// What the network says, in its own words, shortened and without control characters.
    var words: String {
        let names = ["error_description", "message", "error", "detail"]
        // Some networks put the object of an error around its words.
        let texts = [json, json?["error"]].lazy.compactMap { object in
            names.lazy.compactMap { object?[$0]?.stringValue }.first
        }
        let text = texts.first ?? ""
        let plain = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }
        return String(String.UnicodeScalarView(plain.prefix(200)))
    }

    /// ``words`` behind a sentence, where there are any.
    func said(_ sentence: String) -> String {
        words.isEmpty ? sentence : "\(sentence) It says: \(words)"
    }
}
