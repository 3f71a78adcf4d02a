import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Calling tools")
struct ToolCallTests {
    @Test(arguments: ["2025-06-18", "2025-11-25"])
    func `a result is data and the same data as text`(version: String) async throws {
        let response = try await legacy(["name": "greet"], version)
        let content: JSONValue = ["greeting": "Hello you"]
        let expected: JSONValue = [
            "content": [["type": "text", "text": #"{"greeting":"Hello you"}"#]],
            "structuredContent": content, "isError": false,
        ]
        #expect(response.result == expected)
    }

    @Test(arguments: [nil, "2024-11-05", "2025-03-26"])
    func `clients from before structured results get the text alone`(
        version: String?
    ) async throws {
        let response = try await legacy(["name": "greet"], version)
        let expected: JSONValue = [
            "content": [["type": "text", "text": #"{"greeting":"Hello you"}"#]], "isError": false,
        ]
        #expect(response.result == expected)
    }

    @Test func `a stateless result says that it is complete and who gave it`() async throws {
        let response = try await RouterFixture().sendModern("tools/call", ["name": "greet"])
        #expect(
            response.text == #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","#
                + #""content":[{"type":"text","text":"{\"greeting\":\"Hello you\"}"}],"#
                + #""structuredContent":{"greeting":"Hello you"},"isError":false,"#
                + #""_meta":{"io.modelcontextprotocol/serverInfo":"#
                + #"{"name":"wayleave","title":"Wayleave","version":"1.2.3"}}}}"#
        )
    }

    @Test func `bad arguments are told one by one with where they are`() async throws {
        let arguments: JSONValue = ["who": "much too long", "whom": 1]
        let response = try await legacy(["name": "greet", "arguments": arguments], "2025-11-25")
        #expect(response.result?["isError"] == true)
        let error = response.result?["structuredContent"]?["error"]
        #expect(error?["code"] == "invalid_arguments")
        #expect(error?["hint"]?.stringValue?.contains("greet") == true)
        #expect(
            error?["violations"] == [
                ["pointer": "/who", "message": "must have at most 10 characters"],
                [
                    "pointer": "/whom",
                    "message": "is not known here; known are who",
                ],
            ]
        )
        #expect(
            error?["message"] == """
                /who must have at most 10 characters; \
                /whom is not known here; known are who.
                """
        )
    }

    @Test func `a failure of the tool reaches the model`() async throws {
        let response = try await legacy(["name": "greet", "arguments": ["who": "nobody"]], nil)
        let text = #"{"error":{"code":"not_found","message":"Nobody.","hint":"Look again."}}"#
        let expected: JSONValue = [
            "content": [["type": "text", "text": .string(text)]], "isError": true,
        ]
        #expect(response.result == expected)
    }

    @Test func `a result that breaks its schema is kept back and reported`() async throws {
        let fixture = RouterFixture()
        let params: JSONObject = ["name": "greet", "arguments": ["who": "mistake"]]
        let response = try await fixture.sendModern("tools/call", params)
        #expect(response.status == 200)
        #expect(response.errorCode == -32603)
        let lines = fixture.log.lines.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("/greeting") == true)
        #expect(fixture.records.withLock { $0.map(\.outcome) } == [.invalidResult])
    }

    @Test(
        arguments: [
            ([:], .succeeded), (["who": "nobody"], .failed(code: "not_found")),
            (["nonsense": 1], .invalidArguments),
        ] as [(JSONValue, CallRecord.Outcome)]
    )
    func `a call is recorded with who, what and how, not with its content`(
        arguments: JSONValue,
        outcome: CallRecord.Outcome
    ) async throws {
        let fixture = RouterFixture()
        let params: JSONObject = ["name": "greet", "arguments": arguments]
        _ = try await fixture.sendModern("tools/call", params)
        let expected = CallRecord(
            requestID: "r1",
            grantID: "grt_1",
            clientID: "client-1",
            subject: "usr_1",
            tool: "greet",
            isReadOnly: true,
            workspaceID: nil,
            outcome: outcome,
            durationMicroseconds: 0
        )
        #expect(fixture.records.withLock { $0 } == [expected])
    }

    @Test func `what is no call of a known tool is not recorded`() async throws {
        let fixture = RouterFixture()
        _ = try await fixture.sendModern("tools/call", ["name": "nonsense"])
        _ = try await fixture.sendModern("tools/list")
        #expect(fixture.records.withLock { $0.isEmpty })
    }

    @Test func `a tool is found by the bytes of its name`() async throws {
        let response = try await legacy(["name": "greet\u{200b}"], nil)
        #expect(response.errorCode == -32602)
    }

    @Test(arguments: RouterFixture.tools.map(\.name))
    func `every tool is answered when called without arguments`(name: String) async throws {
        let response = try await legacy(["name": .string(name)], "2025-11-25")
        #expect(response.status == (name == "write" ? 403 : 200))
        #expect(response.errorCode == nil)
    }

    private func legacy(_ params: JSONObject, _ version: String?) async throws -> MCPResponse {
        try await RouterFixture().send(
            RouterFixture.legacy("tools/call", params),
            version: version
        )
    }
}
