import Administration
import JSON
import Testing

@Suite("wayleave workspace and member")
struct WorkspacesTests {
    @Test func `a workspace is found by its id and by a name that only one has`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let shown = try desk.office.workspace("Northwind Studio").json
        let id = try #require(shown["id"].stringValue)
        #expect(try desk.office.workspace(id).json == shown)
        #expect(shown["members"].arrayValue?.first?["role"] == "owner")
        _ = try await desk.office.addWorkspace("Northwind Studio", owner: nil)
        do {
            _ = try desk.office.workspace("Northwind Studio")
            Issue.record("expected an ambiguous name")
        } catch {
            #expect(error.description.contains("several workspaces match"))
        }
    }

    @Test func `a workspace without its owner is not made`() async throws {
        let desk = try Desk()
        do {
            _ = try await desk.office.addWorkspace("Lost", owner: "nobody@example.com")
            Issue.record("expected an unknown owner")
        } catch {
            #expect(error.description.contains("there is no person"))
        }
        #expect(try desk.office.workspaces().json == [])
    }

    @Test func `the JSON names stay`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let workspace = try #require(try desk.office.workspaces().json.arrayValue?.first)
        #expect(
            workspace.names == [
                "id", "name", "archived", "archived_at", "created_at", "member_count",
            ]
        )
        let member = try #require(
            try desk.office.members(of: "Harbour Coffee").json.arrayValue?.first
        )
        #expect(member.names == ["user", "role", "enabled", "since"])
        #expect(member["user"].names == ["id", "email", "name"])
    }

    @Test func `it is renamed, archived and restored`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        _ = try await desk.office.renameWorkspace("Harbour Coffee", to: "Harbour Tea")
        let archived = try await desk.office.setWorkspace("Harbour Tea", isArchived: true)
        #expect(archived.json["archived"] == true)
        #expect(archived.text.contains("wayleave workspace restore ws_"))
        #expect(
            try await desk.office.setWorkspace("Harbour Tea", isArchived: true).text
                == "Harbour Tea is archived already."
        )
        let restored = try await desk.office.setWorkspace("Harbour Tea", isArchived: false)
        #expect(restored.json["archived"] == false)
    }

    @Test func `a member gets a role, another one, and leaves`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        _ = try await desk.office.addPerson(
            email: "grace@example.com",
            name: "Grace Hopper",
            password: Desk.password
        )
        let studio = "Northwind Studio"
        let added = try await desk.office.setMember("grace@example.com", of: studio, role: .viewer)
        #expect(added.text == "grace@example.com is viewer of Northwind Studio now.")
        _ = try await desk.office.setMember("grace@example.com", of: studio, role: .editor)
        let roles = try desk.office.members(of: studio).json.arrayValue?.map { $0["role"] }
        #expect(roles == ["owner", "editor"])
        _ = try await desk.office.removeMember("grace@example.com", from: studio)
        do {
            _ = try await desk.office.removeMember("grace@example.com", from: studio)
            Issue.record("expected no member")
        } catch {
            #expect(error.description.contains("is not a member of Northwind Studio"))
        }
    }
}
