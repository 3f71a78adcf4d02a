import JSON
import MCP
import Primitives
import Testing

extension ToolWorld.Connection {
    /// A round of a call at the revision that has questions.
    ///
    /// - Parameters:
    ///   - tool: The tool.
    ///   - arguments: Its arguments.
    ///   - capabilities: What the client says it can do.
    ///   - answer: The state of a question as it came, and what the person says to it.
    /// - Returns: The whole answer.
    /// - Throws: Where it is no JSON.
    func round(
        _ tool: String,
        _ arguments: JSONObject,
        capabilities: JSONValue = ["elicitation": [:]],
        answer: (state: JSONValue?, reply: JSONValue?) = (nil, nil)
    ) async throws -> JSONValue {
        var params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        params.append(
            "_meta",
            [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": capabilities,
            ]
        )
        params.append("requestState", ifPresent: answer.state)
        params.append("inputResponses", ifPresent: answer.reply.map { ["confirm": $0] })
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": .object(params),
        ]
        var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r")
        request.authorization = "Bearer \(token.exposed)"
        request.protocolVersionHeader = "2026-07-28"
        request.mcpMethodHeader = "tools/call"
        request.mcpNameHeader = tool
        request.contentType = "application/json"
        let response = await router.handle(request)
        return try JSONValue(parsing: response.body.bytes)
    }
}
