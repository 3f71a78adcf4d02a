import HTTP
import JSON
import OAuth
import Testing

/// Malformed requests to the MCP endpoint, each with the exact status and code of its answer.
@Suite("Bad input at the tools", .sharedServer, .timeLimit(.minutes(10)))
struct ToolBadInputTests {
    /// A request with a good token and something wrong.
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        var method = HTTPMethod.post
        var fields: HTTPFields = [:]
        var type: HTTPFieldValue? = "application/json"
        let body: String
        let status: Int
        /// The JSON-RPC code, or `nil` where the answer is none.
        var code: Int64?

        var testDescription: String { what }

        init(_ what: String, _ body: String, _ status: Int, _ code: Int64?) {
            self.what = what
            self.body = body
            self.status = status
            self.code = code
        }

        func with(_ change: (inout Row) -> Void) -> Row {
            var copy = self
            change(&copy)
            return copy
        }
    }

    private static let version = HTTPFieldName(literal: "MCP-Protocol-Version")
    private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#

    private static func call(_ parameters: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":\#(parameters)}"#
    }

    static let rows = [
        Row("nothing", "", 400, -32_700), Row("no JSON", "{", 400, -32_700),
        Row("text that is not UTF-8 inside", "\u{FEFF}{}", 400, -32_700),
        Row("a member twice", #"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, 400, -32_700),
        Row("too deep", String(repeating: "[", count: 500), 400, -32_700),
        Row("a text", #""ping""#, 400, -32_600), Row("an empty object", "{}", 400, -32_600),
        Row("an empty list", "[]", 400, -32_600),
        Row(
            "another version of JSON-RPC",
            #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
            400,
            -32_600
        ),
        Row("a null id", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, 400, -32_600),
        Row("a method that is a number", #"{"jsonrpc":"2.0","id":1,"method":1}"#, 400, -32_600),
        Row("an unknown method", #"{"jsonrpc":"2.0","id":1,"method":"x"}"#, 200, -32_601),
        Row("an unknown tool", call(#"{"name":"drop_tables","arguments":{}}"#), 200, -32_602),
        Row("a call without a name", call("{}"), 200, -32_602),
        Row("arguments that are a list", call(#"{"name":"get_me","arguments":[]}"#), 200, -32_602),
        Row("another media type", ping, 415, -32_600).with { $0.type = "text/plain" },
        Row("an unknown revision", ping, 400, -32_022).with {
            $0.fields = [version: "1999-01-01"]
        },
        Row("two revisions", ping, 400, -32_022).with {
            $0.fields = [version: "2025-06-18", version: "2025-11-25"]
        },
        Row("a batch where there is none", "[\(ping)]", 400, -32_600).with {
            $0.fields = [version: "2025-11-25"]
        },
        Row("the stateless era without its members", ping, 400, -32_602).with {
            $0.fields = [version: "2026-07-28"]
        },
        Row("GET", "", 405, nil).with { $0.method = .get },
        Row("DELETE", "", 405, nil).with { $0.method = .delete },
        Row("PUT", "", 405, nil).with { $0.method = .put },
    ]

    @Test(arguments: [false, true])
    func `B-1 T-1 T-13 a malformed request has its exact answer and harms no token`(
        bySocket: Bool
    ) async throws {
        let server = try SharedServer.current
        let road = server.road(bySocket: bySocket)
        var agent = try await Agent.registered(server, on: road, name: "Tools \(bySocket)")
        let tokens = try await agent.connect()
        for row in Self.rows {
            var fields = row.fields
            if let type = row.type { fields.append(.contentType, type) }
            fields.append(.authorization, HTTPFieldValue(proven: "Bearer \(tokens.access)"))
            let request = HTTPRequest(
                method: row.method,
                path: "/mcp",
                fields: fields,
                body: Array(row.body.utf8)
            )
            let answer = try await road.send(request)
            #expect(answer.status == row.status, "\(row.what): \(answer.body)")
            #expect(!answer.body.contains(tokens.access), "\(row.what)")
            guard let code = row.code else {
                #expect(answer.fields.contains(.allow), "\(row.what)")
                continue
            }
            let error = try answer.json()["error"]
            #expect(error?["code"] == .integer(code), "\(row.what): \(answer.body)")
            #expect(error?["message"]?.stringValue?.isEmpty == false, "\(row.what)")
        }
        #expect(try await agent.call(tokens.access) == 200)
        #expect(try await agent.fixture.grant(of: tokens.refresh).revocation == nil)
    }
}
