import JSON
import Primitives
import TestSupport
import Testing

@testable import MCP

/// Requests as real clients put them on the wire, and the whole conversation they expect.
@Suite("Requests of real clients")
struct GoldenRequestTests {
    @Test func `an SDK of the stateless era discovers, lists and calls`() async throws {
        let meta = #"""
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\#
            "io.modelcontextprotocol/clientInfo":{"name":"mcp","version":"0.1.0"},\#
            "io.modelcontextprotocol/clientCapabilities":{}}
            """#
        let version = "2026-07-28"
        let discovered = try await post(
            #"{"jsonrpc":"2.0","id":0,"method":"server/discover","params":{\#(meta)}}"#,
            version: version,
            method: "server/discover"
        )
        #expect(discovered.status == 200)
        #expect(discovered.json?["id"] == 0)
        #expect(discovered.result?["supportedVersions"]?.arrayValue?.first == "2026-07-28")
        let listed = try await post(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(meta)}}"#,
            version: version,
            method: "tools/list"
        )
        #expect(listed.result?["tools"]?.arrayValue?.count == 2)
        let called = try await post(
            #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"greet","#
                + #""arguments":{},\#(meta)}}"#,
            version: version,
            method: "tools/call",
            name: "greet"
        )
        #expect(called.result?["resultType"] == "complete")
        #expect(called.result?["structuredContent"] == ["greeting": "Hello you"])
    }

    @Test func `an SDK of the handshake era opens, lists, calls and closes`() async throws {
        let opened = try await post(
            #"{"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"#
                + #""clientInfo":{"name":"mcp","version":"0.1.0"}},"jsonrpc":"2.0","id":0}"#
        )
        #expect(opened.result?["protocolVersion"] == "2025-11-25")
        let version = "2025-11-25"
        let ready = try await post(
            #"{"method":"notifications/initialized","jsonrpc":"2.0"}"#,
            version: version
        )
        #expect(ready.status == 202)
        let listed = try await post(
            #"{"method":"tools/list","jsonrpc":"2.0","id":1}"#,
            version: version
        )
        #expect(listed.result?["tools"]?.arrayValue?.count == 2)
        let called = try await post(
            #"{"method":"tools/call","params":{"name":"greet","arguments":{"who":"Ada"},"#
                + #""_meta":{"progressToken":2}},"jsonrpc":"2.0","id":2}"#,
            version: version
        )
        #expect(called.result?["structuredContent"] == ["greeting": "Hello Ada"])
        var close = MCPRequest(method: .other, body: [], requestID: "r")
        close.authorization = "Bearer good"
        #expect(try await RouterFixture().router().handle(close).status == 405)
    }

    @Test func `a client that discovered may still open with a handshake`() async throws {
        #expect(try await RouterFixture().sendModern("server/discover").status == 200)
        let opened = try await post(
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","#
                + #""params":{"protocolVersion":"2025-06-18"}}"#
        )
        #expect(opened.result?["protocolVersion"] == "2025-06-18")
    }

    @Test(arguments: [
        ("text/event-stream", true), ("TEXT/Event-Stream;q=0.9", true),
        ("text/event-stream, text/html", true), ("application/json, text/event-stream", false),
        ("text/event-stream, */*", false), ("text/event-stream,application/*;q=0.1", false),
        ("*/*", false), ("text/html", false), ("", false), (nil, false),
    ])
    func `a client that takes only events gets its answer as one`(
        accept: String?,
        isStream: Bool
    ) async throws {
        let ping = RouterFixture.legacy("ping")
        let response = try await RouterFixture().send(ping, accept: accept)
        let answer = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
        let type = isStream ? "text/event-stream" : "application/json"
        #expect(response.header("Content-Type") == type)
        #expect(response.text == (isStream ? "event: message\ndata: \(answer)\n\n" : answer))
        #expect((response.header("X-Accel-Buffering") == "no") == isStream)
    }

    @Test(arguments: [#"7"#, #""seven""#])
    func `a subscription is acknowledged as empty and ended`(id: String) async throws {
        let meta = RouterFixture.modern("x")["params"]?["_meta"] ?? .null
        let metaText = String(decoding: meta.serialized(), as: UTF8.self)
        let response = try await post(
            #"{"jsonrpc":"2.0","id":\#(id),"method":"subscriptions/listen","params":"#
                + #"{"notifications":{"toolsListChanged":true},"_meta":\#(metaText)}}"#,
            version: "2026-07-28",
            method: "subscriptions/listen"
        )
        #expect(response.status == 200)
        #expect(response.header("Content-Type") == "text/event-stream")
        let tag = #""io.modelcontextprotocol/subscriptionId":\#(id)"#
        let expected = """
            event: message
            data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged",\
            "params":{"_meta":{\(tag)},"notifications":{}}}

            event: message
            data: {"jsonrpc":"2.0","id":\(id),"result":{"resultType":"complete",\
            "_meta":{\(tag),"io.modelcontextprotocol/serverInfo":\
            {"name":"wayleave","title":"Wayleave","version":"1.2.3"}}}}


            """
        #expect(response.text == expected)
    }

    @Test func `a subscription to nothing at all is malformed`() async throws {
        let response = try await RouterFixture().sendModern("subscriptions/listen")
        #expect(response.errorCode == -32602)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a damaged request is answered, never with a success that has no request`(
        seed: UInt64
    ) async throws {
        let random = SeededRandom(seed: seed)
        let fixture = RouterFixture()
        let params: JSONObject = ["name": "greet", "arguments": ["who": "Ada"]]
        var body = RouterFixture.modern("tools/call", params).serialized()
        for _ in 0...random.next() % 4 {
            let position = Int(random.next() % UInt64(body.count))
            body[position] = UInt8(truncatingIfNeeded: random.next())
        }
        var request = MCPRequest(method: .post, body: body, requestID: "r")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = "2026-07-28"
        request.mcpMethodHeader = "tools/call"
        request.mcpNameHeader = "greet"
        let response = try await fixture.router().handle(request)
        #expect([200, 202, 400].contains(response.status), "seed \(seed)")
        #expect(response.body == .empty || response.json != nil, "seed \(seed)")
        if response.status == 200 {
            #expect(fixture.records.withLock { $0.count } == 1, "seed \(seed)")
        }
    }

    private func post(
        _ body: String,
        version: String? = nil,
        method: String? = nil,
        name: String? = nil
    ) async throws -> MCPResponse {
        var request = MCPRequest(method: .post, body: Array(body.utf8), requestID: "r")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = version
        request.mcpMethodHeader = method
        request.mcpNameHeader = name
        request.contentType = "application/json"
        request.accept = "application/json, text/event-stream"
        return try await RouterFixture().router().handle(request)
    }
}
