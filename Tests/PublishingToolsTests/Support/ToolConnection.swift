import JSON
import MCP
import Primitives
import Testing

extension ToolWorld {
    /// What calls tools with one token.
    struct Connection: Sendable {
        let router: MCPRouter
        let token: SecretText

        /// Calls a tool and returns what came of it, however it ended.
        func call(_ tool: String, _ arguments: JSONObject = [:]) async -> Outcome {
            let message: JSONValue = [
                "jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": ["name": .string(tool), "arguments": .object(arguments)],
            ]
            var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r")
            request.authorization = "Bearer \(token.exposed)"
            request.protocolVersionHeader = "2025-11-25"
            request.contentType = "application/json"
            request.accept = "application/json, text/event-stream"
            return Outcome(await router.handle(request))
        }

        /// Calls a tool that must succeed and returns its result.
        func result(
            _ tool: String,
            _ arguments: JSONObject = [:],
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws -> JSONObject {
            let outcome = await call(tool, arguments)
            if let code = outcome.errorCode {
                Issue.record(
                    "\(tool): \(code) \(outcome.error?["message"]?.stringValue ?? "")",
                    sourceLocation: sourceLocation
                )
            }
            return try #require(outcome.content, sourceLocation: sourceLocation)
        }

        /// Calls a tool that must fail and returns its error.
        func error(
            _ tool: String,
            _ arguments: JSONObject = [:],
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws -> JSONValue {
            let outcome = await call(tool, arguments)
            return try #require(outcome.error, sourceLocation: sourceLocation)
        }
    }

    /// What came of a call.
    struct Outcome: Sendable {
        /// The HTTP status.
        let status: Int
        /// The JSON-RPC error's code.
        let rpcErrorCode: Int64?
        /// The result of a call that succeeded.
        let content: JSONObject?
        /// The error of a call that failed.
        let error: JSONValue?

        var errorCode: String? { error?["code"]?.stringValue }

        init(_ response: MCPResponse) {
            status = response.status
            guard case .json(let bytes) = response.body,
                let json = try? JSONValue(parsing: bytes)
            else {
                (rpcErrorCode, content, error) = (nil, nil, nil)
                return
            }
            rpcErrorCode = json["error"]?["code"]?.integerValue
            let result = json["result"]
            let structured = result?["structuredContent"]
            let isError = result?["isError"] == true
            content = isError ? nil : structured?.objectValue
            error = isError ? structured?["error"] : nil
        }
    }
}
