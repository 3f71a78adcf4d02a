internal import Cryptography
internal import HTTP
public import HTTPClient
internal import JSON
public import Primitives
public import Publishing

/// Publishes by a signed HTTP POST to the operator's own system, after Standard Webhooks 1.0.
///
/// `webhook-id` is the publication's key: a receiver that has seen it answers as it did before and
/// does nothing more. A repeated publication has a new timestamp and signature.
public struct WebhookProvider: NetworkProvider {
    /// The most bytes of files that one request carries.
    static let maximumMediaBytes = 8 << 20
    private static let deadlineMilliseconds: UInt64 = 20_000

    private let client: VettedClient
    private let clock: any WallClock
    private let log: any Log

    /// Creates the provider.
    ///
    /// - Parameters:
    ///   - client: Sends; its policy says which addresses may be reached.
    ///   - clock: The time of signatures.
    ///   - log: Where the reason of a failure is told in full.
    public init(client: VettedClient, clock: any WallClock, log: any Log) {
        self.client = client
        self.clock = clock
        self.log = log
    }

    /// Posts the publication.
    public func publish(_ publication: Publication) async -> PublishOutcome {
        guard let connection = publication.connection,
            let secret = connection.secret.flatMap({ WebhookSecret($0.exposed) })
        else {
            return .refused(
                code: "not_connected",
                message: "The webhook has no address or no secret; import its profile again."
            )
        }
        guard publication.media.reduce(0, { $0 + $1.bytes.count }) <= Self.maximumMediaBytes else {
            return .refused(
                code: "too_much_media",
                message: "The files of a post to a webhook may have 8 MiB together."
            )
        }
        let request = request(publication, to: connection.endpoint, secret)
        do throws(VettedClientError) {
            return Self.outcome(of: try await client.send(request))
        } catch {
            log.write(
                .warning,
                "A webhook could not be reached",
                [
                    .text("profile", publication.profile.identifier),
                    .text("reason", error.description),
                ]
            )
            return Self.outcome(of: error)
        }
    }

    private func request(
        _ publication: Publication,
        to address: String,
        _ secret: WebhookSecret
    ) -> VettedRequest {
        let now = clock.now()
        let body = Self.body(of: publication, at: now)
        let timestamp = String(now.secondsSinceEpoch)
        let signature = WebhookSignature.text(
            id: publication.key,
            timestamp: timestamp,
            body: body,
            secret
        )
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        // Identifiers, digits and base64: nothing that a field could not hold.
        for (name, value) in [
            (Self.idField, publication.key), (Self.timestampField, timestamp),
            (Self.signatureField, signature), (Self.idempotencyField, publication.key),
        ] {
            fields.append(name, HTTPFieldValue(proven: value))
        }
        return VettedRequest(
            method: .post,
            url: address,
            fields: fields,
            body: body,
            accepts: .anyAnswer(maximumBodyBytes: 64 << 10),
            deadlineMilliseconds: Self.deadlineMilliseconds
        )
    }

    private static let idField = HTTPFieldName(literal: "webhook-id")
    private static let timestampField = HTTPFieldName(literal: "webhook-timestamp")
    private static let signatureField = HTTPFieldName(literal: "webhook-signature")
    private static let idempotencyField = HTTPFieldName(literal: "idempotency-key")

    private static func body(of publication: Publication, at now: Timestamp) -> [UInt8] {
        let media = publication.media.map { file -> JSONValue in
            [
                "type": .string(file.item.type.rawValue),
                "sourceUrl": .string(file.item.sourceURL),
                "content": .string(Base64.encode(file.bytes)),
            ]
        }
        let message: JSONValue = [
            "type": "post.publish",
            "timestamp": .string(CivilDate(now).rfc3339),
            "data": [
                "postGroupId": .string(publication.post),
                "profile": [
                    "id": .string(publication.profile.identifier),
                    "handle": .string(publication.profile.handle),
                ],
                "text": .string(publication.text),
                "media": .array(media),
            ],
        ]
        return message.serialized()
    }

    /// What an answer means: success says that the post is out, perhaps since an earlier try.
    static func outcome(of response: ClientResponse) -> PublishOutcome {
        let code = response.status.code
        switch code {
        case 200...299:
            let answer = try? JSONValue(parsing: response.body)
            return .published(url: address(in: answer))
        case 408, 425, 429, 500...599:
            let wait = response.fields.all(.retryAfter).first.flatMap { ASCII.decimal($0) }
            return .busy(
                code: "busy",
                message: "The webhook answered with status \(code).",
                retryAfterSeconds: wait
            )
        default:
            return .refused(
                code: "refused",
                message: "The webhook answered with status \(code)."
            )
        }
    }

    /// The address that the receiver tells people to look at, where it tells a plain one.
    private static func address(in answer: JSONValue?) -> String? {
        guard let text = answer?["url"]?.stringValue, text.utf8.count <= 2_000,
            let url = AbsoluteURL(text), url.isSecure
        else { return nil }
        return text
    }

    /// What a failure means: only one before anything was sent is known to have done nothing.
    static func outcome(of error: VettedClientError) -> PublishOutcome {
        switch error {
        case .urlRefused, .addressRefused, .nameUnknown, .untrusted, .statusRefused,
            .mediaTypeRefused:
            .refused(
                code: "unreachable",
                message: "The webhook's address cannot be reached from this server."
            )
        case .overloaded, .hostAskedTooOften, .failedJustNow, .nameUnresolved, .unreachable:
            .busy(
                code: "unreachable",
                message: "The webhook could not be reached.",
                retryAfterSeconds: nil
            )
        case .disconnected, .deadlineExceeded, .encodingRefused, .answerTooLarge,
            .answerMalformed, .cancelled, .stopped:
            .uncertain(message: "The webhook gave no usable answer.")
        }
    }
}
