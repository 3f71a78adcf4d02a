import Directory
import JSON
import MCP
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

/// The ways to publish without `publish_post`: a time a minute from now, another text for a post
/// that is scheduled, a workflow.
@Suite("Nothing goes out around the question")
struct PlanConfirmationTests {
    private static let yes: JSONValue = ["action": "accept", "content": ["confirm": true]]

    private func asking(_ world: ToolWorld) async throws -> ToolWorld.Connection {
        try world.connection(try await world.grant(confirmsPublishing: true))
    }

    private func soon(_ world: ToolWorld) -> JSONValue {
        .string(CivilDate(world.clock.now().adding(seconds: 60)).rfc3339)
    }

    /// Every call that lets something go out or deletes it, and what its question begins with.
    private func calls(
        _ world: ToolWorld,
        _ items: ToolItems
    ) -> [(tool: String, arguments: JSONObject, question: String)] {
        let profiles: JSONValue = [.string(items.profile)]
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let scheduled = world.studioID.with("postGroupId", .string(items.scheduled))
        let workflow = world.studioID.with("workflowId", .string(items.workflows.manual))
        let new = world.studioID.with("caption", "New").with("socialProfileIds", profiles)
            .with("scheduledAt", soon(world))
        return [
            ("create_post", new, "Schedule this post?"),
            ("create_post", new.with("mediaUrls", ["https://a.example/a.png"]), "Schedule this"),
            (
                "update_post",
                draft.with("socialProfileIds", profiles).with("scheduledAt", soon(world)),
                "Schedule this post?"
            ),
            ("update_post", scheduled.with("caption", "Other"), "Change this scheduled post?"),
            ("update_post", scheduled.with("scheduledAt", soon(world)), "Schedule this post?"),
            ("schedule_post", scheduled.with("scheduledAt", soon(world)), "Schedule this post?"),
            ("publish_post", scheduled, "Publish this post now?"),
            ("delete_post", draft, "Delete this post for good?"),
            ("run_workflow", workflow.with("input", ["text": "Hi"]), "Run this workflow now?"),
            ("enable_workflow", workflow, "Switch this workflow on?"),
        ]
    }

    @Test func `whatever lets something go out is asked about, by form or by page`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let before = try await world.everything(in: world.studio)
        let runs = try world.runCount()
        let connection = try await asking(world)
        for (tool, arguments, question) in calls(world, items) {
            let asked = try await connection.round(tool, arguments)
            #expect(asked["result"]?["resultType"] == "input_required", "\(tool) \(asked)")
            let message = asked["result"]?["inputRequests"]?["confirm"]?["params"]?["message"]
            #expect(message?.stringValue?.hasPrefix(question) == true, "\(message ?? .null)")
            #expect(message?.stringValue?.contains("Northwind Studio") == true)
            let refused = try await connection.error(tool, arguments)
            #expect(refused["code"] == "confirmation_required", "\(tool)")
        }
        #expect(try await world.everything(in: world.studio) == before)
        #expect(try world.runCount() == runs)
    }

    @Test func `what stays here is not asked about`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let scheduled = world.studioID.with("postGroupId", .string(items.scheduled))
        let workflow = world.studioID.with("workflowId", .string(items.workflows.schedule))
        for (tool, arguments) in [
            ("create_post", world.studioID.with("caption", "A draft")),
            (
                "create_post",
                world.studioID.with("caption", "Alone").with("scheduledAt", soon(world))
            ),
            ("update_post", draft.with("caption", "Another idea")),
            ("schedule_post", scheduled.with("scheduledAt", .null)),
            ("run_workflow", workflow), ("disable_workflow", workflow),
            ("enable_workflow", workflow),
        ] {
            let answer = try await connection.round(tool, arguments)
            #expect(answer["result"]?["resultType"] == "complete", "\(tool) \(answer)")
            #expect(answer["result"]?["isError"] != true, "\(tool) \(answer)")
        }
    }

    @Test func `yes does what the question said`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        for (tool, arguments, _) in calls(world, items)
        where tool != "publish_post" && arguments["mediaUrls"] == nil {
            let state = try await connection.round(tool, arguments)["result"]?["requestState"]
            let done = try await connection.round(tool, arguments, answer: (state, Self.yes))
            #expect(done["result"]?["resultType"] == "complete", "\(tool) \(done)")
            #expect(done["result"]?["isError"] != true, "\(tool) \(done)")
        }
    }

    @Test func `the question shows every text that would go out`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let scheduled = world.studioID.with("postGroupId", .string(items.scheduled))
        func message(_ tool: String, _ arguments: JSONObject) async throws -> String {
            let asked = try await connection.round(tool, arguments)
            let params = asked["result"]?["inputRequests"]?["confirm"]?["params"]
            return try #require(params?["message"]?.stringValue)
        }
        let publishing = try await message("publish_post", scheduled)
        #expect(publishing.contains("@northwind (Demo network): “Oak boards are here"))
        #expect(publishing.contains("#handmade"))
        #expect(publishing.contains("@northwind_x (X): “Oak. Here."))
        let changed = try await message("update_post", scheduled.with("caption", "Elm boards"))
        #expect(changed.contains("It goes out by itself on "))
        #expect(changed.contains("“Elm boards"))
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let long = String(repeating: "x", count: 700)
        _ = try await connection.result("update_post", draft.with("caption", .string(long)))
        let deleting = try await message("delete_post", draft)
        #expect(deleting.contains("xxx…” and 100 more characters\n"))
        let workflow = world.studioID.with("workflowId", .string(items.workflows.manual))
        let input: JSONValue = ["text": "Filled\nin"]
        let run = try await message("run_workflow", workflow.with("input", input))
        #expect(
            run.contains("Step 1: makes a post for @northwind (Demo network): “Filled in”\n")
        )
        #expect(run.contains("Step 2: publishes the post\n"))
    }

    @Test func `a post that a workflow works on is changed only with a yes`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let run = world.studioID.with("workflowId", .string(items.workflows.manual))
            .with("input", ["text": "Hi", "postGroupId": .string(items.draft)])
        let state = try await connection.round("run_workflow", run)["result"]?["requestState"]
        let queued = try await connection.round("run_workflow", run, answer: (state, Self.yes))
        #expect(queued["result"]?["structuredContent"]?["status"] == "QUEUED")
        let change = draft.with("caption", "Something else")
        let asked = try await connection.round("update_post", change)
        let message = asked["result"]?["inputRequests"]?["confirm"]?["params"]?["message"]
        #expect(message?.stringValue?.hasPrefix("Change this post while a workflow") == true)
    }

    @Test func `a post that was changed between question and yes is asked about again`()
        async throws
    {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await asking(world)
        let run = world.studioID.with("workflowId", .string(items.workflows.manual))
            .with("input", ["text": "Hi", "postGroupId": .string(items.draft)])
        let state = try await connection.round("run_workflow", run)["result"]?["requestState"]
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        _ = try await connection.result("update_post", draft.with("caption", "Something else"))
        let again = try await connection.round("run_workflow", run, answer: (state, Self.yes))
        #expect(again["result"]?["resultType"] == "input_required")
    }

    @Test func `the store itself refuses what nobody agreed to`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let before = try await world.everything(in: world.studio)
        let access = WorkspaceAccess(
            identifier: world.studio.identifier,
            name: world.studio.name,
            actor: .operatorAtShell(account: "tester"),
            asksFirst: true
        )
        let time = world.clock.now().adding(seconds: 60)
        let ticket = WriteTicket<PostGroup>(key: nil) { _ in [:] }
        var change = PostChange()
        change.caption = .set("Other")
        for edit in [
            PostEdit.schedule(identifier: items.scheduled, at: time, ifRevision: nil),
            .update(identifier: items.scheduled, change, ifRevision: nil),
            .delete(identifier: items.draft),
        ] {
            await #expect(throws: PublishingFault.notAgreed) {
                try await world.content.write(edit, ticket, in: access)
            }
        }
        await #expect(throws: PublishingFault.notAgreed) {
            try await world.content.begin(
                items.scheduled,
                ifRevision: nil,
                key: nil,
                leaseInSeconds: 60,
                in: access
            )
        }
        await #expect(throws: PublishingFault.notAgreed) {
            try await world.content.enqueue(
                items.workflows.manual,
                run: "run_unasked",
                input: ["text": "Hi"],
                agreed: nil,
                WriteTicket<WorkflowRun>(key: nil) { _ in [:] },
                in: access
            )
        }
        await #expect(throws: PublishingFault.notAgreed) {
            try await world.content.setEnabled(
                true,
                items.workflows.manual,
                agreed: nil,
                WriteTicket<WorkflowReport>(key: nil) { _ in [:] },
                in: access
            )
        }
        #expect(try await world.everything(in: world.studio) == before)
    }
}
