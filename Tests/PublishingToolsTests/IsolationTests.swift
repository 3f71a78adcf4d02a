import Directory
import JSON
import MCP
import OAuth
import Primitives
import Publishing
import PublishingTools
import Storage
import TestSupport
import Testing

/// Every tool that works in a workspace, against every way in which the workspace is not open.
@Suite("No call reaches a workspace that its grant does not open")
struct IsolationTests {
    /// The tools with arguments under which each succeeds in a workspace with the sample content.
    static let calls: [(tool: String, arguments: @Sendable (ToolItems) -> JSONObject)] = [
        ("list_social_profiles", { _ in [:] }),
        ("get_social_connection_url", { _ in ["provider": "mastodon"] }),
        ("list_brand_kits", { _ in [:] }),
        ("list_hashtag_libraries", { _ in [:] }),
        ("list_studio_templates", { _ in [:] }),
        ("list_posts", { _ in [:] }),
        ("get_post", { ["postGroupId": .string($0.draft)] }),
        ("preview_post", { ["postGroupId": .string($0.scheduled)] }),
        ("create_post", { ["caption": "New", "socialProfileIds": [.string($0.profile)]] }),
        (
            "create_ai_post",
            {
                [
                    "prompt": "Announce our oak desk", "brandId": .string($0.brand.kit),
                    "hashtagLibraryId": .string($0.library),
                    "socialProfileIds": [.string($0.profile)],
                    "referenceDesignIds": [.string($0.brand.template)], "generateImage": true,
                ]
            }
        ),
        (
            "create_ai_campaign",
            {
                [
                    "prompt": "Announce our oak desk", "brandId": .string($0.brand.kit),
                    "hashtagLibraryId": .string($0.library),
                    "socialProfileIds": [.string($0.profile)],
                    "referenceDesignIds": [.string($0.brand.template)], "generateMedia": true,
                ]
            }
        ),
        ("get_ai_campaign", { ["campaignId": .string($0.workflows.campaign)] }),
        ("update_post", { ["postGroupId": .string($0.draft), "caption": "Changed"] }),
        (
            "schedule_post",
            { ["postGroupId": .string($0.scheduled), "scheduledAt": "2026-12-24T10:00:00Z"] }
        ),
        ("publish_post", { ["postGroupId": .string($0.scheduled)] }),
        ("list_workflows", { _ in [:] }),
        ("get_workflow", { ["workflowId": .string($0.workflows.manual)] }),
        ("enable_workflow", { ["workflowId": .string($0.workflows.manual)] }),
        ("disable_workflow", { ["workflowId": .string($0.workflows.schedule)] }),
        (
            "run_workflow",
            { ["workflowId": .string($0.workflows.manual), "input": ["text": "Now"]] }
        ),
        ("get_workflow_run", { ["runId": .string($0.workflows.run)] }),
        ("delete_post", { ["postGroupId": .string($0.draft)] }),
    ]

    @Test func `every tool of the catalogue is in the table`() async throws {
        let world = try await ToolWorld()
        let tools = world.tools.map(\.name)
        #expect(tools == ["get_me", "list_workspaces"] + world.toolsInWorkspaces)
        #expect(Set(Self.calls.map(\.tool)) == Set(world.toolsInWorkspaces))
        #expect(Self.calls.count == world.toolsInWorkspaces.count)
    }

    @Test(arguments: calls.map(\.tool))
    func `a tool works in a workspace that is open`(tool: String) async throws {
        let world = try await ToolWorld()
        let outcome = try await call(tool, world, world.studio, world.connection())
        #expect(outcome.error == nil)
        #expect(world.records.value.map(\.outcome) == [.succeeded])
        #expect(world.records.value.first?.workspaceID == world.studio.identifier)
    }

    @Test(arguments: calls.map(\.tool))
    func `a workspace that was not selected, is foreign or does not exist is not found`(
        tool: String
    ) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        var answers: [JSONValue] = []
        for name in [world.attic.identifier, world.garden.identifier, "ws_nothing"] {
            let outcome = try await call(tool, world, world.studio, connection, as: name)
            // The link that asks for it repeats what the client sent, and nothing else differs.
            let error = try #require(outcome.error).text.replacing("add=\(name)", with: "add=")
            answers.append(try JSONValue(parsing: Array(error.utf8)))
        }
        #expect(answers.allSatisfy { $0 == answers[0] }, "one answer for all")
        try expectNotFound(answers[0], world)
        try await expectUntouched(world, calls: 3)
    }

    @Test(arguments: calls.map(\.tool))
    func `a workspace that the person has left is not found`(tool: String) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        _ = try await world.store.workspaces.remove(world.ada.key, from: world.studio.key)
        let outcome = try await call(tool, world, world.studio, connection)
        try expectNotFound(try #require(outcome.error), world, without: world.studio)
        try await expectUntouched(world, calls: 1)
    }

    @Test(arguments: calls.map(\.tool))
    func `a workspace that was archived is not found`(tool: String) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        try await world.store.workspaces.setArchived(world.studio.key, at: world.clock.now())
        let outcome = try await call(tool, world, world.studio, connection)
        try expectNotFound(try #require(outcome.error), world, without: world.studio)
        try await expectUntouched(world, calls: 1)
    }

    @Test(arguments: calls.map(\.tool))
    func `a role that is too low is told with where it would do`(tool: String) async throws {
        let world = try await ToolWorld()
        let definition = try #require(world.tools.first { $0.name == tool })
        let outcome = try await call(tool, world, world.atlas, world.connection())
        guard !definition.annotations.isReadOnly else {
            #expect(outcome.error == nil)
            return
        }
        #expect(outcome.errorCode == "role_too_low")
        #expect(outcome.error?["required_scope"] == .string(definition.scopes[0]))
        #expect(outcome.error?["role"] == "viewer")
        // Only an owner connects profiles, and ada is owner of one workspace and editor of another.
        let openCount = definition.scopes == ["social_profiles:connect"] ? 1 : 2
        #expect(outcome.error?["workspaces"]?.arrayValue?.count == openCount)
        try await expectUntouched(world, calls: 1)
    }

    @Test(arguments: calls.map(\.tool))
    func `a scope that the grant lacks is challenged`(tool: String) async throws {
        let world = try await ToolWorld()
        let definition = try #require(world.tools.first { $0.name == tool })
        let missing = ScopeSet(Scope.allCases.filter { definition.scopes.contains($0.name) })
        let grant = try await world.grant(ScopeSet.resource.subtracting(missing))
        let outcome = try await call(tool, world, world.studio, world.connection(grant))
        #expect(outcome.status == 403)
        try await expectUntouched(world, calls: 1)
        #expect(world.records.value.first?.outcome == .insufficientScope)
    }

    @Test(arguments: calls.map(\.tool))
    func `an item of another workspace is not found, whatever argument names it`(
        tool: String
    ) async throws {
        let world = try await ToolWorld()
        let own = try await world.items(in: world.studio)
        let foreign = try await world.items(in: world.garden)
        let entry = try #require(Self.calls.first { $0.tool == tool })
        let definition = try #require(world.tools.first { $0.name == tool })
        let connection = try await world.connection()
        var calls = 0
        for property in definition.inputSchema["properties"]?.objectValue ?? [:]
        where property.name != "workspaceId" {
            guard let item = foreign.named(by: property.name) else {
                #expect(!property.name.hasSuffix("Id") && !property.name.hasSuffix("Ids"))
                continue
            }
            // A preview takes a stored post or the fields of a draft.
            let isDraft = tool == "preview_post" && property.name != "postGroupId"
            var arguments = isDraft ? ["caption": "New"] : entry.arguments(own)
            arguments[property.name] = item
            arguments["workspaceId"] = .string(world.studio.identifier)
            let outcome = await connection.call(tool, arguments)
            #expect(outcome.errorCode == "not_found", "\(property.name)")
            calls += 1
        }
        try await expectUntouched(world, calls: calls)
    }

    @Test(
        arguments: calls.map(\.tool),
        [Interruption.revoked, .narrowed, .left, .demoted, .archived, .disabled]
    )
    func `what ends while a call is under way changes nothing any more`(
        tool: String,
        interruption: Interruption
    ) async throws {
        let world = try await ToolWorld()
        let grant = try await world.grant()
        let connection = try world.connection(grant) {
            try await interruption.happen(to: grant, in: world)
        }
        let definition = try #require(world.tools.first { $0.name == tool })
        let outcome = try await call(tool, world, world.studio, connection)
        guard !definition.annotations.isReadOnly else {
            // In the server a read shares its snapshot with the introspection before it.
            #expect(outcome.error == nil)
            return
        }
        try expectNotFound(try #require(outcome.error), world, without: world.studio)
        try await expectUntouched(world, calls: 1)
    }

    private func call(
        _ tool: String,
        _ world: ToolWorld,
        _ workspace: Workspace,
        _ connection: ToolWorld.Connection,
        as name: String? = nil
    ) async throws -> ToolWorld.Outcome {
        let entry = try #require(Self.calls.first { $0.tool == tool })
        var arguments = entry.arguments(try await world.items(in: workspace))
        arguments.append("workspaceId", .string(name ?? workspace.identifier))
        return await connection.call(tool, arguments)
    }

    private func expectNotFound(
        _ error: JSONValue,
        _ world: ToolWorld,
        without closed: Workspace? = nil
    ) throws {
        #expect(error["code"] == "workspace_not_open")
        let hint = try #require(error["hint"]?.stringValue)
        #expect(hint.contains("https://auth.example.com/account/connection?grant=grt_"))
        // By name, as everywhere.
        let all: [Workspace] = [world.atlas, world.coffee, world.studio]
        let open = all.filter { $0.identifier != closed?.identifier }
        let named = error["workspaces"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
        #expect(named == open.map(\.identifier))
        #expect(open.allSatisfy { hint.contains($0.identifier) })
    }

    /// Nothing was changed anywhere, and every call left one record.
    private func expectUntouched(_ world: ToolWorld, calls: Int) async throws {
        for workspace in [world.studio, world.coffee, world.atlas, world.attic, world.garden] {
            #expect(try await world.digest(of: workspace) == world.digest(of: world.untouched))
        }
        #expect(try world.runCount() == 5)
        #expect(try world.campaignCount() == 5)
        #expect(world.records.value.count == calls)
        #expect(world.records.value.allSatisfy { $0.outcome != .succeeded })
    }
}

/// What may happen between the introspection of a call and its write.
enum Interruption: Sendable, CaseIterable {
    case revoked, narrowed, left, demoted, archived, disabled

    func happen(to grant: Grant, in world: ToolWorld) async throws {
        let store = world.store
        let now = world.clock.now()
        switch self {
        case .revoked:
            _ = try await store.grants.update(grant.key) { grant, _ in
                grant.revocation = Revocation(at: now, by: .person, reason: .endedByPerson)
            }
        case .narrowed:
            _ = try await store.grants.update(grant.key) { grant, _ in
                grant.terms.scopes = [.postsRead, .workspaceRead]
            }
        case .left: _ = try await store.workspaces.remove(world.ada.key, from: world.studio.key)
        case .demoted:
            try await store.workspaces.setRole(
                .viewer,
                of: world.ada.key,
                in: world.studio.key,
                at: now
            )
        case .archived: try await store.workspaces.setArchived(world.studio.key, at: now)
        case .disabled: try await store.people.setDisabled(world.ada.key, at: now)
        }
    }
}
