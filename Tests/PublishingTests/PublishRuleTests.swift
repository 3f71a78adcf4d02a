import Primitives
import Testing

@testable import Publishing

@Suite("Which profiles a publication goes to")
struct PublishRuleTests {
    @Test(arguments: PostStatus.allCases)
    func `a post that is out or going out is not published`(status: PostStatus) {
        let post = Samples.post(on: [.demo], status: status)
        let result = Result { try PublishRule.begin(post) }
        switch status {
        case .publishing, .posted: #expect(throws: PublishingFault.self) { try result.get() }
        default: #expect(throws: Never.self) { try result.get() }
        }
    }

    @Test(
        arguments: [
            (nil, true), (.failed(code: "busy", message: ""), true), (.published(url: nil), false),
            (.underway, false), (.unknown(message: ""), false),
        ] as [(PublishAttempt.Outcome?, Bool)]
    )
    func `a profile is tried again only where nothing can be out`(
        last: PublishAttempt.Outcome?,
        isOpen: Bool
    ) {
        var post = Samples.post(on: [.demo], status: .failed)
        post.targets[0].attempts = last.map { [attempt($0)] } ?? []
        #expect(PublishRule.openTargets(of: post).count == (isOpen ? 1 : 0))
    }

    @Test func `an unknown outcome is told instead of risked`() {
        var post = Samples.post(on: [.demo], status: .failed)
        post.targets[0].attempts = [attempt(.unknown(message: ""))]
        #expect {
            try PublishRule.begin(post)
        } throws: { error in
            guard case .notPublishable(let problems) = error as? PublishingFault else {
                return false
            }
            return problems.map(\.code) == [.outcomeUnknown]
        }
    }

    @Test(
        arguments: [
            ([true, true], .posted), ([true, false], .partlyPosted), ([false, false], .failed),
        ] as [([Bool], PostStatus)]
    )
    func `the ends of all tries make the state`(published: [Bool], status: PostStatus) {
        var post = Samples.post(on: [.demo, .x], status: .publishing)
        for (index, isPublished) in published.enumerated() {
            let outcome: PublishAttempt.Outcome =
                isPublished ? .published(url: nil) : .failed(code: "no", message: "")
            post.targets[index].attempts = [attempt(outcome)]
        }
        #expect(PublishRule.settledStatus(of: post) == status)
    }

    private func attempt(_ outcome: PublishAttempt.Outcome) -> PublishAttempt {
        PublishAttempt(number: 1, startedAt: Samples.now, endedAt: nil, outcome: outcome)
    }
}

@Suite("Busy networks")
struct RetryPolicyTests {
    private let policy = RetryPolicy()

    @Test func `pauses grow, and the last try settles`() {
        let busy = PublishOutcome.busy(code: "busy", message: "Later.", retryAfterSeconds: nil)
        let decisions = (0...5).map { policy.decision(busy, previousTries: $0) }
        let expected: [RetryPolicy.Decision] =
            [30, 120, 600, 1_800].map {
                .retry(afterSeconds: $0, inDoubt: false, message: "Later.")
            }
            + [RetryPolicy.Decision](
                repeating: .settle(.failed(code: "busy", message: "Later.")),
                count: 2
            )
        #expect(decisions == expected)
    }

    @Test(arguments: [(10, 30), (45, 45), (100_000, 21_600)] as [(Int64, Int64)])
    func `a network's own wish is followed within reason`(wish: Int64, seconds: Int64) {
        let busy = PublishOutcome.busy(code: "busy", message: "", retryAfterSeconds: wish)
        let retry = RetryPolicy.Decision.retry(
            afterSeconds: seconds,
            inDoubt: false,
            message: ""
        )
        #expect(policy.decision(busy, previousTries: 0) == retry)
    }

    @Test func `what stays uncertain is left to a person`() {
        let lost = PublishOutcome.uncertain(message: "No answer.")
        let retry = RetryPolicy.Decision.retry(
            afterSeconds: 30,
            inDoubt: true,
            message: "No answer."
        )
        #expect(policy.decision(lost, previousTries: 0) == retry)
        #expect(policy.decision(lost, previousTries: 4) == .settle(.unknown(message: "No answer.")))
    }

    @Test func `what must not be asked again is left to a person at once`() {
        let lost = PublishOutcome.unknown(message: "No answer.")
        #expect(policy.decision(lost, previousTries: 0) == .settle(.unknown(message: "No answer.")))
    }

    @Test func `a network that does not let us in says so once`() {
        let out = PublishOutcome.shutOut(message: "Connect again.")
        let failed = PublishAttempt.Outcome.failed(
            code: "profile_expired",
            message: "Connect again."
        )
        #expect(policy.decision(out, previousTries: 0) == .settle(failed))
    }

    @Test func `a clear answer settles at once`() {
        let refused = PublishOutcome.refused(code: "no", message: "No.")
        let failed = PublishAttempt.Outcome.failed(code: "no", message: "No.")
        #expect(policy.decision(refused, previousTries: 0) == .settle(failed))
        let out = PublishOutcome.published(url: "https://a.example/1")
        let published = PublishAttempt.Outcome.published(url: "https://a.example/1")
        #expect(policy.decision(out, previousTries: 3) == .settle(published))
    }
}
