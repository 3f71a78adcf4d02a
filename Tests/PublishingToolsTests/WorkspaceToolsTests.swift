import JSON
import MCP
import Primitives
import Testing

@testable import PublishingTools

@Suite("get_me and list_workspaces")
struct WorkspaceToolsTests {
    @Test func `the tools are fit to be offered`() throws {
        #expect(throws: Never.self) { try ToolCatalogue(WorkspaceTools.all) }
        #expect(WorkspaceTools.all.map(\.name) == ["get_me", "list_workspaces"])
        #expect(WorkspaceTools.all.map(\.scopes) == [[], ["workspace:read"]])
        #expect(WorkspaceTools.all.allSatisfy { $0.annotations == .readOnly })
    }

    @Test(arguments: WorkspaceTools.all.map(\.name))
    func `a tool survives being called with an empty object`(name: String) async throws {
        let content = try await success(name, [:])
        #expect(!content.isEmpty)
    }

    @Test(arguments: WorkspaceTools.all.map(\.name), [0, 1, 3])
    func `what a tool returns meets its own schema`(name: String, count: Int) async throws {
        let tool = try #require(WorkspaceTools.all.first { $0.name == name })
        let content = try await success(name, [:], token: Self.token(workspaces: count))
        let validator = try SchemaValidator(tool.outputSchema)
        #expect(validator.violations(in: .object(content)).isEmpty)
    }

    @Test func `get_me tells who, for which client and how far`() async throws {
        let expected: JSONObject = [
            "id": "usr_1", "name": "Ada", "email": "ada@example.com",
            "client": ["id": "client-1", "name": "Some Client"],
            "grantId": "grt_1", "scopes": ["workspace:read"], "workspaceCount": 2,
        ]
        #expect(try await success("get_me", [:]) == expected)
    }

    @Test func `get_me names the page where the person changes the connection`() async throws {
        let tool = try #require(WorkspaceTools.all.first { $0.name == "get_me" })
        let call = ToolCall(
            token: Self.token(workspaces: 1),
            arguments: [:],
            management: ConnectionManagement(address: "https://auth.example.com/account/connection")
        )
        guard case .success(let content) = await tool.run(call) else {
            Issue.record("get_me failed")
            return
        }
        #expect(
            content["manageUrl"] == "https://auth.example.com/account/connection?grant=grt_1"
        )
        let validator = try SchemaValidator(tool.outputSchema)
        #expect(validator.violations(in: .object(content)).isEmpty)
    }

    @Test func `get_me leaves out what introspection did not tell`() async throws {
        let bare = ActiveToken(subject: "s", clientID: "c", scopes: [], audience: [])
        let expected: JSONObject = [
            "id": "s", "client": ["id": "c"], "scopes": [], "workspaceCount": 0,
        ]
        #expect(try await success("get_me", [:], token: bare) == expected)
    }

    @Test func `list_workspaces shows exactly the workspaces of the token`() async throws {
        let content = try await success("list_workspaces", [:])
        let expected: JSONObject = [
            "workspaces": [
                ["id": "ws_0", "name": "Nr 0", "role": "editor", "scopes": ["workspace:read"]],
                ["id": "ws_1", "name": "Nr 1", "role": "editor", "scopes": ["workspace:read"]],
            ]
        ]
        #expect(content == expected)
    }

    @Test(arguments: [(0, nil), (1, nil), (20, nil), (21, nil), (7, 3), (6, 3), (50, 50), (51, 1)])
    func `the pages together are the list, none longer than the limit`(
        count: Int,
        limit: Int?
    ) async throws {
        let token = Self.token(workspaces: count)
        var seen: [String] = []
        var arguments = JSONObject()
        arguments.append("limit", ifPresent: limit.map { .integer(Int64($0)) })
        for _ in 0...count {
            let content = try await success("list_workspaces", arguments, token: token)
            let page = content["workspaces"]?.arrayValue ?? []
            #expect(page.count <= limit ?? 20)
            seen += page.compactMap { $0["id"]?.stringValue }
            guard let next = content["nextCursor"] else { break }
            arguments.append("cursor", next)
        }
        #expect(seen == (0..<count).map { "ws_\($0)" })
    }

    @Test func `a workspace that ends between two pages hides no other one`() async throws {
        var token = Self.token(workspaces: 4)
        let first = try await success("list_workspaces", ["limit": 2], token: token)
        token.workspaces.removeFirst()
        let cursor = try #require(first["nextCursor"])
        let second = try await success("list_workspaces", ["cursor": cursor], token: token)
        let ids = second["workspaces"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
        #expect(ids == ["ws_2", "ws_3"])
    }

    @Test(arguments: ["x", "dzE6", "dzE6bm8", "dzI6d3NfMA", "====", "w1:ws_0", "dzE6d3NfMA=="])
    func `a cursor of nobody is a failure that says how to go on`(cursor: String) async throws {
        let result = try await run("list_workspaces", ["cursor": .string(cursor)])
        guard case .failure(let error) = result else {
            Issue.record("the cursor \(cursor) was taken")
            return
        }
        #expect(error.code == .invalidCursor)
        #expect(error.hint.contains("without a cursor"))
    }

    @Test func `an empty cursor is the first page`() async throws {
        let content = try await success("list_workspaces", ["cursor": ""])
        #expect(content["workspaces"]?.arrayValue?.count == 2)
    }

    private func run(
        _ name: String,
        _ arguments: JSONObject,
        token: ActiveToken = WorkspaceToolsTests.token(workspaces: 2)
    ) async throws -> ToolResult {
        let tool = try #require(WorkspaceTools.all.first { $0.name == name })
        let input = try SchemaValidator(tool.inputSchema)
        #expect(input.violations(in: .object(arguments)).isEmpty)
        return await tool.run(ToolCall(token: token, arguments: arguments))
    }

    private func success(
        _ name: String,
        _ arguments: JSONObject,
        token: ActiveToken = WorkspaceToolsTests.token(workspaces: 2)
    ) async throws -> JSONObject {
        guard case .success(let content) = try await run(name, arguments, token: token) else {
            Issue.record("\(name) failed")
            return [:]
        }
        return content
    }

    static func token(workspaces count: Int) -> ActiveToken {
        var token = ActiveToken(
            subject: "usr_1",
            clientID: "client-1",
            scopes: ["workspace:read"],
            audience: ["https://auth.example.com/mcp"]
        )
        token.personName = "Ada"
        token.username = "ada@example.com"
        token.clientName = "Some Client"
        token.grantID = "grt_1"
        token.workspaces = (0..<count).map { number in
            ActiveToken.WorkspaceGrant(
                id: "ws_\(number)",
                name: "Nr \(number)",
                role: "editor",
                scopes: ["workspace:read"]
            )
        }
        return token
    }
}
