import HTTP
import JSON
import Testing

@Suite("Being asked before publishing, from consent to call", .timeLimit(.minutes(10)))
struct ConfirmationJourneyTests {
    private func round(
        _ road: any Road,
        _ token: String,
        _ tool: String,
        _ arguments: JSONObject,
        _ more: JSONObject = [:]
    ) async throws -> JSONValue {
        var params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        params.append(
            "_meta",
            [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": ["elicitation": [:]],
            ]
        )
        for member in more { params.append(member.name, member.value) }
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": .object(params),
        ]
        let answer = try await road.send(
            HTTPRequest(
                method: .post,
                path: "/mcp",
                fields: [
                    .authorization: HTTPFieldValue(proven: "Bearer \(token)"),
                    .contentType: "application/json",
                    HTTPFieldName(literal: "MCP-Protocol-Version"): "2026-07-28",
                    HTTPFieldName(literal: "Mcp-Method"): "tools/call",
                    HTTPFieldName(literal: "Mcp-Name"): HTTPFieldValue(proven: tool),
                ],
                body: message.serialized()
            )
        )
        return try Visitor.json(answer)["result"] ?? .null
    }

    @Test(arguments: [false, true])
    func `a tick on the consent page has the person asked, and a later one ends that`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register(name: "Careful")
            let page = try await visitor.openConsent(client, scope: "posts:read posts:write")
            #expect(page.values("confirm") == ["yes"])
            #expect(page.ticked("confirm") == [])
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read", "posts:write"],
                workspaces: [fixture.workspaces[0]],
                confirm: true
            )
            let place: JSONObject = ["workspaceId": .string(fixture.workspaces[0])]
            let made = try await round(
                road,
                tokens.access,
                "create_post",
                place.merging(["caption": "Short-lived"])
            )
            let post = try #require(made["structuredContent"]?["postGroupId"])
            let call = place.merging(["postGroupId": post])
            let asked = try await round(road, tokens.access, "delete_post", call)
            #expect(asked["resultType"] == "input_required")
            let state = try #require(asked["requestState"])

            #expect(
                try await visitor.get("/account").body
                    .contains("It asks you before it publishes, schedules or deletes a post")
            )
            let again = try await visitor.openConsent(client, scope: "posts:read posts:write")
            #expect(again.ticked("confirm") == ["yes"], "the next approval starts from this one")
            let me = try await round(road, tokens.access, "get_me", [:])
            let grant = try #require(me["structuredContent"]?["grantId"]?.stringValue)
            let edit = try await visitor.get("/account/connection?grant=\(grant)")
            #expect(edit.ticked("confirm") == ["yes"])
            let saved = try await visitor.post(
                "/account/connection",
                [
                    ("csrf", try #require(edit.values("csrf").last)), ("grant", grant),
                    ("scope", "posts:read"), ("scope", "posts:write"),
                    ("workspace", fixture.workspaces[0]), ("decision", "save"),
                ]
            )
            #expect(saved.body.contains("Saved."))
            #expect(!saved.body.contains("It asks you before"))
            // Nobody has to be asked any more, so what the client still sends is not looked at.
            let done = try await round(
                road,
                tokens.access,
                "delete_post",
                call,
                ["requestState": state]
            )
            #expect(done["structuredContent"]?["deleted"] == true)
        }
    }
}

extension JSONObject {
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var all = self
        for member in other { all.append(member.name, member.value) }
        return all
    }
}
