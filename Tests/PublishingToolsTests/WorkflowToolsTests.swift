import JSON
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("Workflows through the tools")
struct WorkflowToolsTests {
    @Test func `workflows are listed with trigger and last run`() async throws {
        let world = try await ToolWorld()
        let result = try await world.connection().result("list_workflows", world.studioID)
        let workflows = try #require(result["workflows"]?.arrayValue)
        #expect(workflows.map { $0["name"] } == ["Every Friday", "Say it"])
        #expect(workflows.map { $0["enabled"] } == [true, false])
        #expect(workflows[0]["trigger"] == ["on": "schedule", "at": "08:00", "days": ["fri"]])
        #expect(workflows.map { $0["lastRun"]?["status"] } == [nil, "QUEUED"])
    }

    @Test func `a workflow is enabled and disabled`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("workflowId", .string(items.workflows.manual))
        for (tool, isEnabled) in [("enable_workflow", true), ("disable_workflow", false)] {
            for _ in 0..<2 {
                #expect(try await connection.result(tool, arguments)["enabled"] == .bool(isEnabled))
            }
            let shown = try await connection.result("get_workflow", arguments)
            #expect(shown["enabled"] == .bool(isEnabled))
        }
    }

    @Test func `a run is queued once for one key, and followed to its end`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("workflowId", .string(items.workflows.manual))
            .with("input", ["text": "Now"]).with("idempotencyKey", "r")
        let queued = try await connection.result("run_workflow", arguments)
        #expect(queued["status"] == "QUEUED")
        #expect(try await connection.result("run_workflow", arguments) == queued)
        let run = world.studioID.with("runId", queued["runId"])
        await world.scheduler.look()
        let ended = try await connection.result("get_workflow_run", run)
        #expect(ended["status"] == "SUCCEEDED")
        #expect(ended["steps"]?.arrayValue?.map { $0["do"] } == ["create_draft", "publish"])
        #expect(ended["steps"]?.arrayValue?.allSatisfy { $0["done"] == true } == true)
        let post = try await connection.result(
            "get_post",
            world.studioID.with("postGroupId", ended["postGroupId"])
        )
        #expect(post["caption"] == "Now")
        #expect(post["status"] == "POSTED")
        #expect(post["createdBy"] == "Wayleave workflow")
    }

    @Test(
        arguments: [
            (nil, "'text'"), (["words": "Now"], "'text'"),
            (["text": "Now", "colour": "red"], "'colour'"),
        ] as [(JSONValue?, String)]
    )
    func `a run is given every text that the workflow has a place for, and no other`(
        input: JSONValue?,
        word: String
    ) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let arguments = world.studioID.with("workflowId", .string(items.workflows.manual))
            .with("input", input)
        let before = try world.runCount()
        let error = try await world.connection().error("run_workflow", arguments)
        #expect(error["code"] == "invalid_arguments")
        #expect(error["message"]?.stringValue?.contains(word) == true)
        #expect(try world.runCount() == before)
    }

    @Test func `input has limits`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("workflowId", .string(items.workflows.manual))
        var many = JSONObject()
        for number in 0..<21 { many.append("n\(number)", "x") }
        for input in [["text": 1], .object(many), "text"] as [JSONValue] {
            let error = try await connection.error("run_workflow", arguments.with("input", input))
            #expect(error["code"] == "invalid_arguments")
        }
        let foreign = try await world.items(in: world.garden)
        let error = try await connection.error(
            "run_workflow",
            arguments.with("input", ["text": "Now", "postGroupId": .string(foreign.draft)])
        )
        #expect(error["code"] == "not_found")
    }
}

extension ToolWorld {
    /// What works on runs and due posts.
    var scheduler: Scheduler {
        let publisher = Publisher(
            store: content,
            providers: [.demo: DemoNetwork(content)],
            log: SilentLog()
        )
        let engine = WorkflowEngine(
            store: content,
            publisher: publisher,
            webhook: nil,
            identifiers: ItemIdentifiers(random: random),
            clock: clock
        )
        return Scheduler(publisher: publisher, workflows: engine, clock: clock, log: SilentLog())
    }
}
