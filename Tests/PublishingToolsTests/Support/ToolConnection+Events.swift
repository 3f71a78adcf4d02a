import JSON
import MCP
import Primitives
import TestSupport

extension ToolWorld.Connection {
    /// Calls a tool that reports, and returns the messages of its stream; none where its answer is
    /// no stream.
    ///
    /// - Parameters:
    ///   - tool: The tool.
    ///   - arguments: Its arguments.
    ///   - heard: What happens once a message has come and before the next is read.
    /// - Returns: The messages, the result last.
    /// - Throws: What reading or `heard` throws.
    func events(
        _ tool: String,
        _ arguments: JSONObject,
        heard: @escaping @Sendable (JSONValue) async throws -> Void = { _ in }
    ) async throws -> [JSONValue] {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": [
                "name": .string(tool), "arguments": .object(arguments),
                "_meta": ["progressToken": 1],
            ],
        ]
        var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r")
        request.authorization = "Bearer \(token.exposed)"
        request.protocolVersionHeader = "2025-11-25"
        request.contentType = "application/json"
        request.accept = "application/json, text/event-stream"
        guard case .stream(let events) = await router.handle(request).body else { return [] }
        let messages = Shared<[JSONValue]>([])
        try await events.send { part in
            let json = part.dropFirst("event: message\ndata: ".utf8.count).dropLast(2)
            let message = try JSONValue(parsing: Array(json))
            messages.change { $0.append(message) }
            try await heard(message)
        }
        return messages.value
    }
}
