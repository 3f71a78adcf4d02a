import TestSupport
import OAuth
import Administration
import JSON
import Primitives
import Testing

@Suite("wayleave grant")
struct GrantsTests {
    @Test func `the JSON names stay`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        let shown = try desk.office.grant(grant.identifier).json
        #expect(
            shown.names == [
                "id", "state", "active", "user", "client", "resource", "scopes", "workspaces",
                "confirm_publishing", "redirect_uri", "created_at", "last_used_at", "revoked_at",
                "revoked_by",
                "revocation_reason",
            ]
        )
        #expect(shown["scopes"].strings == ["workspace:read", "posts:read"])
        let workspace = try #require(shown["workspaces"].arrayValue?.first)
        #expect(workspace.names == ["id", "name", "open", "archived", "role"])
        #expect(try desk.office.grants(GrantQuery()).json == [shown])
    }

    @Test func `the state follows the code, the tokens, the parties and time`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        let state: () throws -> String? = {
            try desk.office.grant(grant.identifier).json["state"].stringValue
        }
        #expect(try state() == "pending")
        try await desk.redeem(grant)
        #expect(try state() == "active")
        _ = try await desk.office.setPerson("ada@example.com", isDisabled: true)
        #expect(try state() == "user_disabled")
        _ = try await desk.office.setPerson("ada@example.com", isDisabled: false)
        _ = try await desk.office.setClient("dyn_editor-one", isDisabled: true)
        #expect(try state() == "client_disabled")
        _ = try await desk.office.setClient("dyn_editor-one", isDisabled: false)
        desk.clock.advance(seconds: 31 * 86_400)
        #expect(try state() == "expired")
        let plan = try desk.office.planRevocation(of: [grant.identifier], query: GrantQuery())
        _ = try await desk.office.revoke(plan)
        #expect(try state() == "revoked")
        #expect(try desk.office.grant(grant.identifier).json["revoked_by"] == "operator")
    }

    @Test func `a code that nobody fetched expires`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor-one")
        desk.clock.advance(seconds: 61)
        var query = GrantQuery()
        query.isActiveOnly = true
        #expect(try desk.office.grants(query).json == [])
        #expect(try desk.office.grants(query).text == "No grant fits.")
    }

    @Test func `filters narrow by person, client, workspace and time`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor-one")
        _ = try await desk.office.addWorkspace("Added later", owner: nil)
        let early = desk.clock.now()
        desk.clock.advance(seconds: 3_600)
        try await desk.approve("Robot", client: "dyn_robot-one")
        let count: (GrantQuery) throws -> Int? = {
            try desk.office.grants($0).json.arrayValue?.count
        }
        var query = GrantQuery()
        #expect(try count(query) == 2)
        query.client = "dyn_robot"
        #expect(try count(query) == 1)
        query = GrantQuery()
        query.workspace = "Added later"
        #expect(try count(query) == 1)
        query.workspace = "Harbour Coffee"
        #expect(try count(query) == 2)
        query = GrantQuery()
        query.user = "ADA@EXAMPLE.COM"
        query.since = early.adding(seconds: 1)
        #expect(try count(query) == 1)
    }

    @Test func `a filter that names nothing is an error and not an empty list`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let changes: [(inout GrantQuery) -> Void] = [
            { $0.user = "nobody@example.com" }, { $0.client = "dyn_nothing-like-it" },
            { $0.workspace = "Nowhere" },
        ]
        for change in changes {
            var query = GrantQuery()
            change(&query)
            #expect(throws: AdministrationError.self) { try desk.office.grants(query) }
        }
        #expect(throws: AdministrationError.self) {
            try desk.office.planRevocation(of: ["grt_none"], query: GrantQuery())
        }
    }

    @Test func `a revocation by filter ends what fits and leaves the rest`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let ended = try await desk.approve("Editor", client: "dyn_editor-one")
        let kept = try await desk.approve("Robot", client: "dyn_robot-one")
        var query = GrantQuery()
        query.client = "dyn_editor-one"
        let plan = try desk.office.planRevocation(of: [], query: query)
        #expect(plan.question == "Revoke 1 grant?")
        #expect(plan.text.contains(ended.identifier))
        let output = try await desk.office.revoke(plan)
        #expect(output.json == ["revoked": [.string(ended.identifier)]])
        #expect(try desk.office.grant(kept.identifier).json["revoked_at"] == .null)
        let again = try desk.office.planRevocation(of: [ended.identifier], query: GrantQuery())
        #expect(again.count == 0)
        #expect(try await desk.office.revoke(again).text.hasPrefix("Nothing to revoke"))
    }

    @Test func `more grants than one page are all listed and all revoked`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1_003 {
                group.addTask { try await desk.approve("Editor", client: "dyn_editor-one") }
            }
            try await group.waitForAll()
        }
        #expect(try desk.office.grants(GrantQuery()).json.arrayValue?.count == 1_003)
        var query = GrantQuery()
        query.user = "ada@example.com"
        let plan = try desk.office.planRevocation(of: [], query: query)
        #expect(plan.question == "Revoke 1003 grants?")
        #expect(try await desk.office.revoke(plan).json["revoked"].arrayValue?.count == 1_003)
    }

    @Test func `a workspace that was left or archived shows as closed`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        _ = try await desk.office.removeMember("ada@example.com", from: "Harbour Coffee")
        _ = try await desk.office.setWorkspace("Northwind Studio", isArchived: true)
        let shown = try desk.office.grant(grant.identifier)
        #expect(shown.text.contains("closed: no longer a member"))
        #expect(shown.text.contains("closed: archived"))
        #expect(shown.json["workspaces"].arrayValue?.allSatisfy { $0["open"] == false } == true)
    }
}
