import HTTP
import JSON
import Testing

@Suite("Step-up, and what a person changes later", .timeLimit(.minutes(10)))
struct StepUpTests {
    private func structured(_ answer: Answer) throws -> JSONValue {
        try #require(try Visitor.json(answer)["result"]?["structuredContent"])
    }

    private func grant(_ visitor: Visitor, _ token: String) async throws -> String {
        let me = try structured(try await visitor.call("get_me", token))
        return try #require(me["grantId"]?.stringValue)
    }

    private func workspaces(_ visitor: Visitor, _ token: String) async throws -> [String] {
        let list = try structured(try await visitor.call("list_workspaces", token))
        return (list["workspaces"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
    }

    @Test(arguments: [false, true])
    func `a second request keeps the first one's choices and marks what is new`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let first = try await visitor.openConsent(client, scope: "posts:read posts:publish")
            #expect(first.ticked("scope") == ["posts:read"])
            #expect(!first.body.contains("Allowed before"))
            let old = try await visitor.approve(
                first,
                client,
                scopes: ["posts:read", "posts:publish"],
                workspaces: [fixture.workspaces[1]]
            )
            let refused = try await visitor.call("list_workspaces", old.access)
            #expect(refused.status == 403)
            let challenge = try #require(refused.fields.text(.wwwAuthenticate))
            #expect(challenge.contains(#"scope="workspace:read posts:read posts:publish""#))

            let again = try await visitor.openConsent(client, scope: "workspace:read")
            #expect(
                again.ticked("scope") == ["workspace:read", "posts:read", "posts:publish"],
                "the new one, and what was allowed before"
            )
            #expect(again.ticked("workspace") == [fixture.workspaces[1]])
            #expect(again.body.contains("You let this application in before"))
            #expect(again.body.contains("New</span>") && again.body.contains("Allowed before"))
            let new = try await visitor.approve(
                again,
                client,
                scopes: again.ticked("scope"),
                workspaces: [fixture.workspaces[1]]
            )
            #expect(new.scope == "workspace:read posts:read posts:publish")
            #expect(try await workspaces(visitor, new.access) == [fixture.workspaces[1]])
            #expect(
                try await visitor.call("get_me", old.access).status == 200,
                "another installation of the same client goes on"
            )

            let account = try await visitor.get("/account")
            #expect(account.body.contains("One application is connected"))
            #expect(account.body.contains("2 sign-ins"))
            let csrf = try #require(account.values("csrf").last)
            let grant = try await grant(visitor, new.access)
            let ended = try await visitor.post(
                "/account",
                [("csrf", csrf), ("grant", grant), ("action", "end")]
            )
            #expect(ended.body.contains("No application is connected"))
            for token in [old.access, new.access] {
                #expect(try await visitor.call("get_me", token).status == 401)
            }
        }
    }

    @Test(arguments: [false, true])
    func `what a person declined is not ticked the next time`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let first = try await visitor.openConsent(client, scope: "posts:read posts:write")
            _ = try await visitor.approve(
                first,
                client,
                scopes: ["posts:read"],
                workspaces: [fixture.workspaces[0]]
            )
            let again = try await visitor.openConsent(client, scope: "posts:read posts:write")
            #expect(again.ticked("scope") == ["posts:read"])
            #expect(again.body.contains("You did not allow this before"))
        }
    }

    @Test(arguments: [false, true])
    func `the link of a refused call adds what is missing to the running connection`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let page = try await visitor.openConsent(client, scope: "posts:read")
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read"],
                workspaces: [fixture.workspaces[0]]
            )
            let refused = try await visitor.call("list_workspaces", tokens.access)
            let link = try #require(try Visitor.json(refused)["upgrade_url"]?.stringValue)
            #expect(link.hasPrefix(JourneyFixture.issuer + "/account/connection?grant=grt_"))
            let target = String(link.dropFirst(JourneyFixture.issuer.count))
            let wish = target + "&add=" + fixture.workspaces[2]

            let other = Visitor(road)
            let bounced = try await other.get(wish)
            #expect(bounced.answer.status == 303)
            let signIn = try #require(bounced.answer.fields.text(.location))
            let edit = try await other.get(try await other.signIn(signIn))
            #expect(edit.answer.status == 200)
            #expect(edit.ticked("scope") == ["workspace:read", "posts:read"])
            #expect(edit.ticked("workspace") == [fixture.workspaces[0], fixture.workspaces[2]])
            #expect(edit.body.contains("Asked for"))
            #expect(
                try await visitor.call("list_workspaces", tokens.access).status == 403,
                "a link alone changes nothing"
            )
            let saved = try await save(other, edit)
            #expect(saved.body.contains("Saved."))
            #expect(
                try await workspaces(visitor, tokens.access)
                    == [fixture.workspaces[0], fixture.workspaces[2]]
            )
            let next = try await visitor.refresh(tokens, client)
            #expect(try Visitor.json(next)["scope"] == "workspace:read posts:read")
        }
    }

    private func save(
        _ visitor: Visitor,
        _ page: Visitor.Page,
        scopes: [String]? = nil,
        workspaces: [String]? = nil
    ) async throws -> Visitor.Page {
        let pairs =
            [
                ("csrf", try #require(page.values("csrf").first)),
                ("grant", try #require(page.values("grant").first)), ("decision", "save"),
            ]
            + (scopes ?? page.ticked("scope")).map { ("scope", $0) }
            + (workspaces ?? page.ticked("workspace")).map { ("workspace", $0) }
        return try await visitor.post("/account/connection", pairs)
    }

    @Test(arguments: [false, true])
    func `what is unticked on the account page is gone with the next call`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let page = try await visitor.openConsent(client)
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: page.ticked("scope"),
                workspaces: fixture.workspaces
            )
            let target = "/account/connection?grant=\(try await grant(visitor, tokens.access))"
            let edit = try await visitor.get(target)
            #expect(Set(edit.ticked("workspace")) == Set(fixture.workspaces))
            _ = try await save(visitor, edit, workspaces: [fixture.workspaces[1]])
            #expect(try await workspaces(visitor, tokens.access) == [fixture.workspaces[1]])
            _ = try await save(visitor, edit, scopes: ["posts:read"])
            #expect(try await visitor.call("list_workspaces", tokens.access).status == 403)

            let nothing = try await save(visitor, edit, scopes: [], workspaces: [])
            #expect(nothing.body.contains("Nothing has been changed"))
            let forged = try await visitor.post(
                "/account/connection",
                [
                    ("csrf", "x"), ("grant", try #require(edit.values("grant").first)),
                    ("decision", "end"),
                ]
            )
            #expect(forged.answer.status == 403)
            #expect(try await visitor.call("get_me", tokens.access).status == 200)
        }
    }

    @Test(arguments: [false, true])
    func `the page of a connection is its owner's alone`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let page = try await visitor.openConsent(client)
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read"],
                workspaces: fixture.workspaces
            )
            let grant = try await grant(visitor, tokens.access)
            let stranger = Visitor(road)
            _ = try await stranger.signIn("/sign-in", email: "grace@example.com")
            let target = "/account/connection?grant="
            let foreign = try await stranger.get(target + grant)
            let absent = try await stranger.get(target + "grt_" + String(repeating: "A", count: 22))
            #expect(foreign.answer.status == 404 && absent.answer.status == 404)
            let csrf = try #require(try await stranger.get("/account").values("csrf").last)
            for decision in ["save", "end"] {
                let answer = try await stranger.post(
                    "/account/connection",
                    [
                        ("csrf", csrf), ("grant", grant), ("decision", decision),
                        ("scope", "posts:write"), ("workspace", fixture.workspaces[0]),
                    ]
                )
                #expect(answer.body.contains("ended already"))
            }
            #expect(try await visitor.call("get_me", tokens.access).status == 200)
        }
    }

    @Test(arguments: [
        "https://evil.example/", "//evil.example", "/account/connection", "/sign-out",
        "/account/connection?grant=x", "/account/connection?next=//evil.example",
        "/account/connectionx?grant=grt_AAAAAAAAAAAAAAAAAAAAAA", "javascript:alert(1)",
    ])
    func `signing in leads nowhere else`(next: String) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: false) { road in
            let query = FormEncoder.encode([(name: "next", value: next)])
            let visitor = Visitor(road)
            let target = "/sign-in?" + String(decoding: query, as: UTF8.self)
            let reached = try await visitor.signIn(target)
            #expect(reached == "/account")
        }
    }
}
