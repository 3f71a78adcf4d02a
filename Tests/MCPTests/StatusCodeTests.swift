import JSON
import Testing

@testable import MCP

@Suite("HTTP status and JSON-RPC code of each situation")
struct StatusCodeTests {
    /// A body, the version header it comes with, and the answer.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let version: String?
        let body: String
        let status: Int
        let code: Int64?
        let id: JSONValue?

        init(
            _ name: String,
            _ version: String?,
            _ body: String,
            _ status: Int,
            _ code: Int64? = nil,
            id: JSONValue? = nil
        ) {
            self.name = name
            self.version = version
            self.body = body
            self.status = status
            self.code = code
            self.id = id
        }

        var testDescription: String { name }
    }

    @Test(arguments: rows)
    func `a situation has its status and code`(row: Row) async throws {
        var request = MCPRequest(method: .post, body: Array(row.body.utf8), requestID: "r")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = row.version
        let response = try await RouterFixture().router().handle(request)
        #expect(response.status == row.status)
        #expect(response.errorCode == row.code)
        #expect(response.json?["id"] == row.id)
        #expect(!response.text.contains(#""id":null"#))
        if row.status == 202 { #expect(response.body == .empty) }
    }

    static let modern = "2026-07-28"
    static let legacy = "2025-11-25"

    static let rows: [Row] =
        [nil, legacy, "2025-03-26", modern].flatMap { version in
            let label = version ?? "no version"
            return [
                Row("not JSON, \(label)", version, "{", 400, -32700),
                Row("empty, \(label)", version, "", 400, -32700),
                Row("repeated name, \(label)", version, #"{"id":1,"id":1}"#, 400, -32700),
                Row("a text, \(label)", version, #""ping""#, 400, -32600),
                Row("id null, \(label)", version, call(id: "null"), 400, -32600),
                Row("id fraction, \(label)", version, call(id: "1.5"), 400, -32600),
                Row("id list, \(label)", version, call(id: "[]"), 400, -32600),
                Row(
                    "no jsonrpc, \(label)",
                    version,
                    #"{"id":1,"method":"ping"}"#,
                    400,
                    -32600,
                    id: 1
                ),
                Row(
                    "jsonrpc 1.0, \(label)",
                    version,
                    #"{"jsonrpc":"1.0","id":"a","method":"ping"}"#,
                    400,
                    -32600,
                    id: "a"
                ),
                Row(
                    "method a number, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","id":1,"method":1}"#,
                    400,
                    -32600,
                    id: 1
                ),
                Row(
                    "params a list, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#,
                    400,
                    -32600,
                    id: 1
                ),
                Row(
                    "neither request nor response, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","id":1}"#,
                    400,
                    -32600,
                    id: 1
                ),
                Row(
                    "result and error, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","id":1,"result":{},"error":{}}"#,
                    400,
                    -32600,
                    id: 1
                ),
                Row(
                    "request without id, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","method":"tools/list"}"#,
                    400,
                    -32600
                ),
                Row(
                    "initialized, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
                    202
                ),
                Row(
                    "cancelled, \(label)",
                    version,
                    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}"#,
                    202
                ),
            ]
        } + [
            Row("array before batches", "2024-11-05", "[]", 400, -32600),
            Row("array after batches", legacy, "[]", 400, -32600),
            Row("array, modern", modern, "[]", 400, -32600),
            Row("array, unknown version", "1", "[]", 400, -32022),
            Row(
                "notification, unknown version",
                "1",
                #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
                400,
                -32022
            ),
            Row("response, legacy", legacy, #"{"jsonrpc":"2.0","id":1,"result":{}}"#, 202),
            Row("error response, no version", nil, #"{"jsonrpc":"2.0","id":1,"error":{}}"#, 202),
            Row("response, modern", modern, #"{"jsonrpc":"2.0","id":1,"result":{}}"#, 400, -32600),
            Row(
                "response, unknown version",
                "1",
                #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
                400,
                -32022
            ),
            Row(
                "unknown method, legacy",
                legacy,
                #"{"jsonrpc":"2.0","id":1,"method":"prompts/list"}"#,
                200,
                -32601,
                id: 1
            ),
            Row(
                "discover, legacy",
                legacy,
                #"{"jsonrpc":"2.0","id":1,"method":"server/discover"}"#,
                200,
                -32601,
                id: 1
            ),
            Row("unknown tool", legacy, call(#"{"name":"nope"}"#), 200, -32602, id: 1),
            Row("tool without name", legacy, call("{}"), 200, -32602, id: 1),
            Row(
                "arguments a list",
                legacy,
                call(#"{"name":"greet","arguments":[]}"#),
                200,
                -32602,
                id: 1
            ),
            Row(
                "bad cursor",
                legacy,
                #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#,
                200,
                -32602,
                id: 1
            ),
            Row(
                "empty cursor",
                legacy,
                #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":""}}"#,
                200,
                -32602,
                id: 1
            ),
            Row(
                "bad arguments",
                legacy,
                call(#"{"name":"greet","arguments":{"who":1}}"#),
                200,
                id: 1
            ),
            Row(
                "tool failed",
                legacy,
                call(#"{"name":"greet","arguments":{"who":"nobody"}}"#),
                200,
                id: 1
            ),
            Row(
                "our mistake",
                legacy,
                call(#"{"name":"greet","arguments":{"who":"mistake"}}"#),
                200,
                -32603,
                id: 1
            ),
            Row("null arguments", legacy, call(#"{"name":"greet","arguments":null}"#), 200, id: 1),
            Row(
                "greatest id",
                legacy,
                call(#"{"name":"greet"}"#, id: "9223372036854775807"),
                200,
                id: .integer(.max)
            ),
            Row("negative id", legacy, call(#"{"name":"greet"}"#, id: "-1"), 200, id: -1),
            Row("empty id", legacy, call(#"{"name":"greet"}"#, id: #""""#), 200, id: ""),
        ]

    static func call(_ params: String = #"{"name":"greet"}"#, id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":\#(params)}"#
    }

    @Test func `GET and DELETE are refused with what is allowed, once authenticated`() async throws
    {
        let router = try RouterFixture().router()
        var request = MCPRequest(method: .other, body: [], requestID: "r")
        #expect(await router.handle(request).status == 401)
        request.authorization = "Bearer good"
        let response = await router.handle(request)
        #expect(response.status == 405)
        #expect(response.header("Allow") == "POST")
    }

    @Test(arguments: [
        (nil, 200), ("application/json", 200), ("Application/JSON; charset=utf-8", 200),
        ("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("", 415),
    ])
    func `content that is declared as something else is refused`(
        contentType: String?,
        status: Int
    ) async throws {
        var request = MCPRequest(
            method: .post,
            body: RouterFixture.legacy("ping").serialized(),
            requestID: "r"
        )
        request.authorization = "Bearer good"
        request.contentType = contentType
        #expect(try await RouterFixture().router().handle(request).status == status)
    }

    @Test func `ping is answered with exactly nothing`() async throws {
        let response = try await RouterFixture().send(RouterFixture.legacy("ping"))
        #expect(response.text == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    }
}
