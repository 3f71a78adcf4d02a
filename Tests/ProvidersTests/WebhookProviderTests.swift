import Cryptography
import HTTP
import HTTPClient
import HTTPServer
import JSON
import Primitives
import Publishing
import TestSupport
import Testing
import Transport

@testable import Providers

@Suite("Webhooks over a real socket", .timeLimit(.minutes(10)))
struct WebhookProviderTests {
    @Test func `a receiver gets a signed message and its address is told`() async throws {
        let receiver = Receiver(.ok, #"{"url":"https://blog.example/1"}"#)
        try await WebhookScene.with(receiver) { scene in
            let outcome = await scene.provider.publish(try scene.publication())
            #expect(outcome == .published(url: "https://blog.example/1"))
        }
        let request = try #require(receiver.requests.value.first)
        #expect(request.method == .post)
        #expect(request.path == "/hook")
        let id = try request.text("webhook-id")
        #expect(id == "pg_1.spr_1.1")
        #expect(try request.text("idempotency-key") == id)
        let timestamp = try request.text("webhook-timestamp")
        let signed = Array("\(id).\(timestamp).".utf8) + request.body
        let key = MACKey(Array("0123456789abcdef0123456789abcdef".utf8))
        let signature = "v1,\(Base64.encode(key.authenticate(signed)))"
        #expect(try request.text("webhook-signature") == signature)
        let body = try JSONValue(parsing: request.body)
        #expect(body["type"] == "post.publish")
        #expect(body["data"]?["text"] == "Hello")
        #expect(body["data"]?["media"]?.arrayValue?.first?["content"] == "R0lGODlh")
    }

    @Test(
        arguments: [
            (HTTPStatus.ok, "", .published(url: nil)),
            (.ok, #"{"url":"javascript:alert(1)"}"#, .published(url: nil)),
            (.ok, "not json", .published(url: nil)),
            (.badRequest, "", .refused(code: "refused", message: "400")),
            (.forbidden, "", .refused(code: "refused", message: "403")),
            (.seeOther, "", .refused(code: "refused", message: "303")),
            (
                .serviceUnavailable, "",
                .busy(code: "busy", message: "503", retryAfterSeconds: 120)
            ),
        ] as [(HTTPStatus, String, PublishOutcome)]
    )
    func `each answer has its outcome`(
        status: HTTPStatus,
        body: String,
        expected: PublishOutcome
    ) async throws {
        try await WebhookScene.with(Receiver(status, body)) { scene in
            let outcome = await scene.provider.publish(try scene.publication())
            switch (outcome, expected) {
            case (.refused(let code, let message), .refused(let expected, let part)):
                #expect(code == expected && message.contains(part))
            case (.busy(let code, let message, let wait), .busy(let expected, let part, let until)):
                #expect(code == expected && message.contains(part) && wait == until)
            default: #expect(outcome == expected)
            }
        }
    }

    @Test func `an address that is not allowed is never asked`() async throws {
        let receiver = Receiver(.ok, "")
        try await WebhookScene.with(receiver, isAllowed: false) { scene in
            let outcome = await scene.provider.publish(try scene.publication())
            guard case .refused("unreachable", let message) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(!message.contains("127.0.0.1"))
        }
        #expect(receiver.requests.value.isEmpty)
    }

    @Test func `a profile without a secret is not connected`() async throws {
        try await WebhookScene.with(Receiver(.ok, "")) { scene in
            let outcome = await scene.provider.publish(try scene.publication(secret: nil))
            guard case .refused("not_connected", _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test(
        arguments: [
            (.disconnected, true), (.deadlineExceeded, true), (.cancelled, true),
            (.unreachable(""), false), (.overloaded, false), (.nameUnknown, false),
        ] as [(VettedClientError, Bool)]
    )
    func `only a failure after sending leaves doubt`(error: VettedClientError, isDoubtful: Bool) {
        let outcome = WebhookProvider.outcome(of: error)
        if case .uncertain = outcome {
            #expect(isDoubtful)
        } else {
            #expect(!isDoubtful)
        }
    }

    /// The example of the Standard Webhooks specification's reference libraries.
    @Test func `the signature is that of the specification`() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = WebhookSignature.text(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: "1614265330",
            body: Array(#"{"test": 2432232314}"#.utf8),
            secret
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func `a secret of another form is refused`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}

/// Answers every request alike and keeps what it was sent.
private final class Receiver: HTTPHandler {
    let requests = Shared<[HTTPRequest]>([])
    private let status: HTTPStatus
    private let body: String

    init(_ status: HTTPStatus, _ body: String) {
        self.status = status
        self.body = body
    }

    func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        requests.change { $0.append(request) }
        var response = HTTPResponse(status: status)
        if status == .serviceUnavailable {
            response.fields.append(HTTPFieldName(literal: "Retry-After"), "120")
        }
        response.body = .bytes(Array(body.utf8))
        return response
    }
}

/// A receiver on a loopback port, and a provider that may reach it.
private struct WebhookScene {
    let provider: WebhookProvider
    let endpoint: String

    static func with(
        _ receiver: Receiver,
        isAllowed: Bool = true,
        _ body: (WebhookScene) async throws -> Void
    ) async throws {
        try await LoopbackServer.with(receiver) { server in
            let provider = WebhookProvider(
                client: try server.client(isAllowed: isAllowed),
                clock: ManualClock(),
                log: SilentLog()
            )
            try await body(WebhookScene(provider: provider, endpoint: "\(server.origin)/hook"))
        }
    }

    func publication(
        secret: String? = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    ) throws -> Publication {
        let profile = SocialProfile(
            identifier: "spr_1",
            network: .webhook,
            name: "Blog",
            handle: "blog",
            avatarURL: nil,
            status: .connected,
            connectedAt: ManualClock().now()
        )
        let file = try MediaFile(
            Array("GIF89a".utf8),
            from: "https://example.com/a.gif",
            ItemIdentifiers(random: SeededRandom(seed: 1))
        )
        return Publication(
            attempt: AttemptKey(rawValue: 1),
            key: "pg_1.spr_1.1",
            post: "pg_1",
            profile: profile,
            connection: ProfileConnection(
                endpoint: endpoint,
                secret: secret.map(SecretText.init(_:))
            ),
            content: (text: "Hello", media: [file]),
            previousTries: 0
        )
    }
}

extension HTTPRequest {
    /// The one value of a field.
    fileprivate func text(_ name: StaticString) throws -> String {
        let value = try #require(fields.all(HTTPFieldName(literal: name)).first)
        return String(decoding: value, as: UTF8.self)
    }
}
