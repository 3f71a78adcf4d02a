import OAuth
import Primitives
import Testing

@Suite("Redeeming a code (RFC 6749 §4.1.3)")
struct CodeRedemptionTests {
    private static func rule(
        isFromOwner: Bool = true,
        redirectURI: String? = Samples.redirect,
        verifier: String? = Fixture.verifier,
        resourceRefusal: ResourceRefusal? = nil,
        after seconds: Int64 = 1,
        lifetimes: TokenLifetimes = .standard
    ) -> CodeRedemption {
        CodeRedemption(
            isFromOwner: isFromOwner,
            redirectURI: redirectURI.map { Array($0.utf8) },
            verifier: verifier.flatMap { CodeVerifier(parsing: Array($0.utf8)) },
            resourceRefusal: resourceRefusal,
            now: Samples.approvedAt.adding(seconds: seconds),
            lifetimes: lifetimes
        )
    }

    @Test func `a good code becomes generation one`() {
        var grant = Samples.grant()
        let outcome = Self.rule(after: 5).apply(to: &grant, standing: Samples.good)
        guard case .redeemed(let issued) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let now = Samples.approvedAt.adding(seconds: 5)
        #expect(issued.number == 1 && issued.issuedAt == now)
        #expect(issued.scopes == grant.terms.scopes)
        #expect(grant.tokens.generation == 1 && grant.tokens.issuedAt == now)
        #expect(grant.tokens.previousIssuedAt == nil && grant.lastUsedAt == now)
        #expect(grant.revocation == nil)
    }

    @Test func `S-42 a redirect URI may be left out`() {
        var grant = Samples.grant()
        let outcome = Self.rule(redirectURI: nil).apply(to: &grant, standing: Samples.good)
        #expect(grant.tokens.generation == 1, "\(outcome)")
    }

    static let other = ResourceRefusal.otherPath(canonical: Fixture.resourceText)

    /// Every way to be wrong that somebody without the verifier or the client could try.
    static let wrong: [(CodeRedemption, TokenFailure)] = [
        (rule(isFromOwner: false), .otherClient),
        (rule(redirectURI: Samples.redirect + "/"), .otherRedirectURI),
        (rule(redirectURI: "https://client.example.org/CALLBACK"), .otherRedirectURI),
        (rule(verifier: nil), .wrongVerifier),
        (rule(verifier: "short"), .wrongVerifier),
        (rule(verifier: Fixture.challenge), .wrongVerifier),
        (rule(verifier: String(repeating: "a", count: 43)), .wrongVerifier),
        (rule(resourceRefusal: other), .otherResource(other)),
    ]

    @Test(arguments: wrong)
    func `S-34 S-41 S-42 a wrong request changes nothing`(
        rule: CodeRedemption,
        failure: TokenFailure
    ) {
        var grant = Samples.grant()
        #expect(rule.apply(to: &grant, standing: Samples.good) == .refused(failure))
        #expect(grant == Samples.grant())
    }

    @Test(arguments: wrong)
    func `S-38 a wrong request for a redeemed code changes nothing either`(
        rule: CodeRedemption,
        failure: TokenFailure
    ) {
        let before = Samples.grant(generation: 4, issuedAt: 9, previousIssuedAt: 5)
        var grant = before
        #expect(rule.apply(to: &grant, standing: Samples.good) == .refused(failure))
        #expect(grant == before)
    }

    @Test(arguments: [(0, 0), (1, 1), (1, 59), (2, 61), (9, 100_000)] as [(UInt32, Int64)])
    func `S-37 a code that comes again ends its grant, whenever it comes`(
        generation: UInt32,
        seconds: Int64
    ) {
        var grant = Samples.grant()
        if generation > 0 {
            grant = Samples.grant(generation: generation, issuedAt: 1)
        } else {
            _ = Self.rule().apply(to: &grant, standing: Samples.good)
        }
        let outcome = Self.rule(after: seconds).apply(to: &grant, standing: Samples.good)
        #expect(outcome == .refused(.codeReplayed(grant: "grt_sample")))
        let now = Samples.approvedAt.adding(seconds: seconds)
        #expect(grant.revocation == Revocation(at: now, by: .server, reason: .codeReplay))
    }

    @Test(arguments: [(60, true), (61, false), (600, false)] as [(Int64, Bool)])
    func `S-40 a code lives sixty seconds`(seconds: Int64, isGood: Bool) {
        var grant = Samples.grant()
        let outcome = Self.rule(after: seconds).apply(to: &grant, standing: Samples.good)
        #expect((outcome == .refused(.codeExpired)) != isGood)
        #expect((grant == Samples.grant()) != isGood)
    }

    @Test func `a client's own lifetime counts`() throws {
        let own = try #require(TokenLifetimes(compactText: "5 600 30 700 700 60"))
        var grant = Samples.grant(lifetimes: own)
        let outcome = Self.rule(after: 6).apply(to: &grant, standing: Samples.good)
        #expect(outcome == .refused(.codeExpired))
    }

    @Test func `S-74 a disabled person or client redeems nothing`() {
        var grant = Samples.grant()
        let user = GrantStanding(isUserDisabled: true, isClientDisabled: false)
        #expect(Self.rule().apply(to: &grant, standing: user) == .refused(.userDisabled))
        let client = GrantStanding(isUserDisabled: false, isClientDisabled: true)
        #expect(Self.rule().apply(to: &grant, standing: client) == .refused(.clientDisabled))
        #expect(grant == Samples.grant())
    }

    @Test func `a revoked grant keeps its first reason`() {
        var grant = Samples.grant(generation: 1)
        let mark = Revocation(at: Samples.approvedAt, by: .person, reason: .endedByPerson)
        grant.revocation = mark
        let outcome = Self.rule().apply(to: &grant, standing: Samples.good)
        #expect(outcome == .refused(.revoked(.endedByPerson)))
        #expect(grant.revocation == mark)
    }
}
