import Database
import HTTP
import Storage
import Testing

@Suite("The page of what applications did", .timeLimit(.minutes(10)))
struct ActivityPageTests {
    private func settle(_ fixture: JourneyFixture) async throws {
        fixture.store.flushCalls()
        // Units run in order: after this one the notes are stored too.
        _ = try await fixture.store.database.write { _ in true }
    }

    @Test(arguments: [false, true])
    func `a person sees what was called for them, and nobody else does`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register(name: "Busy assistant")
            let page = try await visitor.openConsent(client, scope: "workspace:read posts:read")
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["workspace:read", "posts:read"],
                workspaces: [fixture.workspaces[0]]
            )
            let empty = try await visitor.get("/account/activity")
            #expect(empty.body.contains("No application has called a tool for you yet"))
            #expect(try await visitor.call("list_workspaces", tokens.access).status == 200)
            #expect(try await visitor.call("create_post", tokens.access).status == 403)
            try await settle(fixture)

            let shown = try await visitor.get("/account/activity")
            #expect(shown.answer.status == 200)
            #expect(shown.body.contains("<code>list_workspaces</code>"))
            #expect(shown.body.contains("Done</span>"))
            #expect(shown.body.contains("Refused: you have not allowed this"))
            #expect(shown.body.contains("Busy assistant"))

            let account = try await visitor.get("/account")
            let link = try #require(account.body.firstRange(of: "/account/activity?grant=grt_"))
            let target = String(account.body[link.lowerBound...].prefix { $0 != "\"" })
            let narrowed = try await visitor.get(target)
            #expect(narrowed.body.contains("Only calls of Busy assistant."))
            let elsewhere = try await visitor.get("/account/activity?workspace=ws_0000000000000000")
            #expect(elsewhere.body.contains("No call fits."))
            let nonsense = try await visitor.get(
                "/account/activity?grant=%3Cscript%3E&workspace=%0A&after=x"
            )
            #expect(nonsense.body.contains("<code>list_workspaces</code>"))
            #expect(!nonsense.body.contains("<script"))

            let other = Visitor(road)
            let away = try await other.get(target)
            #expect(away.answer.fields.text(.location) == "/sign-in")
            #expect(!away.body.contains("list_workspaces"))
            _ = try await other.signIn("/sign-in", email: "grace@example.com")
            for path in ["/account/activity", target] {
                let foreign = try await other.get(path)
                #expect(foreign.answer.status == 200)
                #expect(!foreign.body.contains("list_workspaces"), "\(path)")
            }
        }
    }
}
