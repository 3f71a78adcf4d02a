import JSON
import Primitives

@testable import MCP

/// A router over two small tools, a token that may call one of them, and what was observed.
final class RouterFixture: Sendable {
    static let resource = "https://auth.example.com/mcp"
    static let metadata = "https://auth.example.com/.well-known/oauth-protected-resource/mcp"
    static let scopes = ["workspace:read", "posts:write", "posts:publish"]

    let records = Lock<[CallRecord]>([])
    let log = MemoryLog()

    func router(
        introspector: any TokenIntrospector = StubIntrospector(),
        tools: [Tool] = RouterFixture.tools,
        management: ConnectionManagement? = nil
    ) throws -> MCPRouter {
        MCPRouter(
            resource: ProtectedResource(
                identifier: Self.resource,
                metadataURL: Self.metadata,
                scopes: Self.scopes,
                management: management
            ),
            identity: ServerIdentity(
                name: "wayleave",
                title: "Wayleave",
                version: "1.2.3",
                instructions: "Call get_me first."
            ),
            catalogue: try ToolCatalogue(tools),
            introspector: introspector,
            log: log,
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { record in self.records.withLock { $0.append(record) } }
        )
    }

    /// Sends `body` with a good token and the given headers.
    func send(
        _ body: JSONValue,
        version: String? = nil,
        method: String? = nil,
        name: String? = nil,
        accept: String? = "application/json, text/event-stream"
    ) async throws -> MCPResponse {
        var request = MCPRequest(method: .post, body: body.serialized(), requestID: "r1")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = version
        request.mcpMethodHeader = method
        request.mcpNameHeader = name
        request.contentType = "application/json"
        request.accept = accept
        return try await router().handle(request)
    }

    /// Sends a request of 2026-07-28 with the headers that belong to it.
    func sendModern(
        _ method: String,
        _ params: JSONObject = [:],
        name: String? = nil
    ) async throws -> MCPResponse {
        try await send(
            Self.modern(method, params),
            version: "2026-07-28",
            method: method,
            name: name ?? params["name"]?.stringValue
        )
    }

    static func modern(_ method: String, _ params: JSONObject = [:]) -> JSONValue {
        var params = params
        params.append(
            "_meta",
            [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        )
        return legacy(method, params)
    }

    static func legacy(_ method: String, _ params: JSONObject? = nil) -> JSONValue {
        var message: JSONObject = ["jsonrpc": "2.0", "id": 1, "method": .string(method)]
        message.append("params", ifPresent: params.map(JSONValue.object))
        return .object(message)
    }
}

extension RouterFixture {
    static let tools = [
        tool("greet", scopes: []) { call in
            switch call.string("who") {
            case "nobody":
                .failure(ToolError(code: .notFound, message: "Nobody.", hint: "Look again."))
            case "mistake": .success(["greeting": 1])
            case let who: .success(["greeting": .string("Hello \(who ?? "you")")])
            }
        },
        tool("write", scopes: ["posts:write"]) { _ in .success(["greeting": "written"]) },
    ]

    static func tool(
        _ name: String,
        scopes: [String],
        run: @escaping Tool.Run
    ) -> Tool {
        Tool(
            name: name,
            title: "The \(name) tool",
            description: "Does \(name).",
            scopes: scopes,
            annotations: .readOnly,
            schemas: (
                input: [
                    "type": "object",
                    "properties": [
                        "who": ["type": "string", "maxLength": 10]
                    ],
                    "additionalProperties": false,
                ],
                output: [
                    "type": "object",
                    "properties": ["greeting": ["type": "string"]],
                    "required": ["greeting"],
                ]
            ),
            run: run
        )
    }
}

/// Knows the tokens `good`, `foreign` (another audience) and `broken` (cannot be looked up).
struct StubIntrospector: TokenIntrospector {
    func introspect(
        _ token: SecretText
    ) async throws(IntrospectionFailure) -> TokenIntrospection {
        var active = ActiveToken(
            subject: "usr_1",
            clientID: "client-1",
            scopes: ["workspace:read"],
            audience: [RouterFixture.resource]
        )
        active.grantID = "grt_1"
        active.workspaces = [
            .init(id: "ws_1", name: "One", role: "owner", scopes: ["workspace:read"])
        ]
        switch token.exposed {
        case "good": return .active(active)
        case "foreign":
            active.audience = ["https://auth.example.com/other"]
            return .active(active)
        case "broken": throw IntrospectionFailure(reason: .timedOut, retryAfterSeconds: 7)
        default: return .inactive
        }
    }
}

/// A log that keeps its lines.
final class MemoryLog: Log {
    let lines = Lock<[String]>([])

    func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
        let fields = fields.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        lines.withLock { $0.append("\(level) \(message) \(fields)") }
    }
}

extension MCPResponse {
    /// The body as JSON, `nil` where it is none.
    var json: JSONValue? { try? JSONValue(parsing: body.bytes) }
    /// The JSON-RPC error code of the body.
    var errorCode: Int64? { json?["error"]?["code"]?.integerValue }
    /// The member `result` of the body.
    var result: JSONValue? { json?["result"] }
    /// The body as text.
    var text: String { String(decoding: body.bytes, as: UTF8.self) }
}
