import Directory
import JSON
import MCP
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

/// The real tools behind the real router, for a person who wants to be asked.
@Suite("A person who wants to be asked is asked")
struct ConfirmationTests {
    private func round(
        _ connection: ToolWorld.Connection,
        _ tool: String,
        _ arguments: JSONObject,
        capabilities: JSONValue = ["elicitation": [:]],
        state: JSONValue? = nil,
        reply: JSONValue? = nil
    ) async throws -> JSONValue {
        try await connection.round(
            tool,
            arguments,
            capabilities: capabilities,
            answer: (state, reply)
        )
    }

    private let yes: JSONValue = ["action": "accept", "content": ["confirm": true]]

    private func asking(_ world: ToolWorld) async throws -> ToolWorld.Connection {
        try world.connection(try await world.grant(confirmsPublishing: true))
    }

    private func status(_ post: String, _ world: ToolWorld) async throws -> String? {
        let call = world.studioID.with("postGroupId", .string(post))
        return try await world.connection().result("get_post", call)["status"]?.stringValue
    }

    private func code(_ answer: JSONValue) -> String? {
        answer["result"]?["structuredContent"]?["error"]?["code"]?.stringValue
    }

    @Test func `the question names post, profiles and workspace, and yes publishes`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.scheduled))
        let asked = try await round(connection, "publish_post", call)
        let result = try #require(asked["result"])
        #expect(result["resultType"] == "input_required")
        #expect(result["content"] == nil && result["isError"] == nil)
        let question = try #require(result["inputRequests"]?["confirm"])
        #expect(question["method"] == "elicitation/create")
        #expect(question["params"]?["mode"] == "form")
        let message = try #require(question["params"]?["message"]?.stringValue)
        #expect(message.contains("Publish this post now?"))
        #expect(message.contains("Workspace: Northwind Studio"))
        #expect(message.contains("@northwind (Demo network)"))
        let schema = try #require(question["params"]?["requestedSchema"])
        #expect(schema["properties"]?["confirm"]?["type"] == "boolean")
        #expect(schema["properties"]?["confirm"]?["default"] == false)
        #expect(schema["required"] == ["confirm"])
        #expect(try await status(items.scheduled, world) == "SCHEDULED")

        let state = result["requestState"]
        let done = try await round(connection, "publish_post", call, state: state, reply: yes)
        #expect(done["result"]?["resultType"] == "complete")
        #expect(done["result"]?["structuredContent"]?["status"] == "PARTLY_POSTED")
        let outcomes = world.records.value.filter { $0.tool == "publish_post" }.map(\.outcome)
        #expect(outcomes == [.confirmationAsked, .succeeded])
    }

    @Test(
        arguments: [
            (["action": "decline"], "declined"), (["action": "cancel"], "not_confirmed"),
            (["action": "accept", "content": ["confirm": false]], "declined"),
        ] as [(JSONValue, String)],
        ["publish_post", "delete_post"]
    )
    func `no changes nothing and is told plainly`(
        reply: (JSONValue, String),
        tool: String
    ) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let before = try await world.everything(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.scheduled))
        let state = try await round(connection, tool, call)["result"]?["requestState"]
        let answer = try await round(connection, tool, call, state: state, reply: reply.0)
        #expect(answer["result"]?["isError"] == true)
        #expect(code(answer) == reply.1)
        #expect(try await world.everything(in: world.studio) == before)
    }

    @Test(
        arguments: [
            nil, ["action": "accept"], ["action": "accept", "content": [:]],
            ["action": "accept", "content": ["confirm": "true"]], ["action": "nod"], [:], "yes",
        ] as [JSONValue?]
    )
    func `what says neither yes nor no is asked again`(reply: JSONValue?) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.draft))
        let state = try await round(connection, "delete_post", call)["result"]?["requestState"]
        let again = try await round(connection, "delete_post", call, state: state, reply: reply)
        #expect(again["result"]?["resultType"] == "input_required")
        #expect(try await status(items.draft, world) == "DRAFT")
    }

    @Test func `an answer without the state of its question is no answer`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.draft))
        let answer = try await round(connection, "delete_post", call, reply: yes)
        #expect(answer["result"]?["resultType"] == "input_required")
        #expect(try await status(items.draft, world) == "DRAFT")
    }

    @Test func `a state counts for its own call only`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let scheduled = world.studioID.with("postGroupId", .string(items.scheduled))
        let asked = try await round(connection, "delete_post", draft)
        let state = try #require(asked["result"]?["requestState"]?.stringValue)
        let other = try await asking(world)
        var changed = state
        changed.removeLast()
        changed.append(state.hasSuffix("A") ? "B" : "A")
        let attempts: [(ToolWorld.Connection, String, JSONObject, String)] = [
            (connection, "delete_post", scheduled, state),
            (connection, "publish_post", scheduled, state),
            (connection, "delete_post", draft.with("idempotencyKey", "k"), state),
            (other, "delete_post", draft, state), (connection, "delete_post", draft, changed),
            (connection, "delete_post", draft, ""), (connection, "delete_post", draft, "garbage"),
        ]
        for (connection, tool, call, state) in attempts {
            let answer = try await round(
                connection,
                tool,
                call,
                state: .string(state),
                reply: yes
            )
            #expect(answer["error"]?["code"] == -32602, "\(tool) \(answer)")
        }
        #expect(try await status(items.draft, world) == "DRAFT")
        #expect(try await status(items.scheduled, world) == "SCHEDULED")
        let done = try await round(
            connection,
            "delete_post",
            draft,
            state: .string(state),
            reply: yes
        )
        #expect(done["result"]?["structuredContent"]?["deleted"] == true)
    }

    @Test func `a question that was open for too long is asked again`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.draft))
        let state = try await round(connection, "delete_post", call)["result"]?["requestState"]
        world.clock.advance(seconds: CallConfirmation.lifetimeInSeconds)
        let late = try await round(
            try await asking(world),
            "delete_post",
            call,
            state: state,
            reply: yes
        )
        #expect(late["error"]?["code"] == -32602, "another grant's state is foreign, however old")
        let again = try await round(connection, "delete_post", call, state: state, reply: yes)
        #expect(again["result"]?["resultType"] == "input_required")
    }

    @Test func `a post that was changed meanwhile is asked about again`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.scheduled))
        let state = try await round(connection, "publish_post", call)["result"]?["requestState"]
        let plain = try await world.connection()
        _ = try await plain.result("update_post", call.with("caption", "Something else"))
        let again = try await round(connection, "publish_post", call, state: state, reply: yes)
        #expect(again["result"]?["resultType"] == "input_required")
        let message = again["result"]?["inputRequests"]?["confirm"]?["params"]?["message"]
        #expect(message?.stringValue?.contains("“Something else") == true)
    }

    @Test(arguments: ["publish_post", "delete_post"])
    func `what ends between question and answer refuses the answer`(tool: String) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let before = try await world.everything(in: world.studio)
        let grant = try await world.grant(confirmsPublishing: true)
        let connection = try world.connection(grant)
        let call = world.studioID.with("postGroupId", .string(items.scheduled))
        let state = try await round(connection, tool, call)["result"]?["requestState"]
        _ = try await world.store.workspaces.remove(world.ada.key, from: world.studio.key)
        let left = try await round(connection, tool, call, state: state, reply: yes)
        #expect(code(left) == "workspace_not_open")
        let mark = Revocation(at: world.clock.now(), by: .person, reason: .endedByPerson)
        _ = try await world.store.grants.revoke([grant.key], mark)
        let ended = try await round(connection, tool, call, state: state, reply: yes)
        #expect(ended["error"] == "invalid_token")
        #expect(try await world.everything(in: world.studio) == before)
    }

    @Test(
        arguments: [[:], ["elicitation": ["url": [:]]], ["sampling": [:]]] as [JSONValue],
        ["publish_post", "delete_post"]
    )
    func `a client that cannot ask is told where to go`(
        capabilities: JSONValue,
        tool: String
    ) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let before = try await world.everything(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.scheduled))
        let answer = try await round(connection, tool, call, capabilities: capabilities)
        #expect(code(answer) == "confirmation_required")
        let error = answer["result"]?["structuredContent"]?["error"]
        let link = error?["settings_url"]?.stringValue ?? ""
        #expect(link.hasPrefix("https://auth.example.com/account/connection?grant=grt_"))
        #expect(error?["hint"]?.stringValue?.contains(link) == true)
        let legacy = try await connection.error(tool, call)
        #expect(legacy["code"] == "confirmation_required")
        #expect(try await world.everything(in: world.studio) == before)
    }

    @Test func `what would fail anyway is not asked about`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        for (tool, post, expected) in [
            ("publish_post", items.posted, "wrong_status"),
            ("publish_post", items.draft, "not_publishable"),
            ("delete_post", items.posted, "wrong_status"),
            ("delete_post", "pg_unknown", "not_found"),
        ] {
            let call = world.studioID.with("postGroupId", .string(post))
            #expect(code(try await round(connection, tool, call)) == expected)
        }
    }

    @Test func `a repeated call with its key needs no second question`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let call = world.studioID.with("postGroupId", .string(items.draft))
            .with("idempotencyKey", "once")
        let state = try await round(connection, "delete_post", call)["result"]?["requestState"]
        let done = try await round(connection, "delete_post", call, state: state, reply: yes)
        let again = try await round(connection, "delete_post", call)
        #expect(again["result"]?["structuredContent"] == done["result"]?["structuredContent"])
    }

    @Test func `who does not want to be asked is not, and a draft is changed unasked`() async throws
    {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let call = world.studioID.with("postGroupId", .string(items.draft))
        let asked = try await asking(world)
        let changed = try await round(asked, "update_post", call.with("caption", "Changed"))
        #expect(changed["result"]?["resultType"] == "complete")
        let plain = try await world.connection()
        let answer = try await round(plain, "delete_post", call)
        #expect(answer["result"]?["structuredContent"]?["deleted"] == true)
    }

    @Test(
        arguments: [
            ("requestState", 5), ("requestState", [:]), ("inputResponses", "x"),
            ("inputResponses", []),
        ] as [(String, JSONValue)]
    )
    func `members of another type are refused`(name: String, value: JSONValue) async throws {
        let world = try await ToolWorld()
        let connection = try await asking(world)
        var params: JSONObject = ["name": "get_me", "arguments": [:]]
        params.append(
            "_meta",
            [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        )
        params.append(name, value)
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": .object(params),
        ]
        var request = MCPRequest(method: .post, body: message.serialized(), requestID: "r")
        request.authorization = "Bearer \(connection.token.exposed)"
        request.protocolVersionHeader = "2026-07-28"
        request.mcpMethodHeader = "tools/call"
        request.mcpNameHeader = "get_me"
        request.contentType = "application/json"
        let answer = try JSONValue(parsing: await connection.router.handle(request).body.bytes)
        #expect(answer["error"]?["code"] == -32602)
    }
}
