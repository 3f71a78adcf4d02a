import JSON
import Primitives
import TestSupport
import Testing

@testable import MCP

@Suite("Keeping a response stream alive", .timeLimit(.minutes(10)))
struct KeepAliveTests {
    @Test func `a silent call becomes a stream of comments until its result`() async throws {
        let scene = Scene()
        let response = try await scene.response(reporting: false) {
            scene.pass(seconds: 15)
        }
        #expect(response.header("Content-Type") == "text/event-stream")
        let parts = try await scene.read(response, until: 2)
        #expect(parts.prefix(2) == [": keep-alive\n\n", ": keep-alive\n\n"])
        #expect(parts.last?.hasPrefix("event: message\ndata: {") == true)
        #expect(parts.last?.contains("\"greeting\":\"done\"") == true)
        #expect(scene.pauses.value.allSatisfy { $0 == 15 })
    }

    @Test func `comments stand between reports and change none`() async throws {
        let scene = Scene()
        let response = try await scene.response(reporting: true) {}
        scene.pass(seconds: 15)
        let parts = try await scene.read(response, until: 1)
        #expect(parts.first?.contains("notifications/progress") == true)
        #expect(parts.contains(": keep-alive\n\n"))
        #expect(parts.last?.contains("\"greeting\":\"done\"") == true)
    }

    @Test func `a call that ends within the interval is JSON as ever`() async throws {
        let scene = Scene()
        scene.finish()
        let response = try await scene.response(reporting: false) {}
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.result?["structuredContent"]?["greeting"] == "done")
    }

    @Test func `a client that takes no events waits for its JSON`() async throws {
        let scene = Scene()
        scene.finish()
        let response = try await scene.response(reporting: false, accept: "application/json") {}
        #expect(response.header("Content-Type") == "application/json")
        #expect(scene.pauses.value.isEmpty)
    }
}

/// A router over one tool that works until it is told to stop, and a clock that is set by hand.
private final class Scene: Sendable {
    /// What was waited for, in seconds.
    let pauses = Shared<[Int64]>([])
    private let ticks = AsyncStream<Void>.makeStream()
    private let ends = AsyncStream<Void>.makeStream()
    private let begun = AsyncStream<Void>.makeStream()

    /// Lets so many seconds pass, all of one interval.
    func pass(seconds: Int64) {
        precondition(seconds == KeepAlive.intervalInSeconds)
        ticks.continuation.yield()
    }

    /// Lets the tool end.
    func finish() { ends.continuation.finish() }

    /// Calls the tool; `meanwhile` happens once it is at work.
    func response(
        reporting: Bool,
        accept: String = "application/json, text/event-stream",
        _ meanwhile: @escaping @Sendable () -> Void
    ) async throws -> MCPResponse {
        let other = Task { [begun] in
            for await _ in begun.stream { break }
            meanwhile()
        }
        defer { other.cancel() }
        var meta = JSONObject()
        if reporting { meta.append("progressToken", "t") }
        let message = RouterFixture.legacy(
            "tools/call",
            ["name": "work", "arguments": [:], "_meta": .object(meta)]
        )
        var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r1")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = "2025-11-25"
        request.contentType = "application/json"
        request.accept = accept
        return try await router().handle(request)
    }

    /// Reads a stream to its end; the tool ends once `count` comments have come.
    func read(_ response: MCPResponse, until count: Int) async throws -> [String] {
        guard case .stream(let events) = response.body else {
            Issue.record("no stream")
            return []
        }
        let parts = Shared<[String]>([])
        try await events.send { part in
            let text = String(decoding: part, as: UTF8.self)
            parts.change { $0.append(text) }
            let beats = parts.value.count { $0.hasPrefix(":") }
            if beats >= count {
                self.finish()
            } else if text.hasPrefix(":") {
                self.pass(seconds: 15)
            }
        }
        return parts.value
    }

    private func router() throws -> MCPRouter {
        var work = RouterFixture.tool("work", scopes: []) { call in
            call.report(ToolProgress(completed: 1))
            self.begun.continuation.yield()
            for await _ in self.ends.stream {}
            return .success(["greeting": "done"])
        }
        work.reportsProgress = true
        var router = MCPRouter(
            resource: ProtectedResource(
                identifier: RouterFixture.resource,
                metadataURL: RouterFixture.metadata,
                scopes: RouterFixture.scopes,
                management: nil
            ),
            identity: ServerIdentity(name: "w", title: "W", version: "1", instructions: "None."),
            catalogue: try ToolCatalogue([work]),
            introspector: StubIntrospector(),
            log: MemoryLog(),
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { _ in }
        )
        router.keepAlive = KeepAlive { seconds in
            self.pauses.change { $0.append(seconds) }
            for await _ in self.ticks.stream { return }
            throw CancellationError()
        }
        return router
    }
}
