import Database
import Directory
import JSON
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("Runs of workflows", .timeLimit(.minutes(10)))
struct WorkflowRunTests {
    @Test func `each step is done once and in order`() async throws {
        let scene = try await Scene(steps: [
            ["do": "create_draft", "caption": "On {{date}}: {{text}}", "profiles": ["d"]],
            ["do": "apply_hashtags", "library": "l"], ["do": "schedule", "inHours": 2],
        ])
        try await scene.enqueue(["text": "hello"])
        await scene.scheduler().look()
        let run = try await scene.run()
        #expect(run.status == .succeeded)
        #expect(run.steps.map(\.kind) == ["create_draft", "apply_hashtags", "schedule"])
        let post = try #require(try await scene.posts().first)
        #expect(post.content.caption == "On 2026-11-24: hello")
        #expect(post.content.hashtagLibrary?.hashtags == ["#oak"])
        #expect(post.status == .scheduled)
        #expect(run.post == post.identifier)
    }

    @Test func `a step that was done and not recorded is not done again`() async throws {
        let scene = try await Scene(steps: [
            ["do": "create_draft", "caption": "Once", "profiles": ["d"]], ["do": "publish"],
        ])
        try await scene.enqueue([:])
        let tables = scene.tables
        let task = try #require(try await tables.dueTasks(limit: 9, leaseInSeconds: 90).first)
        // The server makes the draft and dies before it writes down that it did.
        let change = { () -> PostChange in
            var change = PostChange()
            change.caption = .set("Once")
            return change
        }()
        let key = OnceKey("\(task.run).0", fingerprint: Array("create_draft".utf8))
        _ = try await tables.write(
            .create(identifier: "pg_first", change),
            WriteTicket(key: key) { ["postGroupId": .string($0.identifier)] },
            in: task.access
        )
        await scene.scheduler().look()
        #expect(try await scene.run().status == .queued)
        scene.fixture.clock.advance(seconds: 91)
        await scene.scheduler().look()
        #expect(try await scene.posts().map(\.identifier) == ["pg_first"])
    }

    @Test func `a step that cannot be done ends the run with its reason`() async throws {
        let scene = try await Scene(steps: [["do": "publish"], ["do": "schedule"]])
        try await scene.enqueue([:])
        await scene.scheduler().look()
        let run = try await scene.run()
        #expect(run.status == .failed)
        #expect(run.steps.count == 1)
        #expect(run.steps.first?.message.contains("no post yet") == true)
        #expect(run.endedAt != nil)
    }

    @Test func `a text that nobody gave goes nowhere`() async throws {
        let scene = try await Scene(
            steps: [
                ["do": "create_draft", "caption": "News: {{text}}", "profiles": ["d"]],
                ["do": "publish"],
            ],
            trigger: ["on": "post_published"],
            isEnabled: true
        )
        var change = PostChange()
        change.caption = .set("First")
        change.profiles = .set(try await scene.profiles())
        _ = try await scene.tables.write(
            .create(identifier: "pg_first", change),
            WriteTicket(key: nil) { _ in [:] },
            in: scene.callerAccess
        )
        try await scene.publisher.publish("pg_first", key: nil, in: scene.callerAccess)
        await scene.scheduler().look()
        #expect(try await scene.posts().map(\.identifier) == ["pg_first"])
        let run = try #require(try await scene.runs().first)
        #expect(run.status == .failed)
        #expect(run.steps.first?.message.contains("{{text}}") == true)
    }

    @Test func `a text that grew too long is no post`() async throws {
        let scene = try await Scene(steps: [
            ["do": "create_draft", "caption": "{{text}}{{text}}", "profiles": []]
        ])
        try await scene.enqueue(["text": .string(String(repeating: "x", count: 5_001))])
        await scene.scheduler().look()
        #expect(try await scene.run().status == .failed)
        #expect(try await scene.run().steps.first?.message.contains("10002") == true)
        #expect(try await scene.posts().isEmpty)
    }

    @Test func `a run that waits says for what and until when`() async throws {
        let scene = try await Scene(steps: [
            ["do": "create_draft", "caption": "Slow", "profiles": ["d"]], ["do": "publish"],
        ])
        try await scene.enqueue([:])
        let network = Busy()
        await scene.scheduler(network).look()
        let waiting = try await scene.run()
        #expect(waiting.status == .running)
        let pause = try #require(waiting.pause)
        #expect(pause.message.contains("going out"))
        #expect(pause.until == scene.fixture.clock.now().adding(seconds: 30))
        scene.fixture.clock.advance(seconds: 60)
        for _ in 0..<2 {
            await scene.scheduler().look()
            scene.fixture.clock.advance(seconds: 60)
        }
        #expect(try await scene.run().status == .succeeded)
        #expect(try await scene.run().pause == nil)
    }

    @Test func `a step that waits for its network keeps no due post waiting`() async throws {
        let scene = try await Scene(steps: [
            ["do": "create_draft", "caption": "Slow", "profiles": []],
            ["do": "call_webhook", "profile": "d"],
        ])
        try await scene.enqueue([:])
        let (held, quick) = (Gate(), Gate())
        quick.open()
        let scheduler = scene.scheduler(quick, webhook: held)
        let running = Task { await scheduler.run() }
        await held.asked()
        var change = PostChange()
        change.caption = .set("Due")
        change.profiles = .set(try await scene.profiles())
        let now = scene.fixture.clock.now()
        change.scheduledAt = .set(now.adding(seconds: 60))
        _ = try await scene.tables.write(
            .create(identifier: "pg_due", change),
            WriteTicket(key: nil) { _ in [:] },
            in: scene.callerAccess
        )
        scene.fixture.clock.advance(seconds: 61)
        await quick.asked()
        #expect(try await scene.run().status == .running)
        held.open()
        running.cancel()
        await running.value
    }

    @Test func `a schedule starts its workflow once, however late the server is`() async throws {
        let scene = try await Scene(
            steps: [["do": "create_draft", "caption": "Daily", "profiles": []]],
            trigger: ["on": "schedule", "at": "08:00"],
            isEnabled: true
        )
        await scene.scheduler().look()
        #expect(try await scene.posts().isEmpty)
        scene.fixture.clock.advance(seconds: 5 * 86_400)
        for _ in 0..<3 { await scene.scheduler().look() }
        #expect(try await scene.posts().count == 1)
        scene.fixture.clock.advance(seconds: 86_400)
        await scene.scheduler().look()
        #expect(try await scene.posts().count == 2)
    }

    @Test func `what is due in the archive waits without a write, and goes on afterwards`()
        async throws
    {
        let scene = try await Scene(
            steps: [["do": "create_draft", "caption": "Later", "profiles": []]],
            trigger: ["on": "schedule", "at": "08:00"],
            isEnabled: true
        )
        try await scene.enqueue([:])
        let (fixture, studio) = (scene.fixture, scene.fixture.studio)
        try await fixture.store.workspaces.setArchived(studio.key, at: fixture.clock.now())
        fixture.clock.advance(seconds: 5 * 86_400)
        let before = fixture.store.database.counters
        for _ in 0..<3 { #expect(await scene.scheduler().look() == 5) }
        #expect(fixture.store.database.counters == before)
        #expect(try await scene.run().status == .queued)
        try await fixture.store.workspaces.setArchived(studio.key, at: nil)
        await scene.scheduler().look()
        #expect(try await scene.run().status == .succeeded)
        #expect(try await scene.posts().count == 2)
    }

    @Test func `a published post starts its workflow, and that starts none`() async throws {
        let scene = try await Scene(
            steps: [
                ["do": "create_draft", "caption": "After {{postGroupId}}", "profiles": ["d"]],
                ["do": "publish"],
            ],
            trigger: ["on": "post_published"],
            isEnabled: true
        )
        var change = PostChange()
        change.caption = .set("First")
        change.profiles = .set(try await scene.profiles())
        let access = scene.callerAccess
        _ = try await scene.tables.write(
            .create(identifier: "pg_first", change),
            WriteTicket(key: nil) { _ in [:] },
            in: access
        )
        try await scene.publisher.publish("pg_first", key: nil, in: access)
        for _ in 0..<3 { await scene.scheduler().look() }
        let captions = try await scene.posts().map(\.content.caption)
        #expect(captions.sorted() == ["After pg_first", "First"])
    }
}

/// A workspace with one workflow.
private struct Scene {
    let fixture: Fixture
    let access: WorkspaceAccess

    init(
        steps: [JSONValue],
        trigger: JSONValue = ["on": "manual"],
        isEnabled: Bool = false
    ) async throws {
        fixture = try await Fixture()
        access = WorkspaceAccess(
            identifier: fixture.studio.identifier,
            name: fixture.studio.name,
            actor: .server
        )
        let document: JSONValue = [
            "format": "wayleave-workspace-content", "version": 1,
            "profiles": [["key": "d", "provider": "demo", "name": "N", "handle": "@n"]],
            "hashtagLibraries": [["key": "l", "name": "Craft", "hashtags": ["#oak"]]],
            "workflows": [
                [
                    "name": "W", "trigger": trigger, "steps": .array(steps),
                    "enabled": .bool(isEnabled),
                ]
            ],
        ]
        let content = try ContentReader.read(
            document,
            ItemIdentifiers(random: fixture.random),
            now: fixture.clock.now()
        )
        _ = try await tables.add(content, to: access)
    }

    /// The workspace as the operator has it, whose posts no workflow made.
    var callerAccess: WorkspaceAccess {
        WorkspaceAccess(
            identifier: access.identifier,
            name: access.name,
            actor: .operatorAtShell(account: "tester")
        )
    }

    var tables: PublishingTable { fixture.store.publishing(.local) }

    var publisher: Publisher { publisher(DemoNetwork(tables)) }

    func publisher(_ network: any NetworkProvider) -> Publisher {
        Publisher(store: tables, providers: [.demo: network], log: SilentLog())
    }

    func scheduler(
        _ network: (any NetworkProvider)? = nil,
        webhook: (any NetworkProvider)? = nil
    ) -> Scheduler {
        let publisher = publisher(network ?? DemoNetwork(tables))
        let engine = WorkflowEngine(
            store: tables,
            publisher: publisher,
            webhook: webhook,
            identifiers: ItemIdentifiers(random: fixture.random),
            clock: fixture.clock
        )
        return Scheduler(
            publisher: publisher,
            workflows: engine,
            clock: fixture.clock,
            log: SilentLog()
        )
    }

    func enqueue(_ input: JSONObject) async throws {
        let workflow = try #require(try await tables.content(of: access).workflows.first)
        _ = try await tables.enqueue(
            workflow.identifier,
            run: "run_1",
            input: input,
            agreed: nil,
            WriteTicket(key: nil) { _ in [:] },
            in: access
        )
    }

    func run() async throws -> WorkflowRun {
        try await tables.run("run_1", in: access)
    }

    func runs() async throws -> [WorkflowRun] {
        let workflow = try #require(try await tables.content(of: access).workflows.first)
        return try await tables.workflow(workflow.identifier, in: access).runs
    }

    func posts() async throws -> [PostGroup] {
        try await tables.content(of: access).posts
    }

    func profiles() async throws -> [String] {
        try await tables.content(of: access).profiles.map(\.identifier)
    }
}

/// A network that has no time.
private struct Busy: NetworkProvider {
    func publish(_ publication: Publication) async -> PublishOutcome {
        .busy(code: "busy", message: "Later.", retryAfterSeconds: nil)
    }
}

/// A network that answers once it is let, and tells when it was asked.
private final class Gate: NetworkProvider {
    private let asking = AsyncStream.makeStream(of: Never.self)
    private let opening = AsyncStream.makeStream(of: Never.self)

    func publish(_ publication: Publication) async -> PublishOutcome {
        asking.continuation.finish()
        for await _ in opening.stream {}
        return .published(url: nil)
    }

    /// Waits until somebody has asked.
    func asked() async {
        for await _ in asking.stream {}
    }

    func open() {
        opening.continuation.finish()
    }
}
