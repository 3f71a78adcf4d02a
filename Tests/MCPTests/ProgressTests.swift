import JSON
import Primitives
import TestSupport
import Testing

@testable import MCP

@Suite("Progress on the response stream", .timeLimit(.minutes(10)))
struct ProgressTests {
    @Test(arguments: [#""t""#, "7"])
    func `reports come as events before the result, under the token of the request`(
        token: String
    ) async throws {
        let token = try JSONValue(parsing: Array(token.utf8))
        let response = try await Scene.call("2025-11-25", token: token)
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "text/event-stream")
        #expect(response.header("X-Accel-Buffering") == "no")
        let messages = try await Scene.messages(of: response)
        #expect(messages.count == 3)
        #expect(
            messages.first == [
                "jsonrpc": "2.0", "method": "notifications/progress",
                "params": [
                    "progressToken": token, "progress": 1, "total": 2, "message": "One.",
                ],
            ]
        )
        #expect(messages[1]["params"]?["progress"] == 2)
        #expect(messages[2]["id"] == 1)
        #expect(messages[2]["result"]?["structuredContent"]?["greeting"] == "done")
    }

    @Test func `both eras have them, and the first revision no messages`() async throws {
        let modern = try await Scene.messages(of: Scene.call("2026-07-28"))
        #expect(modern.map { $0["method"] == "notifications/progress" } == [true, true, false])
        #expect(modern.last?["result"]?["resultType"] == "complete")
        let first = try await Scene.messages(of: Scene.call("2024-11-05"))
        #expect(first.count == 3)
        #expect(first[0]["params"]?["progress"] == 1)
        #expect(first[0]["params"]?["message"] == nil)
    }

    @Test func `whoever did not ask, or takes no events, gets JSON`() async throws {
        for response in [
            try await Scene.call("2025-11-25", token: nil),
            try await Scene.call("2025-11-25", token: .null),
            try await Scene.call("2025-11-25", token: [:]),
            try await Scene.call("2025-11-25", accept: "application/json"),
            try await Scene.call("2025-11-25", accept: nil),
        ] {
            #expect(response.header("Content-Type") == "application/json")
            #expect(response.result?["structuredContent"]?["greeting"] == "done")
        }
    }

    @Test func `a call without reports is answered as JSON, with its own status`() async throws {
        let silent = try await Scene.call("2025-11-25", who: "silent")
        #expect(silent.header("Content-Type") == "application/json")
        #expect(silent.result?["structuredContent"]?["greeting"] == "silent")
        let refused = try await Scene.call("2025-11-25", tool: "guarded")
        #expect(refused.status == 403)
        let invalid = try await Scene.call("2025-11-25", who: "much too long a name")
        #expect(invalid.result?["isError"] == true)
        #expect(invalid.header("Content-Type") == "application/json")
    }

    @Test func `reports that do not grow are left out`() async throws {
        let messages = try await Scene.messages(of: Scene.call("2025-11-25", who: "odd"))
        #expect(messages.compactMap { $0["params"]?["progress"] } == [1, 5])
        #expect(messages.last?["result"] != nil)
    }

    @Test func `reports that go on after the end are left out`() async throws {
        let scene = Scene()
        let message = Scene.message("work", who: "restless", token: "t")
        let response = try await scene.send(message, "2025-11-25")
        // More reports than may wait come between the end and the first reading.
        let atEnd = scene.latecomer.count.value
        while scene.latecomer.count.value < atEnd + 1_000 { await Task.yield() }
        let messages = try await Scene.messages(of: response)
        scene.latecomer.isWelcome.change { $0 = false }
        #expect(messages.count(where: { $0["result"] != nil }) == 1)
        #expect(messages.last?["result"]?["structuredContent"]?["greeting"] == "done")
    }

    @Test func `a tool that fails after a report fails in the stream`() async throws {
        let messages = try await Scene.messages(of: Scene.call("2025-11-25", who: "broken"))
        #expect(messages.count == 2)
        #expect(messages.last?["result"]?["isError"] == true)
        let mistaken = try await Scene.messages(of: Scene.call("2025-11-25", who: "mistake"))
        #expect(mistaken.last?["error"]?["code"] == -32603)
    }

    @Test func `many reports to a slow client lose the oldest and never the result`()
        async throws
    {
        let scene = Scene()
        let recorded = scene.recorded()
        let message = Scene.message("work", who: "many", token: "t")
        let response = try await scene.send(message, "2025-11-25")
        // The client reads nothing until the tool has ended.
        for await _ in recorded { break }
        let messages = try await Scene.messages(of: response)
        let steps = messages.compactMap { $0["params"]?["progress"]?.integerValue }
        #expect(steps.count <= 65)
        #expect(steps == steps.sorted())
        #expect(steps.last == 1_000)
        #expect(messages.last?["result"]?["structuredContent"]?["greeting"] == "done")
    }

    @Test func `an entry of a batch has no stream`() async throws {
        let scene = Scene()
        let entry = Scene.message("work", who: nil, token: "t")
        let response = try await scene.send([entry], "2025-03-26")
        #expect(response.header("Content-Type") == "application/json")
        let answers = try #require(response.json?.arrayValue)
        #expect(answers.count == 1)
    }

    @Test func `a client that goes away ends the waiting, and the call is recorded`()
        async throws
    {
        let scene = Scene()
        let recorded = scene.recorded()
        let response = try await scene.send(
            Scene.message("work", who: "waits", token: "t"),
            "2025-11-25"
        )
        guard case .stream(let events) = response.body else {
            Issue.record("no stream")
            return
        }
        struct Gone: Error {}
        await #expect(throws: Gone.self) { try await events.send { _ in throw Gone() } }
        for await _ in recorded { break }
        #expect(scene.records.value.map(\.outcome) == [.succeeded])
    }

    @Test func `an answer that nobody reads ends the waiting, too`() async throws {
        let scene = Scene()
        let recorded = scene.recorded()
        _ = try await scene.send(
            Scene.message("work", who: "waits", token: "t"),
            "2025-11-25"
        )
        for await _ in recorded { break }
        #expect(scene.records.value.map(\.outcome) == [.succeeded])
    }

    @Test func `a reader that is cancelled cancels the tool`() async throws {
        let scene = Scene()
        let recorded = scene.recorded()
        let response = try await scene.send(
            Scene.message("work", who: "waits", token: "t"),
            "2025-11-25"
        )
        guard case .stream(let events) = response.body else {
            Issue.record("no stream")
            return
        }
        let reader = Task { try await events.send { _ in } }
        reader.cancel()
        try await reader.value
        for await _ in recorded { break }
        #expect(scene.records.value.map(\.outcome) == [.succeeded])
    }
}

/// Reports from a task of its own, whatever becomes of the call.
private struct Latecomer: Sendable {
    let isWelcome = Shared(true)
    let count = Shared(0)

    func goOn(reportingTo call: ToolCall) {
        Task.detached {
            var step = 1
            while isWelcome.value {
                step += 1
                call.report(ToolProgress(completed: step))
                count.change { $0 += 1 }
                await Task.yield()
            }
        }
    }
}

/// A router over a tool that reports, and what was recorded.
private final class Scene: Sendable {
    let records = Shared<[CallRecord]>([])
    let latecomer = Latecomer()
    private let gate = AsyncStream<Void>.makeStream()

    /// Comes to an end of waiting when a call was recorded.
    func recorded() -> AsyncStream<Void> { gate.stream }

    static func call(
        _ version: String,
        tool: String = "work",
        who: String? = nil,
        token: JSONValue? = "t",
        accept: String? = "application/json, text/event-stream"
    ) async throws -> MCPResponse {
        try await Scene().send(message(tool, who: who, token: token), version, accept: accept)
    }

    func send(
        _ message: JSONValue,
        _ version: String,
        accept: String? = "application/json, text/event-stream"
    ) async throws -> MCPResponse {
        var message = message
        let isModern = version == "2026-07-28"
        if isModern, var object = message.objectValue, var params = object["params"]?.objectValue,
            var meta = params["_meta"]?.objectValue
        {
            meta["io.modelcontextprotocol/protocolVersion"] = .string(version)
            meta["io.modelcontextprotocol/clientCapabilities"] = [:]
            params["_meta"] = .object(meta)
            object["params"] = .object(params)
            message = .object(object)
        }
        var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r1")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = version
        request.contentType = "application/json"
        request.accept = accept
        if isModern {
            request.mcpMethodHeader = "tools/call"
            request.mcpNameHeader = "work"
        }
        return try await router().handle(request)
    }

    private func router() throws -> MCPRouter {
        let latecomer = latecomer
        var work = RouterFixture.tool("work", scopes: []) { await Self.work($0, latecomer) }
        work.reportsProgress = true
        var guarded = RouterFixture.tool("guarded", scopes: ["posts:write"]) { call in
            call.report(ToolProgress(completed: 1))
            return .success(["greeting": "never"])
        }
        guarded.reportsProgress = true
        return MCPRouter(
            resource: ProtectedResource(
                identifier: RouterFixture.resource,
                metadataURL: RouterFixture.metadata,
                scopes: RouterFixture.scopes,
                management: nil
            ),
            identity: ServerIdentity(name: "w", title: "W", version: "1", instructions: "None."),
            catalogue: try ToolCatalogue([work, guarded]),
            introspector: StubIntrospector(),
            log: MemoryLog(),
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { record in
                self.records.change { $0.append(record) }
                self.gate.continuation.yield()
            }
        )
    }

    private static func work(_ call: ToolCall, _ latecomer: Latecomer) async -> ToolResult {
        let who = call.string("who")
        if who == "silent" { return .success(["greeting": "silent"]) }
        call.report(ToolProgress(completed: 1, total: 2, message: "One."))
        switch who {
        case "broken":
            return .failure(ToolError(code: .notAvailable, message: "Broken.", hint: "Rest."))
        case "mistake": return .success(["greeting": 1])
        case "odd":
            for step in [1, 0, 5, 3] { call.report(ToolProgress(completed: step)) }
            return .success(["greeting": "done"])
        case "restless":
            latecomer.goOn(reportingTo: call)
            return .success(["greeting": "done"])
        case "many":
            for step in 2...1_000 { call.report(ToolProgress(completed: step)) }
        case "waits": for await _ in AsyncStream<Never>.makeStream().stream {}
        default: call.report(ToolProgress(completed: 2, total: 2, message: "Two."))
        }
        return .success(["greeting": "done"])
    }

    static func message(_ tool: String, who: String?, token: JSONValue?) -> JSONValue {
        var arguments = JSONObject()
        arguments.append("who", ifPresent: who.map(JSONValue.string))
        var meta = JSONObject()
        meta.append("progressToken", ifPresent: token)
        return RouterFixture.legacy(
            "tools/call",
            ["name": .string(tool), "arguments": .object(arguments), "_meta": .object(meta)]
        )
    }

    /// Reads a stream to its end; each event must be framed alike.
    static func messages(of response: MCPResponse) async throws -> [JSONValue] {
        guard case .stream(let events) = response.body else {
            Issue.record("no stream: \(response.text)")
            return []
        }
        let parts = Shared<[[UInt8]]>([])
        try await events.send { part in parts.change { $0.append(part) } }
        return try parts.value.map { part in
            let (head, tail) = ("event: message\ndata: ", "\n\n")
            let text = String(decoding: part, as: UTF8.self)
            try #require(text.hasPrefix(head) && text.hasSuffix(tail))
            return try JSONValue(
                parsing: Array(part.dropFirst(head.utf8.count).dropLast(tail.utf8.count))
            )
        }
    }
}
