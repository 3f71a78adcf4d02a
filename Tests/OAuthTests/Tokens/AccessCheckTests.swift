import OAuth
import Primitives
import Testing

@Suite("The life of an access token")
struct AccessCheckTests {
    private func life(
        of generation: UInt32,
        in grant: Grant,
        at seconds: Int64,
        scopes: ScopeSet = [.postsRead],
        standing: GrantStanding = Samples.good
    ) -> Result<AccessCheck.Life, AccessCheck.Refusal> {
        let check = AccessCheck(
            claims: TokenClaims(
                kind: .access,
                grant: grant.key,
                generation: generation,
                scopes: scopes
            ),
            now: Samples.approvedAt.adding(seconds: seconds),
            lifetimes: .standard
        )
        do {
            return .success(try check.life(in: grant, standing: standing))
        } catch {
            return .failure(error)
        }
    }

    @Test(
        arguments: [
            (3, 1_000, nil), (3, 1_629, nil), (3, 1_630, .expired),
            (2, 1_129, nil), (2, 1_130, .expired),
            (1, 1_000, .otherGeneration), (0, 1_000, .otherGeneration),
            (4, 1_000, .otherGeneration),
        ] as [(UInt32, Int64, AccessCheck.Refusal?)]
    )
    func `current and previous generation live ten minutes and a grace`(
        generation: UInt32,
        seconds: Int64,
        refusal: AccessCheck.Refusal?
    ) {
        let grant = Samples.grant(generation: 3, issuedAt: 1_000, previousIssuedAt: 500)
        switch life(of: generation, in: grant, at: seconds) {
        case .success(let life):
            #expect(refusal == nil)
            #expect(life.expiresAt.seconds(since: life.issuedAt) == 630)
        case .failure(let failure): #expect(failure == refusal)
        }
    }

    @Test func `the first generation has none before it`() {
        let grant = Samples.grant(generation: 1, issuedAt: 0)
        #expect(life(of: 0, in: grant, at: 1) == .failure(.otherGeneration))
    }

    @Test func `scopes are those of the token that the grant still has`() throws {
        let grant = Samples.grant(generation: 1, scopes: [.postsRead, .workspaceRead])
        let life = try life(of: 1, in: grant, at: 1, scopes: [.postsRead, .postsWrite]).get()
        #expect(life.scopes == [.postsRead])
    }

    @Test func `no token outlives its grant by more than the grace`() throws {
        let year: Int64 = 31_536_000
        let grant = Samples.grant(generation: 2, issuedAt: year - 10, previousIssuedAt: 0)
        let life = try life(of: 2, in: grant, at: year).get()
        #expect(life.expiresAt == Samples.approvedAt.adding(seconds: year + 30))
    }

    @Test func `S-74 revoked, or a disabled party, is the end at once`() {
        var grant = Samples.grant(generation: 1)
        let user = GrantStanding(isUserDisabled: true, isClientDisabled: false)
        let client = GrantStanding(isUserDisabled: false, isClientDisabled: true)
        #expect(life(of: 1, in: grant, at: 1, standing: user) == .failure(.userDisabled))
        #expect(life(of: 1, in: grant, at: 1, standing: client) == .failure(.clientDisabled))
        grant.revocation = Revocation(
            at: Samples.approvedAt,
            by: .person,
            reason: .endedByPerson
        )
        #expect(life(of: 1, in: grant, at: 1) == .failure(.revoked(.endedByPerson)))
    }
}
