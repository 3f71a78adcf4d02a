import HTTP
import JSON
import Testing

@Suite("The page that asks for a client which cannot", .timeLimit(.minutes(10)))
struct ApprovalPageTests {
    private func call(
        _ road: any Road,
        _ token: String,
        _ tool: String,
        _ arguments: JSONObject
    ) async throws -> JSONValue {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": .string(tool), "arguments": .object(arguments)],
        ]
        let answer = try await road.send(
            HTTPRequest(
                method: .post,
                path: "/mcp",
                fields: [
                    .authorization: HTTPFieldValue(proven: "Bearer \(token)"),
                    .contentType: "application/json",
                    HTTPFieldName(literal: "MCP-Protocol-Version"): "2025-11-25",
                ],
                body: message.serialized()
            )
        )
        return try Visitor.json(answer)["result"]?["structuredContent"] ?? .null
    }

    /// Nobody but its person sees a question or answers it.
    private func expectForeign(_ target: String, on road: any Road) async throws {
        let stranger = Visitor(road)
        let away = try await stranger.get(target)
        let signIn = try #require(away.answer.fields.text(.location))
        #expect(signIn.hasPrefix("/sign-in?next="))
        #expect(
            try await stranger.signIn(signIn, email: "grace@example.com") == target,
            "signing in leads back to the question"
        )
        #expect(try await stranger.get(target).answer.status == 404)
        let csrf = try #require(try await stranger.get("/account").values("csrf").last)
        let identifier = String(try #require(target.split(separator: "=").last))
        let forced = try await stranger.post(
            "/account/confirm",
            [("csrf", csrf), ("call", identifier), ("decision", "yes")]
        )
        #expect(forced.answer.status == 404)
    }

    @Test(arguments: [false, true])
    func `the person answers on the page, and the call goes through once`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register(name: "Careful")
            let page = try await visitor.openConsent(client, scope: "posts:read posts:write")
            let token = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read", "posts:write"],
                workspaces: [fixture.workspaces[0]],
                confirm: true
            ).access
            let place = JSONValue.string(fixture.workspaces[0])
            let made = try await call(
                road,
                token,
                "create_post",
                ["workspaceId": place, "caption": "Short-lived"]
            )
            let post: JSONObject = [
                "workspaceId": place, "postGroupId": try #require(made["postGroupId"]),
            ]
            let asked = try await call(road, token, "delete_post", post)["error"]
            #expect(asked?["code"] == "confirmation_required")
            let link = try #require(asked?["confirmation_url"]?.stringValue)
            #expect(asked?["hint"]?.stringValue?.contains(link) == true)
            #expect(link.hasPrefix(JourneyFixture.issuer + "/account/confirm?call=cfm_"))
            let target = String(link.dropFirst(JourneyFixture.issuer.count))

            try await expectForeign(target, on: road)
            let identifier = String(try #require(target.split(separator: "=").last))

            let question = try await visitor.get(target)
            #expect(question.body.contains("Careful asks you first"))
            #expect(question.body.contains("“Short-lived”"))
            let stale = try await visitor.post(
                "/account/confirm",
                [("csrf", "x"), ("call", identifier), ("decision", "yes")]
            )
            #expect(stale.answer.status == 403)
            #expect(
                try await call(road, token, "delete_post", post)["error"]?["code"]
                    == "confirmation_required"
            )
            let answered = try await visitor.post(
                "/account/confirm",
                [
                    ("csrf", try #require(question.values("csrf").last)), ("call", identifier),
                    ("decision", "yes"),
                ]
            )
            #expect(answered.body.contains("You have said yes."))
            #expect(try await visitor.get(target).answer.status == 404)
            #expect(try await call(road, token, "delete_post", post)["deleted"] == true)
            #expect(
                try await call(road, token, "delete_post", post)["error"]?["code"] == "not_found"
            )
        }
    }
}
