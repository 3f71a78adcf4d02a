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

/// A model server on a loopback port, and the clients of it.
struct ModelScene: Sendable {
    static let key = "sk-test-0123456789"

    let origin: String
    let client: VettedClient
    let strangers: VettedClient
    let clock: ManualClock
    let pauses = Shared<[UInt64]>([])

    static func with(
        _ model: some HTTPHandler,
        _ body: (ModelScene) async throws -> Void
    ) async throws {
        try await LoopbackServer.with(model, drainMilliseconds: 500) { server in
            var trusting = VettedConfiguration()
            trusting.policy.trustedOrigins = [server.origin]
            let scene = ModelScene(
                origin: server.origin,
                client: try VettedClient(
                    on: server.group,
                    resolver: SystemHostResolver(),
                    configuration: trusting
                ),
                strangers: try VettedClient(on: server.group, resolver: SystemHostResolver()),
                clock: ManualClock()
            )
            try await body(scene)
        }
    }

    func model(
        key: String? = key,
        answerMilliseconds: UInt64 = 120_000,
        log: any Log = SilentLog()
    ) throws -> ModelClient {
        var patience = ModelClient.Patience()
        patience.answerMilliseconds = answerMilliseconds
        patience.wait = { [pauses] milliseconds in pauses.change { $0.append(milliseconds) } }
        let endpoint = ModelEndpoint(
            address: "\(origin)/v1/",
            model: "test-model",
            key: key.map(SecretText.init(_:))
        )
        return ModelClient(
            endpoint: try #require(endpoint),
            client: client,
            patience: patience,
            clock: clock,
            log: log
        )
    }

    func draft(
        _ brief: DraftBrief = DraftBrief(prompt: "Announce our oak desk."),
        answerMilliseconds: UInt64 = 120_000
    ) async throws -> Result<TextDraft, GenerationError> {
        let generator = ChatTextGenerator(try model(answerMilliseconds: answerMilliseconds))
        do throws(GenerationError) {
            return .success(try await generator.draft(brief))
        } catch {
            return .failure(error)
        }
    }
}

/// A model server that insists on the protocol and then answers as a test scripts it.
final class ModelFake: HTTPHandler {
    /// What one request is answered with.
    enum Reply: Sendable {
        case plain(Int, type: String, String, [(String, String)] = [])
        /// Portions of a stream of events.
        case stream([[UInt8]])
        /// A stream that goes on until its client leaves, after these bytes.
        case endless([UInt8])
        case silence
    }

    let requests = Shared<[HTTPRequest]>([])
    private let replies: Shared<[Reply]>
    private let path: String

    init(_ replies: [Reply], path: String = "/v1/chat/completions") {
        self.replies = Shared(replies)
        self.path = path
    }

    func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        requests.change { $0.append(request) }
        guard request.method == .post, request.path == path else { return .error(404, "no route") }
        guard request.field("Authorization") == "Bearer \(ModelScene.key)" else {
            return .error(
                401,
                "Incorrect API key provided: \(request.field("Authorization") ?? "")"
            )
        }
        guard let body = request.json, body["model"] == "test-model" else {
            return .error(400, "bad body")
        }
        let reply = replies.value.first
        replies.change { if $0.count > 1 { $0.removeFirst() } }
        return await Self.response(reply)
    }

    private static func response(_ reply: Reply?) async -> HTTPResponse {
        var response = HTTPResponse(status: .ok)
        switch reply {
        case nil: return .error(500, "no script")
        case .plain(let status, let type, let body, let fields):
            response = HTTPResponse(status: HTTPStatus(code: status) ?? .internalServerError)
            for (name, text) in [("Content-Type", type)] + fields {
                guard let name = HTTPFieldName(name), let value = HTTPFieldValue(text) else {
                    continue
                }
                response.fields.append(name, value)
            }
            response.body = .bytes(Array(body.utf8))
        case .stream(let portions):
            response.fields.append(.contentType, "text/event-stream; charset=utf-8")
            response.body = .stream { writer in
                for portion in portions {
                    try await writer.write(portion)
                    await Task.yield()
                }
            }
        case .endless(let bytes):
            response.fields.append(.contentType, "text/event-stream")
            response.body = .stream { writer in
                try await writer.write(bytes)
                while true {
                    try await Task.sleep(for: .milliseconds(20))
                    try await writer.write(Array(": still here\n\n".utf8))
                }
            }
        case .silence:
            try? await Task.sleep(for: .seconds(5))
        }
        return response
    }

    /// The events of a stream that gives `parts`, as model servers write them.
    static func events(
        _ parts: [String],
        finish: String? = "stop",
        done: Bool = true
    ) -> String {
        var events = parts.map { part -> JSONValue in
            [
                "id": "1", "object": "chat.completion.chunk", "model": "test-model-2026",
                "choices": [
                    ["index": 0, "delta": ["content": .string(part)], "finish_reason": nil]
                ],
            ]
        }
        events.insert(
            ["choices": [["index": 0, "delta": ["role": "assistant", "content": ""]]]],
            at: 0
        )
        if let finish {
            events.append(
                ["choices": [["index": 0, "delta": [:], "finish_reason": .string(finish)]]]
            )
            events.append(["choices": [], "usage": ["total_tokens": 9]])
        }
        let text = events.map { "data: \(String(decoding: $0.serialized(), as: UTF8.self))\n\n" }
        return text.joined() + (done ? "data: [DONE]\n\n" : "")
    }
}
