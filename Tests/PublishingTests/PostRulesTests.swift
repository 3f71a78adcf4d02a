import Primitives
import Testing

@testable import Publishing

@Suite("What an edit makes of a post")
struct PostRulesTests {
    private let later = Samples.now.adding(seconds: 60)

    @Test(
        arguments: [
            ([], nil, PostStatus.draft), (["spr_demo"], nil, .draft), ([], 60, .draft),
            (["spr_demo"], 60, .scheduled),
        ] as [([String], Int64?, PostStatus)]
    )
    func `a new post is scheduled when it has profiles and a time`(
        profiles: [String],
        seconds: Int64?,
        status: PostStatus
    ) throws {
        var change = PostChange()
        change.caption = .set("Hello")
        change.profiles = .set(profiles)
        change.scheduledAt = .set(seconds.map(Samples.now.adding(seconds:)))
        let post = try #require(try outcome(.create(identifier: "pg_9", change), on: nil))
        #expect(post.status == status)
        #expect(post.revision == 1)
        #expect(post.identifier == "pg_9")
    }

    @Test(arguments: [-1, 0] as [Int64])
    func `a time must lie after now`(seconds: Int64) {
        let time = Samples.now.adding(seconds: seconds)
        let edit = PostEdit.schedule(identifier: "pg_1", at: time, ifRevision: nil)
        #expect(throws: PublishingFault.self) {
            try outcome(edit, on: Samples.post(on: [.demo]))
        }
    }

    @Test(arguments: PostStatus.allCases, ["update", "schedule", "delete"])
    func `only what nobody has seen can be changed`(status: PostStatus, kind: String) {
        let post = Samples.post(on: [.demo], status: status, scheduledAt: later)
        var change = PostChange()
        change.caption = .set("Changed")
        let edit: PostEdit =
            switch kind {
            case "update": .update(identifier: "pg_1", change, ifRevision: nil)
            case "schedule": .schedule(identifier: "pg_1", at: later, ifRevision: nil)
            default: .delete(identifier: "pg_1")
            }
        let result = Result { try outcome(edit, on: post) }
        switch status {
        case .draft, .scheduled, .failed:
            #expect(throws: Never.self) { try result.get() }
        case .publishing, .posted, .partlyPosted:
            #expect(throws: PublishingFault.self) { try result.get() }
        }
    }

    @Test func `a post that may be out everywhere gets no new time`() throws {
        var post = Samples.post(on: [.demo, .x], status: .failed)
        let lost = PublishAttempt(
            number: 1,
            startedAt: Samples.now,
            endedAt: Samples.now,
            outcome: .unknown(message: "No answer.")
        )
        post.targets[0].attempts = [lost]
        let edit = PostEdit.schedule(identifier: "pg_1", at: later, ifRevision: nil)
        #expect(try outcome(edit, on: post)?.status == .scheduled)
        post.targets[1].attempts = [lost]
        #expect {
            try outcome(edit, on: post)
        } throws: { error in
            guard case PublishingFault.notPublishable(let problems) = error else { return false }
            return problems.map(\.code) == [.outcomeUnknown, .outcomeUnknown]
        }
    }

    @Test(arguments: [10_000, 10_001])
    func `no text is longer than a post may be, wherever it comes from`(length: Int) {
        let text = String(repeating: "ä", count: length)
        var (whole, part) = (PostChange(), PostChange())
        whole.caption = .set(text)
        part.versions = .set([ProfileVersion(profile: "spr_demo", caption: text)])
        for change in [whole, part] {
            let edit = PostEdit.update(identifier: "pg_1", change, ifRevision: nil)
            let result = Result { try outcome(edit, on: Samples.post(on: [.demo])) }
            #expect(((try? result.get()) != nil) == (length <= 10_000))
        }
    }

    @Test func `a failed post that is changed is a draft until it gets a new time`() throws {
        let past = Samples.now.adding(seconds: -60)
        let post = Samples.post(on: [.demo], status: .failed, scheduledAt: past)
        var change = PostChange()
        change.caption = .set("Better")
        let edit = PostEdit.update(identifier: "pg_1", change, ifRevision: 1)
        let changed = try #require(try outcome(edit, on: post))
        #expect(changed.status == .draft)
        #expect(changed.scheduledAt == nil)
        #expect(changed.revision == 2)
        let again = PostEdit.schedule(identifier: "pg_1", at: later, ifRevision: 2)
        #expect(try outcome(again, on: changed)?.status == .scheduled)
    }

    @Test func `a profile that stays keeps its text and one that goes takes it along`() throws {
        var post = Samples.post(on: [.demo, .x])
        post.targets[0].caption = "For the demo"
        var change = PostChange()
        change.profiles = .set(["spr_bluesky", "spr_demo"])
        let edit = PostEdit.update(identifier: "pg_1", change, ifRevision: nil)
        let changed = try #require(try outcome(edit, on: post))
        #expect(changed.targets.map(\.profile.network) == [.bluesky, .demo])
        #expect(changed.targets.map(\.caption) == [nil, "For the demo"])
    }

    @Test func `a change that would leave nothing to say is refused`() {
        var change = PostChange()
        change.caption = .set(" ")
        let edit = PostEdit.update(identifier: "pg_1", change, ifRevision: nil)
        #expect(throws: PublishingFault.self) { try outcome(edit, on: Samples.post()) }
    }

    @Test func `a post that is not there is unknown to every edit but a new one`() {
        let fault = PublishingFault.unknown(.postGroup, identifier: "pg_1")
        for edit in [
            PostEdit.update(identifier: "pg_1", PostChange(), ifRevision: nil),
            .schedule(identifier: "pg_1", at: nil, ifRevision: nil), .delete(identifier: "pg_1"),
        ] {
            #expect(throws: fault) { try outcome(edit, on: nil) }
        }
    }

    @Test func `a schedule is not checked again when it only ends`() throws {
        let long = Samples.post(String(repeating: "a", count: 300), on: [.x])
        let off = PostEdit.schedule(identifier: "pg_1", at: nil, ifRevision: nil)
        #expect(try outcome(off, on: long)?.status == .draft)
        let on = PostEdit.schedule(identifier: "pg_1", at: later, ifRevision: nil)
        #expect(throws: PublishingFault.self) { try outcome(on, on: long) }
    }

    private func outcome(_ edit: PostEdit, on post: PostGroup?) throws -> PostGroup? {
        try Samples.rules.outcome(of: edit, on: post, origin: PostOrigin(person: nil, client: nil))
    }
}
