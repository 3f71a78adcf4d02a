import Directory
import Database
import Glibc
import JSON
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("Publishing exactly once", .timeLimit(.minutes(10)))
struct PublicationTests {
    @Test func `what is due goes out once, however many servers look`() async throws {
        let scene = try await Scene(posts: 12)
        scene.fixture.clock.advance(seconds: 3_600)
        let schedulers = (0..<4).map { _ in scene.scheduler() }
        await withTaskGroup { group in
            for scheduler in schedulers { group.addTask { _ = await scheduler.look() } }
        }
        #expect(try await scene.states() == Array(repeating: .posted, count: 12))
        #expect(try scene.published().count == 12)
    }

    @Test func `nothing goes out before its time, nor from an archived workspace`() async throws {
        let scene = try await Scene(posts: 1)
        await scene.scheduler().look()
        #expect(try scene.published().isEmpty)
        let workspaces = scene.fixture.store.workspaces
        let (studio, clock) = (scene.fixture.studio, scene.fixture.clock)
        try await workspaces.setArchived(studio.key, at: clock.now())
        clock.advance(seconds: 3_600)
        await scene.scheduler().look()
        #expect(try scene.published().isEmpty)
        try await workspaces.setArchived(studio.key, at: nil)
        await scene.scheduler().look()
        #expect(try scene.published().count == 1)
    }

    @Test func `a clock that jumps backwards repeats nothing`() async throws {
        let scene = try await Scene(posts: 1)
        scene.fixture.clock.advance(seconds: 3_600)
        await scene.scheduler().look()
        scene.fixture.clock.advance(seconds: -7_200)
        await scene.scheduler().look()
        scene.fixture.clock.advance(seconds: 14_400)
        await scene.scheduler().look()
        #expect(try scene.published().count == 1)
        #expect(try await scene.states() == [.posted])
    }

    @Test func `a busy network is asked again under the same key, after a pause`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([
            .busy(code: "busy", message: "Later.", retryAfterSeconds: nil),
            .uncertain(message: "No answer."), .published(url: "https://a.example/1"),
        ])
        scene.fixture.clock.advance(seconds: 3_600)
        let scheduler = scene.scheduler(network)
        for (pause, asked) in [(0, 1), (29, 1), (1, 2), (119, 2), (1, 3)] as [(Int64, Int)] {
            scene.fixture.clock.advance(seconds: pause)
            await scheduler.look()
            #expect(network.keys.value.count == asked)
        }
        #expect(Set(network.keys.value).count == 1)
        #expect(network.tries.value == [0, 1, 2])
        #expect(try await scene.states() == [.posted])
        let attempts = try await scene.post(0).targets[0].attempts
        #expect(attempts.map(\.outcome) == [.published(url: "https://a.example/1")])
    }

    @Test func `a try that waits says for what and until when`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([
            .busy(code: "busy", message: "Too many requests.", retryAfterSeconds: 45),
            .published(url: nil),
        ])
        scene.fixture.clock.advance(seconds: 3_600)
        await scene.scheduler(network).look()
        let attempt = try #require(try await scene.post(0).targets[0].attempts.first)
        #expect(attempt.outcome == .underway)
        #expect(attempt.pause?.message == "Too many requests.")
        #expect(attempt.pause?.until == scene.fixture.clock.now().adding(seconds: 45))
        scene.fixture.clock.advance(seconds: 45)
        await scene.scheduler(network).look()
        #expect(try await scene.post(0).targets[0].attempts.map(\.pause) == [nil])
        #expect(try await scene.states() == [.posted])
    }

    @Test func `a try that waits in an archived workspace waits on`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([
            .busy(code: "busy", message: "Later.", retryAfterSeconds: nil), .published(url: nil),
        ])
        let (studio, clock) = (scene.fixture.studio, scene.fixture.clock)
        clock.advance(seconds: 3_600)
        await scene.scheduler(network).look()
        let workspaces = scene.fixture.store.workspaces
        try await workspaces.setArchived(studio.key, at: clock.now())
        clock.advance(seconds: 3_600)
        #expect(await scene.scheduler(network).look() == 5)
        #expect(network.keys.value.count == 1)
        try await workspaces.setArchived(studio.key, at: nil)
        await scene.scheduler(network).look()
        #expect(network.keys.value.count == 2)
        #expect(try await scene.states() == [.posted])
    }

    @Test func `only a network that gave no answer leaves doubt`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([
            .busy(code: "busy", message: "Later.", retryAfterSeconds: nil),
            .uncertain(message: "No answer."),
            .busy(code: "busy", message: "Later.", retryAfterSeconds: nil),
            .published(url: nil),
        ])
        for _ in 0..<4 {
            scene.fixture.clock.advance(seconds: 3_600)
            await scene.scheduler(network).look()
        }
        // What was lost once stays in doubt, whatever a later answer says of itself.
        #expect(network.doubts.value == [false, false, true, true])
    }

    @Test func `what must not be asked again is not`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([.unknown(message: "No answer.")])
        for _ in 0..<3 {
            scene.fixture.clock.advance(seconds: 3_600)
            await scene.scheduler(network).look()
        }
        #expect(network.keys.value.count == 1)
        let attempts = try await scene.post(0).targets[0].attempts
        #expect(attempts.map(\.outcome) == [.unknown(message: "No answer.")])
    }

    @Test func `a network that stays silent leaves it to a person`() async throws {
        let scene = try await Scene(posts: 1)
        let network = Scripted([])
        scene.fixture.clock.advance(seconds: 3_600)
        for _ in 0..<8 {
            await scene.scheduler(network).look()
            scene.fixture.clock.advance(seconds: 3_600)
        }
        #expect(network.keys.value.count == 5)
        #expect(try await scene.states() == [.failed])
        let attempts = try await scene.post(0).targets[0].attempts
        #expect(attempts.map(\.outcome) == [.unknown(message: "No script.")])
    }

    @Test func `a target that its network would refuse fails without being tried`() async throws {
        let scene = try await Scene(posts: 1)
        try await scene.expireProfile()
        scene.fixture.clock.advance(seconds: 3_600)
        await scene.scheduler().look()
        #expect(try scene.published().isEmpty)
        #expect(try await scene.states() == [.failed])
        let attempt = try #require(try await scene.post(0).targets[0].attempts.first)
        guard case .failed("profile_expired", _) = attempt.outcome else {
            Issue.record("\(attempt.outcome)")
            return
        }
    }

    @Test(arguments: [Death.beforeAsking, .afterAnswer])
    func `a server that is killed while it publishes does not publish twice`(
        death: Death
    ) async throws {
        let scene = try await Scene(posts: 1)
        let path = scene.fixture.store.database.path
        scene.fixture.clock.advance(seconds: 3_600)
        let now = scene.fixture.clock.now().secondsSinceEpoch
        let isLate = death == .afterAnswer
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, now = now as Int64, isLate = isLate as Bool] in
            try await publishAndDie(path, at: now, afterAnswer: isLate)
        }
        #expect(try await scene.states() == [.publishing])
        #expect(try scene.published().count == (isLate ? 1 : 0))
        // The try belongs to the dead server until its lease has run out.
        await scene.scheduler().look()
        #expect(try await scene.states() == [.publishing])
        scene.fixture.clock.advance(seconds: RetryPolicy().leaseInSeconds)
        await scene.scheduler().look()
        #expect(try await scene.states() == [.posted])
        #expect(try scene.published().count == 1)
    }

    enum Death: Sendable { case beforeAsking, afterAnswer }
}

/// The life of the child: it begins what is due and dies around the network's answer.
private func publishAndDie(_ path: String, at now: Int64, afterAnswer: Bool) async throws {
    let store = try Store(
        path: path,
        options: DatabaseOptions(role: .command),
        actor: .server,
        clock: ManualClock(at: Timestamp(secondsSinceEpoch: now))
    )
    let tables = store.publishing(.local)
    let network = Deadly(network: DemoNetwork(tables), afterAnswer: afterAnswer)
    let publisher = Publisher(store: tables, providers: [.demo: network], log: SilentLog())
    await Scheduler(
        publisher: publisher,
        clock: ManualClock(at: Timestamp(secondsSinceEpoch: now)),
        log: SilentLog()
    ).look()
}

/// Ends the process before or after its network has answered.
private struct Deadly: NetworkProvider {
    let network: DemoNetwork
    let afterAnswer: Bool

    func publish(_ publication: Publication) async -> PublishOutcome {
        if afterAnswer { _ = await network.publish(publication) }
        kill(getpid(), SIGKILL)
        return .uncertain(message: "")
    }
}

/// Answers as the script says, and then not at all.
private final class Scripted: NetworkProvider {
    let keys = Shared<[String]>([])
    let tries = Shared<[Int]>([])
    let doubts = Shared<[Bool]>([])
    private let script: Shared<[PublishOutcome]>

    init(_ script: [PublishOutcome]) {
        self.script = Shared(script)
    }

    func publish(_ publication: Publication) async -> PublishOutcome {
        keys.change { $0.append(publication.key) }
        tries.change { $0.append(publication.previousTries) }
        doubts.change { $0.append(publication.isInDoubt) }
        let next = script.value.first ?? .uncertain(message: "No script.")
        script.change { if !$0.isEmpty { $0.removeFirst() } }
        return next
    }
}

/// A workspace with posts that are due in half an hour.
private struct Scene {
    let fixture: Fixture
    let access: WorkspaceAccess

    init(posts count: Int) async throws {
        fixture = try await Fixture()
        access = WorkspaceAccess(
            identifier: fixture.studio.identifier,
            name: fixture.studio.name,
            actor: .server
        )
        let posts = (0..<count).map { number -> JSONValue in
            [
                "caption": .string("Post \(number)"), "status": "SCHEDULED",
                "scheduledAt": "+30m", "profiles": [["profile": "d"]],
            ]
        }
        let document: JSONValue = [
            "format": "wayleave-workspace-content", "version": 1,
            "profiles": [["key": "d", "provider": "demo", "name": "N", "handle": "@n"]],
            "posts": .array(posts),
        ]
        let content = try ContentReader.read(
            document,
            ItemIdentifiers(random: fixture.random),
            now: fixture.clock.now()
        )
        _ = try await tables.add(content, to: access)
    }

    var tables: PublishingTable { fixture.store.publishing(.local) }

    func scheduler(_ network: (any NetworkProvider)? = nil) -> Scheduler {
        let publisher = Publisher(
            store: tables,
            providers: [.demo: network ?? DemoNetwork(tables)],
            log: SilentLog()
        )
        return Scheduler(publisher: publisher, clock: fixture.clock, log: SilentLog())
    }

    func states() async throws -> [PostStatus] {
        try await tables.content(of: access).posts.map(\.status)
    }

    func post(_ index: Int) async throws -> PostGroup {
        try await tables.content(of: access).posts[index]
    }

    /// The texts that the demo network keeps.
    func published() throws -> [String] {
        try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.all("SELECT text FROM demo_network_posts ORDER BY id") { $0.text(0) }
        }
    }

    func expireProfile() async throws {
        try await fixture.store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute("UPDATE social_profiles SET status = 'expired'")
        }
    }
}
