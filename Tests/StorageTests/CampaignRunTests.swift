import Cryptography
import Database
import Directory
import Glibc
import JSON
import OAuth
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("Campaigns in the background", .timeLimit(.minutes(10)))
struct CampaignRunTests {
    @Test func `every post is made once, as a draft that differs from the others`() async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 7)
        #expect(try await scene.campaign().status == .generating)
        #expect(try await scene.campaign().posts.isEmpty)
        await scene.scheduler().lookAfterCampaigns()
        let campaign = try await scene.campaign()
        #expect(campaign.status == .ready)
        #expect(campaign.endedAt != nil && campaign.failure == nil)
        #expect(campaign.posts.map(\.position) == Array(0..<7))
        #expect(campaign.posts.allSatisfy { $0.generator == EmbeddedComposer.name })
        let posts = campaign.posts.compactMap { $0.summary?.post }
        #expect(posts.allSatisfy { $0.status == .draft && $0.scheduledAt == nil })
        #expect(posts.allSatisfy { $0.origin.campaign == "cmp_1" })
        #expect(posts.allSatisfy { $0.origin.person == scene.fixture.ada.identifier })
        #expect(posts.allSatisfy { $0.content.hashtagLibrary?.hashtags == ["#oak"] })
        #expect(Set(posts.map(\.content.caption)).count == 7)
        #expect(Set(campaign.posts.map(\.suggestedAt)).count == 7)
        #expect(try await scene.posts().count == 7)
    }

    @Test func `two servers at work at once make no post twice`() async throws {
        let scene = try await CampaignScene()
        for number in 1...6 { try await scene.begin("cmp_\(number)", count: 5) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { await scene.scheduler().lookAfterCampaigns() }
            }
        }
        await scene.scheduler().lookAfterCampaigns()
        #expect(try await scene.posts().count == 30)
        for number in 1...6 {
            #expect(try await scene.campaign("cmp_\(number)").posts.count == 5)
        }
    }

    @Test func `a busy generator is left alone longer and longer, and then it goes on`()
        async throws
    {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let writer = ScriptedWriter([.written, .busy(nil), .busy(200), .written, .written])
        await scene.scheduler(writer).lookAfterCampaigns()
        #expect(try await scene.campaign().posts.count == 1)
        for wait: Int64 in [30, 200] {
            scene.fixture.clock.advance(seconds: wait - 1)
            let asked = writer.asked.value.count
            await scene.scheduler(writer).lookAfterCampaigns()
            #expect(writer.asked.value.count == asked, "before \(wait) seconds")
            scene.fixture.clock.advance(seconds: 1)
            await scene.scheduler(writer).lookAfterCampaigns()
        }
        #expect(try await scene.campaign().status == .ready)
        #expect(writer.asked.value == [0, 1, 1, 1, 2])
        #expect(try await scene.posts().count == 3)
    }

    @Test func `a generator that stays busy ends the campaign, and the posts are kept`()
        async throws
    {
        let scene = try await CampaignScene()
        try await scene.take(drafts: 5)
        try await scene.begin(count: 5)
        let writer = ScriptedWriter([.written, .written, .busy(nil)])
        for _ in 0..<6 {
            await scene.scheduler(writer).lookAfterCampaigns()
            scene.fixture.clock.advance(seconds: 3_600)
        }
        let campaign = try await scene.campaign()
        #expect(campaign.status == .failed)
        #expect(campaign.failure == Campaign.Failure(code: "busy", message: "Busy."))
        #expect(campaign.posts.count == 2)
        #expect(try await scene.posts().count == 2)
        #expect(writer.asked.value.count == 2 + 1 + RetryPolicy().delaysInSeconds.count)
        #expect(await scene.scheduler(writer).lookAfterCampaigns() == 5)
        // What it did not use can be had by others on the same day.
        #expect(try scene.draftsUsed() == 2)
    }

    @Test func `what will never work ends the campaign at once with the reason`() async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let writer = ScriptedWriter([.written, .refused])
        await scene.scheduler(writer).lookAfterCampaigns()
        let campaign = try await scene.campaign()
        #expect(campaign.status == .failed)
        #expect(campaign.failure?.message == "No.")
        #expect(campaign.posts.count == 1)
        #expect(writer.asked.value == [0, 1])
    }

    @Test func `a post that the rules refuse ends the campaign, and nothing of it is stored`()
        async throws
    {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let writer = ScriptedWriter([.written, .foreignProfile])
        await scene.scheduler(writer).lookAfterCampaigns()
        let campaign = try await scene.campaign()
        #expect(campaign.failure?.code == "post_refused")
        #expect(campaign.failure?.message == "There is no social profile spr_nowhere.")
        #expect(try await scene.posts().count == 1)
    }

    @Test(arguments: Ending.allCases)
    func `what gave access has ended: it stops, before a generator is asked`(
        ending: Ending
    ) async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let writer = ScriptedWriter([.written, .busy(nil), .written])
        await scene.scheduler(writer).lookAfterCampaigns()
        try await scene.end(ending)
        scene.fixture.clock.advance(seconds: 31)
        await scene.scheduler(writer).lookAfterCampaigns()
        #expect(writer.asked.value == [0, 1])
        let campaign = try await scene.campaign()
        #expect(campaign.status == .failed)
        #expect(campaign.failure == .accessEnded)
        #expect(try await scene.posts().count == 1)
        let before = scene.fixture.store.database.counters
        #expect(await scene.scheduler(writer).lookAfterCampaigns() == 5)
        #expect(scene.fixture.store.database.counters == before)
    }

    @Test(arguments: Ending.allCases)
    func `what ends while a post is written lets it be stored no more`(
        ending: Ending
    ) async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let writer = ScriptedWriter([.written]) { try await scene.end(ending) }
        await scene.scheduler(writer).lookAfterCampaigns()
        #expect(try await scene.campaign().failure == .accessEnded)
        #expect(try await scene.posts().isEmpty)
        #expect(writer.asked.value == [0])
    }

    @Test func `a server that comes back late with a post that another has made stores nothing`()
        async throws
    {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let tables = scene.tables
        let late = try #require(try await tables.dueCampaignTasks(limit: 9).first)
        #expect(try await tables.dueCampaignTasks(limit: 9).isEmpty)
        scene.fixture.clock.advance(seconds: late.brief.leaseInSeconds)
        await scene.scheduler().lookAfterCampaigns()
        #expect(try await scene.campaign().status == .ready)
        let post = ScriptedWriter.post(of: late)
        try await tables.conclude(late, .made(identifier: "pg_late", post))
        try await tables.conclude(late, .failed(.accessEnded))
        #expect(try await scene.campaign().status == .ready)
        #expect(try await scene.posts().count == 3)
    }

    @Test func `a server that is stopped in the middle leaves the post to the next at once`()
        async throws
    {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        let begun = AsyncStream<Void>.makeStream()
        let writer = WaitingWriter(begun.continuation)
        let task = Task { await scene.scheduler(writer).lookAfterCampaigns() }
        for await _ in begun.stream { break }
        task.cancel()
        _ = await task.value
        #expect(try await scene.campaign().status == .generating)
        await scene.scheduler().lookAfterCampaigns()
        #expect(try await scene.campaign().status == .ready)
    }

    @Test(arguments: [0, 2])
    func `a server that is killed while it writes makes no post twice and loses none`(
        position: Int
    ) async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 4)
        let path = scene.fixture.store.database.path
        let now = scene.fixture.clock.now().secondsSinceEpoch
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, now = now as Int64, position = position as Int] in
            try await writeAndDie(path, at: now, position: position)
        }
        #expect(try await scene.campaign().status == .generating)
        #expect(try await scene.posts().count == position)
        // The post belongs to the dead server until its lease has run out.
        await scene.scheduler().lookAfterCampaigns()
        #expect(try await scene.posts().count == position)
        let lease = try await scene.campaign().brief.leaseInSeconds
        scene.fixture.clock.advance(seconds: lease)
        await scene.scheduler().lookAfterCampaigns()
        #expect(try await scene.campaign().status == .ready)
        #expect(try await scene.posts().count == 4)
    }

    @Test func `a post that somebody deletes is gone, and still counts as made`() async throws {
        let scene = try await CampaignScene()
        try await scene.begin(count: 3)
        await scene.scheduler().lookAfterCampaigns()
        let first = try #require(try await scene.campaign().posts.first?.summary)
        _ = try await scene.tables.write(
            .delete(identifier: first.post.identifier),
            WriteTicket(key: nil) { _ in [:] },
            in: scene.access
        )
        let campaign = try await scene.campaign()
        #expect(campaign.posts.count == 3)
        #expect(campaign.posts.compactMap(\.summary).count == 2)
    }

    @Test func `a workspace has ten campaigns under way at most`() async throws {
        let scene = try await CampaignScene()
        for number in 1...10 { try await scene.begin("cmp_\(number)", count: 3) }
        await #expect(throws: PublishingFault.self) {
            try await scene.begin("cmp_11", count: 3)
        }
        await scene.scheduler().lookAfterCampaigns()
        try await scene.begin("cmp_11", count: 3)
    }
}

/// The life of the child: it makes posts up to one at which it dies.
private func writeAndDie(_ path: String, at now: Int64, position: Int) async throws {
    let clock = ManualClock(at: Timestamp(secondsSinceEpoch: now))
    let store = try Store(
        path: path,
        options: DatabaseOptions(role: .command),
        actor: .server,
        clock: clock
    )
    let engine = CampaignEngine(
        store: store.publishing(.local),
        writer: DeadlyWriter(position: position),
        identifiers: ItemIdentifiers(random: SystemRandom()),
        log: SilentLog()
    )
    let publisher = Publisher(
        store: store.publishing(.local),
        providers: [:],
        log: SilentLog()
    )
    await Scheduler(publisher: publisher, campaigns: engine, clock: clock, log: SilentLog())
        .lookAfterCampaigns()
}

/// Ends the process when it is to write one certain post.
private struct DeadlyWriter: CampaignWriter {
    let position: Int

    func write(_ task: CampaignTask) async -> CampaignOutcome {
        if task.position == position { kill(getpid(), SIGKILL) }
        return .written(ScriptedWriter.post(of: task))
    }
}
