import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Opening a workspace for a call")
struct OpenWorkspaceTests {
    @Test func `the tool is handed the workspace, not its identifier`() async throws {
        let response = try await enter("ws_1")
        let content = response.result?["structuredContent"]
        #expect(content == ["greeting": "One (ws_1) for workspace:read"])
    }

    @Test(arguments: ["ws_2", "WS_1", "ws_1 ", "", "ws_\u{0}1", "e\u{301}"])
    func `whatever the token does not name is not found`(identifier: String) async throws {
        let response = try await enter(identifier)
        #expect(response.status == 200)
        let error = response.result?["structuredContent"]?["error"]
        #expect(error?["code"] == "workspace_not_open")
        #expect(
            error?["workspaces"] == [
                ["id": "ws_1", "name": "One"], ["id": "ws_3", "name": "Three"],
            ]
        )
        let hint = try #require(error?["hint"]?.stringValue)
        #expect(hint.hasPrefix("Open to it are: ws_1 (One), ws_3 (Three). To open another one, "))
        #expect(hint.contains("https://auth.example.com/account/connection?grant=grt_1"))
    }

    @Test func `a name is compared by its bytes`() async throws {
        let response = try await enter("ws_\u{e9}", named: "ws_e\u{301}")
        let error = response.result?["structuredContent"]?["error"]
        #expect(error?["code"] == "workspace_not_open")
    }

    @Test func `a role that does not allow the scope is told`() async throws {
        let response = try await enter("ws_3")
        let error = response.result?["structuredContent"]?["error"]
        #expect(error?["code"] == "role_too_low")
        #expect(error?["required_scope"] == "workspace:read")
        #expect(error?["role"] == "guest")
        #expect(error?["workspaces"] == [["id": "ws_1", "name": "One"]])
    }

    @Test func `a missing workspace is a broken schema`() async throws {
        let response = try await enter(nil)
        #expect(response.result?["structuredContent"]?["error"]?["code"] == "invalid_arguments")
    }

    @Test func `the record names the workspace`() async throws {
        let fixture = RouterFixture()
        _ = try await enter("ws_1", fixture: fixture)
        _ = try await enter("ws_2", fixture: fixture)
        let records = fixture.records.withLock { $0 }
        #expect(records.map(\.workspaceID) == ["ws_1", "ws_2"])
        #expect(records.map(\.outcome) == [.succeeded, .failed(code: "workspace_not_open")])
    }

    @Test(
        arguments: [(["workspaceId"], []), ([], ["workspace:read"])] as [([String], [String])]
    )
    func `a tool that would take a workspace without a check cannot be offered`(
        required: [String],
        scopes: [String]
    ) {
        let tool = Self.tool(required: required, scopes: scopes)
        #expect(throws: ToolCatalogue.DefinitionError.openWorkspaceArgument("enter")) {
            try ToolCatalogue([tool])
        }
    }

    private static func tool(required: [String], scopes: [String]) -> Tool {
        Tool(
            name: "enter",
            title: "Enter",
            description: "Enters.",
            scopes: scopes,
            annotations: .readOnly,
            schemas: (
                input: [
                    "type": "object", "properties": ["workspaceId": ["type": "string"]],
                    "required": .array(required.map(JSONValue.string)),
                ],
                output: ["type": "object", "properties": ["greeting": ["type": "string"]]]
            )
        ) { call in
            let workspace = call.workspace
            let scopes = workspace?.scopes.joined() ?? ""
            let greeting =
                "\(workspace?.name ?? "") (\(workspace?.identifier ?? "")) for \(scopes)"
            return .success(["greeting": .string(greeting)])
        }
    }

    private func enter(
        _ identifier: String?,
        named name: String = "ws_1",
        fixture: RouterFixture = RouterFixture()
    ) async throws -> MCPResponse {
        let router = MCPRouter(
            resource: ProtectedResource(
                identifier: RouterFixture.resource,
                metadataURL: RouterFixture.metadata,
                scopes: RouterFixture.scopes,
                management: ConnectionManagement(
                    address: "https://auth.example.com/account/connection"
                )
            ),
            identity: ServerIdentity(
                name: "wayleave",
                title: "Wayleave",
                version: "1"
            ),
            catalogue: try ToolCatalogue([
                Self.tool(required: ["workspaceId"], scopes: ["workspace:read"])
            ]),
            introspector: Rooms(name: name),
            log: fixture.log,
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { record in fixture.records.withLock { $0.append(record) } }
        )
        var arguments = JSONObject()
        arguments.append("workspaceId", ifPresent: identifier.map(JSONValue.string))
        let body = RouterFixture.legacy(
            "tools/call",
            ["name": "enter", "arguments": .object(arguments)]
        )
        var request = MCPRequest(method: .post, body: body.serialized(), requestID: "r1")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = "2025-11-25"
        return await router.handle(request)
    }

    /// Knows one token, with a workspace that it may enter and one where the role forbids it.
    private struct Rooms: TokenIntrospector {
        let name: String

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
                .init(id: name, name: "One", role: "owner", scopes: ["workspace:read"]),
                .init(id: "ws_3", name: "Three", role: "guest", scopes: []),
            ]
            return .active(active)
        }
    }
}
