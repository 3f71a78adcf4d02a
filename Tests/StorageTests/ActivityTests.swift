import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Calls that a person sees")
struct ActivityTests {
    private func note(
        _ fixture: Fixture,
        _ tool: String,
        by client: String = "dyn_example",
        for person: String? = nil,
        with grant: String? = nil,
        in workspace: String? = nil,
        outcome: String = "succeeded"
    ) async throws {
        try await fixture.store.audit.append(
            AuditEvent(
                .toolCalled,
                by: .client,
                person: person ?? fixture.ada.identifier,
                client: client,
                grant: grant,
                workspace: workspace,
                detail: ToolCallDetail(tool: tool, outcome: outcome, measure: .microseconds(7)).text
            ),
            at: fixture.clock.now()
        )
    }

    private func calls(
        _ fixture: Fixture,
        _ filter: ActivityFilter = ActivityFilter(),
        of user: PersonKey? = nil
    ) async throws -> [ToolActivity] {
        try await fixture.store.activity.calls(
            of: UserKey((user ?? fixture.ada.key).rawValue),
            filter,
            after: nil,
            limit: 100
        )
    }

    @Test func `a person sees their own calls with names, the latest first`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        try await note(
            fixture,
            "list_posts",
            with: grant.identifier,
            in: fixture.studio.identifier
        )
        try await note(fixture, "get_me", for: "usr_somebody_else")
        fixture.clock.advance(seconds: 5)
        try await note(fixture, "get_me", by: "far", outcome: "invalid_arguments")
        let shown = try await calls(fixture)
        #expect(shown.map(\.tool) == ["get_me", "list_posts"])
        #expect(shown.map(\.outcome) == ["invalid_arguments", "succeeded"])
        #expect(shown.map(\.clientName) == ["far", "Example"])
        #expect(shown[0].at.seconds(since: shown[1].at) == 5)
        #expect(shown[0].workspace == nil)
        #expect(shown[1].grant == grant.identifier)
        #expect(
            shown[1].workspace
                == .init(identifier: fixture.studio.identifier, name: "Northwind Studio")
        )
        #expect(try await calls(fixture, of: PersonKey(rawValue: 99)).isEmpty)
    }

    @Test func `the name of a workspace is shown to members only`() async throws {
        let fixture = try await Fixture()
        let far = try await fixture.store.workspaces.add(
            WorkspaceDraft(
                identifier: OpaqueIdentifier.workspace(fixture.random),
                name: DisplayName(parsing: "Secret Plans"),
                createdAt: fixture.clock.now()
            )
        )
        try await note(fixture, "get_post", in: far.identifier, outcome: "workspace_not_open")
        let call = try #require(try await calls(fixture).first)
        #expect(call.workspace == .init(identifier: far.identifier, name: nil))
    }

    @Test func `calls are filtered by the client of a grant and by workspace`() async throws {
        let fixture = try await Fixture()
        let first = try await fixture.store.grants.insert(fixture.draft())
        let second = try await fixture.store.grants.insert(fixture.draft())
        let other = try await fixture.store.grants.insert(
            fixture.draft(client: fixture.client("dyn_other"))
        )
        for (number, grant) in [first, second, other].enumerated() {
            try await note(
                fixture,
                "tool_\(number)",
                with: grant.identifier,
                in: number == 1 ? fixture.studio.identifier : fixture.coffee.identifier
            )
        }
        let byClient = ActivityFilter(grant: first.identifier)
        #expect(try await calls(fixture, byClient).map(\.tool) == ["tool_1", "tool_0"])
        let byPlace = ActivityFilter(workspace: fixture.coffee.identifier)
        #expect(try await calls(fixture, byPlace).map(\.tool) == ["tool_2", "tool_0"])
        let both = ActivityFilter(grant: first.identifier, workspace: fixture.coffee.identifier)
        #expect(try await calls(fixture, both).map(\.tool) == ["tool_0"])
        let foreign = try await calls(fixture, byClient, of: PersonKey(rawValue: 99))
        #expect(foreign.isEmpty, "a grant of somebody else filters nothing in")
    }

    @Test(arguments: [0, 1, 49, 50, 51, 100, 137])
    func `pages show every call once, whatever falls into one second`(count: Int) async throws {
        let fixture = try await Fixture()
        for number in 0..<count {
            try await note(fixture, "tool_\(number)")
            // 60 calls in one second, then some seconds with few.
            if number > 60, number.isMultiple(of: 7) { fixture.clock.advance(seconds: 1) }
        }
        let activity = Activity(store: fixture.store.activity)
        let user = UserKey(fixture.ada.key.rawValue)
        var seen: [String] = []
        var position: ActivityPosition?
        repeat {
            let page = try await activity.page(of: user, ActivityFilter(), after: position)
            #expect(page.calls.count <= Activity.callsOnPage)
            seen += page.calls.map(\.tool)
            position = page.next.flatMap { ActivityPosition($0.text) }
        } while position != nil
        #expect(seen == (0..<count).reversed().map { "tool_\($0)" })
    }

    @Test(arguments: ["", "-", "1", "1-", "-1", "a-1", "1-1-1", "+1-1", "1--1", "99999999999999-1"])
    func `what is no position is none`(text: String) {
        #expect(ActivityPosition(text) == nil)
    }

    @Test(arguments: [
        "", "get_me", "get_me succeeded", "get_me succeeded x us", "get_me succeeded 1 ms",
        " succeeded 1 us", "get_me  1 us", "get_me succeeded 1 us more",
    ])
    func `what is no detail of a call is none`(text: String) {
        #expect(ToolCallDetail(text) == nil)
    }

    @Test(arguments: ["get_me succeeded 7 us", "get_me rate_limited 1 call", "a b 30 calls"])
    func `a detail is written as it was read`(text: String) {
        #expect(ToolCallDetail(text)?.text == text)
    }

    @Test func `the page's query walks its index`() async throws {
        let fixture = try await Fixture()
        let plan = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.all(
                """
                EXPLAIN QUERY PLAN SELECT e.at FROM audit_events e
                WHERE e.kind = 'tool.called' AND e.person = 'usr_1' AND e.at <= 5
                ORDER BY e.at DESC, e.id DESC LIMIT 5
                """
            ) { $0.text(3) }
        }
        #expect(plan.count == 1 && plan[0].contains("audit_calls_by_person"), "\(plan)")
    }
}
