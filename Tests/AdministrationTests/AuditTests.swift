import Administration
import Database
import Directory
import JSON
import Primitives
import Storage
import TestSupport
import Testing

@Suite("wayleave audit")
struct AuditTests {
    private func call(
        _ desk: Desk,
        _ tool: String,
        client: String = "dyn_editor-one",
        workspace: String? = nil
    ) async throws {
        let ada = try #require(try desk.office.store.people.find("ada@example.com")).person
        try await desk.office.store.audit.append(
            AuditEvent(
                .toolCalled,
                by: .client,
                person: ada.identifier,
                client: client,
                grant: "grt_1",
                workspace: workspace,
                detail: ToolCallDetail(tool: tool, outcome: "succeeded", measure: .microseconds(12))
                    .text
            ),
            at: desk.clock.now()
        )
    }

    private func types(_ desk: Desk, _ change: (inout AuditQuery) -> Void) throws -> [String] {
        var query = AuditQuery()
        change(&query)
        let json = try desk.office.auditEvents(query).json
        return (json.arrayValue ?? []).compactMap { $0["type"].stringValue }
    }

    @Test func `the JSON names stay`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor-one")
        try await call(desk, "get_me")
        let events = try #require(try desk.office.auditEvents(AuditQuery()).json.arrayValue)
        let common = [
            "number", "at", "type", "actor", "user", "email", "client", "client_name", "grant",
            "workspace", "workspace_name", "detail",
        ]
        #expect(events[0].names == common + ["tool", "outcome", "duration_us", "hash"])
        #expect(events[1].names == common + ["hash"])
        #expect(events[0]["tool"] == "get_me")
        #expect(events[0]["outcome"] == "succeeded")
        #expect(events[0]["duration_us"] == 12)
        #expect(events[0]["client_name"] == "Editor")
        #expect(events[0]["email"] == "ada@example.com")
        #expect(events.last?["number"] == 1)
        #expect(events.last?["actor"] == "shell:tester")
    }

    @Test func `each filter narrows the list`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor-one")
        try await desk.approve("Other", client: "dyn_other-one")
        let studio = try #require(
            try desk.office.store.workspaces.listings().first {
                $0.workspace.name.isIdentical(to: "Northwind Studio")
            }
        ).workspace
        desk.clock.advance(seconds: 3_600)
        try await call(desk, "get_me")
        try await call(desk, "get_post", workspace: studio.identifier)
        try await call(desk, "get_post_x", client: "dyn_other-one")
        #expect(try types(desk) { $0.type = "tool.called" }.count == 3)
        #expect(try types(desk) { $0.type = "tool" }.count == 3)
        #expect(try types(desk) { $0.type = "too" }.isEmpty)
        #expect(try types(desk) { $0.tool = "get_post" } == ["tool.called"])
        #expect(
            try types(desk) { $0.client = "dyn_other-one" } == ["tool.called", "grant.approved"]
        )
        #expect(
            try types(desk) { $0.workspace = "Northwind Studio" }
                == ["tool.called", "member.set", "workspace.added"]
        )
        #expect(try types(desk) { $0.since = desk.clock.now() }.count == 3)
        #expect(try types(desk) { $0.limit = 2 }.count == 2)
        #expect(try types(desk) { $0.user = "ada@example.com" }.last == "user.added")
        #expect(throws: AdministrationError.self) {
            try types(desk) { $0.user = "nobody@example.com" }
        }
        #expect(throws: AdministrationError.self) { try types(desk) { $0.workspace = "Nowhere" } }
    }

    @Test(arguments: [
        ("tool.called", true), ("tool", true), ("grant", true), ("grant.revoked", true),
        ("sign_in", true), ("", false), ("gran", false), ("grant.", false), ("GRANT", false),
        ("tool.called.x", false),
    ])
    func `a type is a whole name or a group`(text: String, isType: Bool) {
        #expect(AuditQuery.isType(text) == isType)
    }

    @Test func `what is followed comes once and in order`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        var query = AuditQuery()
        query.type = "tool"
        query.limit = 2
        for number in 0..<3 { try await call(desk, "tool_\(number)") }
        var following = try desk.office.followAudit(query)
        #expect(following.lines.map(\.json["tool"]) == ["tool_1", "tool_2"])
        following = try desk.office.followAudit(following)
        #expect(following.lines.isEmpty)
        _ = try await desk.office.addWorkspace("Not asked for", owner: "ada@example.com")
        try await call(desk, "tool_3")
        try await call(desk, "tool_4")
        following = try desk.office.followAudit(following)
        #expect(following.lines.map(\.json["tool"]) == ["tool_3", "tool_4"])
        #expect(following.lines[0].text.contains("tool.called  by client  ada@example.com"))
        #expect(following.lines.allSatisfy { !$0.text.contains("\n") })
        #expect(try desk.office.followAudit(following).lines.isEmpty)
    }

    @Test func `a changed row is named`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await call(desk, "get_me")
        let sound = try desk.office.verifyAudit()
        let newest = try #require(try desk.office.store.audit.newestEvents(limit: 1).first)
        #expect(sound.json["sound"] == true)
        #expect(sound.json["events"] == .integer(newest.number))
        #expect(sound.json["newest_hash"] == .string(Hex.encode(newest.hash)))
        #expect(sound.text.contains(Hex.encode(newest.hash)))
        try await desk.office.store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute(
                "UPDATE audit_events SET workspace = 'ws_x' WHERE id = ?1",
                [.integer(newest.number)]
            )
        }
        let error = #expect(throws: AdministrationError.self) { try desk.office.verifyAudit() }
        #expect(error?.description.contains("event \(newest.number) is not the one") == true)
    }
}
