import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Rotating a refresh token (RFC 6749 §6)")
struct RefreshRotationTests {
    private static func rule(
        isFromOwner: Bool = true,
        generation: UInt32 = 3,
        scope: String? = nil,
        resourceRefusal: ResourceRefusal? = nil,
        at seconds: Int64
    ) -> RefreshRotation {
        RefreshRotation(
            isFromOwner: isFromOwner,
            generation: generation,
            scope: scope.map { ScopeParameter(parsing: Array($0.utf8)) },
            resourceRefusal: resourceRefusal,
            now: Samples.approvedAt.adding(seconds: seconds),
            lifetimes: .standard
        )
    }

    /// Generation 3, issued 1000 s after approval.
    private static let current = Samples.grant(
        generation: 3,
        issuedAt: 1_000,
        previousIssuedAt: 500
    )

    @Test func `S-58 the current token rotates`() throws {
        var grant = Self.current
        let outcome = Self.rule(at: 1_500).apply(to: &grant, standing: Samples.good)
        guard case .issued(let issued) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(issued.number == 4)
        #expect(issued.issuedAt == Samples.approvedAt.adding(seconds: 1_500))
        #expect(grant.tokens.generation == 4)
        #expect(grant.tokens.issuedAt == Samples.approvedAt.adding(seconds: 1_500))
        #expect(grant.tokens.previousIssuedAt == Samples.approvedAt.adding(seconds: 1_000))
        #expect(grant.lastUsedAt == Samples.approvedAt.adding(seconds: 1_500))
    }

    @Test(arguments: [1_000, 1_059, 1_060] as [Int64])
    func `S-60 the previous token leads to the same successor without a write`(seconds: Int64) {
        var grant = Self.current
        let rule = Self.rule(generation: 2, at: seconds)
        guard case .issued(let issued) = rule.apply(to: &grant, standing: Samples.good) else {
            Issue.record("not issued")
            return
        }
        #expect(issued.number == 3)
        #expect(issued.issuedAt == Samples.approvedAt.adding(seconds: 1_000))
        #expect(grant == Self.current)
    }

    @Test(arguments: [(2, 1_061, 1), (2, 100_000, 1), (1, 1_000, 2), (1, 1_061, 2)])
    func `S-59 an older token ends the grant`(generation: Int, seconds: Int, gap: Int) {
        var grant = Self.current
        let rule = Self.rule(generation: UInt32(generation), at: Int64(seconds))
        let failure = TokenFailure.refreshReplayed(
            grant: "grt_sample",
            generationGap: UInt32(gap)
        )
        #expect(rule.apply(to: &grant, standing: Samples.good) == .refused(failure))
        #expect(grant.revocation?.reason == .refreshReplay)
        #expect(grant.revocation?.by == .server)
    }

    @Test(arguments: [(0, 1_000), (4, 1_000), (UInt32.max, 1_000)] as [(UInt32, Int64)])
    func `a generation that was never issued changes nothing`(generation: UInt32, at: Int64) {
        var grant = Self.current
        let outcome = Self.rule(generation: generation, at: at)
            .apply(to: &grant, standing: Samples.good)
        #expect(outcome == .refused(.fromTheFuture))
        #expect(grant == Self.current)
    }

    static let other = ResourceRefusal.otherOrigin(canonical: Fixture.resourceText)

    @Test(
        arguments: [
            (rule(isFromOwner: false, at: 1_500), .otherClient),
            (rule(isFromOwner: false, generation: 1, at: 1_500), .otherClient),
            (rule(resourceRefusal: other, at: 1_500), .otherResource(other)),
            (rule(generation: 1, resourceRefusal: other, at: 1_500), .otherResource(other)),
            (rule(scope: "posts:publish", at: 1_500), .excessiveScope),
            (rule(scope: "posts:read posts:publish", at: 1_500), .excessiveScope),
            (rule(generation: 1, scope: "posts:publish", at: 1_500), .excessiveScope),
        ] as [(RefreshRotation, TokenFailure)]
    )
    func `S-62 S-63 a wrong request consumes nothing`(
        rule: RefreshRotation,
        failure: TokenFailure
    ) {
        var grant = Self.current
        #expect(rule.apply(to: &grant, standing: Samples.good) == .refused(failure))
        #expect(grant == Self.current)
    }

    @Test(
        arguments: [
            (nil, [.postsRead, .postsWrite]),
            ("", [.postsRead, .postsWrite]),
            ("posts:read", [.postsRead]),
            (" posts:write ", [.postsWrite]),
            ("posts:read offline_access", [.postsRead]),
            ("offline_access", [.postsRead, .postsWrite]),
            ("openid posts:read", [.postsRead]),
            ("openid", [.postsRead, .postsWrite]),
        ] as [(String?, ScopeSet)]
    )
    func `S-63 the access token may have less, the grant keeps all`(
        scope: String?,
        expected: ScopeSet
    ) {
        var grant = Self.current
        let outcome = Self.rule(scope: scope, at: 1_500).apply(to: &grant, standing: Samples.good)
        guard case .issued(let issued) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(issued.scopes == expected)
        #expect(grant.terms.scopes == [.postsRead, .postsWrite])
    }

    @Test func `S-64 thirty idle days are the end`() {
        let day: Int64 = 86_400
        var grant = Self.current
        let late = Self.rule(at: 1_000 + 30 * day + 1)
        #expect(late.apply(to: &grant, standing: Samples.good) == .refused(.idleExpired))
        #expect(grant == Self.current)
        let just = Self.rule(at: 1_000 + 30 * day).apply(to: &grant, standing: Samples.good)
        #expect(grant.tokens.generation == 4, "\(just)")
    }

    @Test func `S-64 a year is the end however often the grant is used`() {
        let year: Int64 = 31_536_000
        let used = Samples.grant(generation: 3, issuedAt: year - 60, previousIssuedAt: 0)
        var grant = used
        let late = Self.rule(at: year + 1)
        #expect(late.apply(to: &grant, standing: Samples.good) == .refused(.absoluteExpired))
        #expect(grant == used)
    }

    @Test func `S-65 S-74 an ended grant or a disabled party refreshes nothing`() {
        var grant = Self.current
        let user = GrantStanding(isUserDisabled: true, isClientDisabled: false)
        let client = GrantStanding(isUserDisabled: false, isClientDisabled: true)
        let rule = Self.rule(at: 1_500)
        #expect(rule.apply(to: &grant, standing: user) == .refused(.userDisabled))
        #expect(rule.apply(to: &grant, standing: client) == .refused(.clientDisabled))
        #expect(grant == Self.current)
        grant.revocation = Revocation(
            at: Samples.approvedAt,
            by: .operator,
            reason: .endedByOperator
        )
        #expect(
            rule.apply(to: &grant, standing: Samples.good) == .refused(.revoked(.endedByOperator))
        )
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random histories keep to a simple model`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        var grant = Samples.grant(generation: 1)
        var now: Int64 = 0
        for _ in 0..<200 {
            now += Int64(random.next() % 90)
            let current = grant.tokens.generation
            let age = now - grant.tokens.issuedAt.seconds(since: Samples.approvedAt)
            let presented = UInt32(random.next() % UInt64(current + 2))
            let before = grant
            let outcome = Self.rule(generation: presented, at: now)
                .apply(to: &grant, standing: Samples.good)
            switch outcome {
            case .issued(let issued) where presented == current:
                #expect(issued.number == current + 1, "seed \(seed)")
            case .issued(let issued):
                #expect(presented + 1 == current && age <= 60, "seed \(seed)")
                #expect(issued.number == current && grant == before, "seed \(seed)")
            case .refused(.refreshReplayed):
                #expect(presented + 1 < current || age > 60, "seed \(seed)")
                grant.revocation = nil
            case .refused(let failure):
                #expect(failure == .fromTheFuture, "seed \(seed)")
                #expect(presented == 0 || presented > current, "seed \(seed)")
            }
        }
        #expect(grant.tokens.generation > 1, "seed \(seed)")
    }
}
