import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Batches, which only 2025-03-26 has")
struct BatchTests {
    @Test(arguments: [nil, "2025-03-26"])
    func `every request is answered in order and notifications are not`(
        version: String?
    ) async throws {
        let response = try await RouterFixture().send(
            [
                ["jsonrpc": "2.0", "id": 1, "method": "ping"],
                ["jsonrpc": "2.0", "method": "notifications/initialized"],
                Self.call("a", "greet"),
                ["jsonrpc": "2.0", "id": 7, "result": [:]],
                ["jsonrpc": "2.0", "id": 2, "method": "nonsense"],
            ],
            version: version
        )
        #expect(response.status == 200)
        let answers = response.json?.arrayValue ?? []
        #expect(answers.map { $0["id"] } == [1, "a", 2])
        #expect(answers.map { $0["error"]?["code"] } == [nil, nil, -32601])
    }

    @Test func `a batch of nothing to answer is accepted without content`() async throws {
        let response = try await RouterFixture().send([
            ["jsonrpc": "2.0", "method": "notifications/initialized"],
            ["jsonrpc": "2.0", "id": 1, "result": [:]],
        ])
        #expect(response.status == 202)
        #expect(response.body == .empty)
    }

    @Test func `each entry is authorised by itself`() async throws {
        let fixture = RouterFixture()
        let response = try await fixture.send([
            Self.call(1, "write"), Self.call(2, "greet"), Self.call(3, "write"),
        ])
        #expect(response.status == 200)
        let answers = response.json?.arrayValue ?? []
        #expect(answers.map { $0["result"]?["isError"] } == [true, false, true])
        let text = answers.first?["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue
        let error = try JSONValue(parsing: Array((text ?? "").utf8))["error"]
        #expect(error?["code"] == "insufficient_scope")
        #expect(error?["required_scope"] == "posts:write")
        #expect(
            fixture.records.withLock { $0.map(\.outcome) }
                == [.insufficientScope, .succeeded, .insufficientScope]
        )
    }

    @Test func `a broken entry spoils only itself`() async throws {
        let response = try await RouterFixture().send([
            1, [], ["jsonrpc": "2.0", "id": nil, "method": "ping"],
            ["jsonrpc": "2.0", "method": "tools/list"],
            ["jsonrpc": "2.0", "id": 5, "method": "ping"],
        ])
        let answers = response.json?.arrayValue ?? []
        #expect(answers.map { $0["id"] } == [nil, nil, nil, nil, 5])
        #expect(answers.prefix(4).allSatisfy { $0["error"]?["code"] == -32600 })
    }

    @Test func `a handshake cannot be part of a batch`() async throws {
        let initialize = RouterFixture.legacy("initialize", ["protocolVersion": "2025-03-26"])
        let response = try await RouterFixture().send([initialize])
        #expect(response.json?.arrayValue?.first?["error"]?["code"] == -32600)
    }

    @Test func `an entry of the stateless era does not match the batch's revision`() async throws {
        let response = try await RouterFixture().send([RouterFixture.modern("tools/list")])
        #expect(response.json?.arrayValue?.first?["error"]?["code"] == -32020)
    }

    @Test(arguments: [(0, 400), (1, 200), (20, 200), (21, 400)])
    func `a batch has at least one message and at most twenty`(
        count: Int,
        status: Int
    ) async throws {
        let ping = RouterFixture.legacy("ping")
        let response = try await RouterFixture().send(
            .array(Array(repeating: ping, count: count))
        )
        #expect(response.status == status)
        if status == 400 { #expect(response.errorCode == -32600) }
    }

    private static func call(_ id: JSONValue, _ tool: String) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "method": "tools/call", "params": ["name": .string(tool)]]
    }
}
