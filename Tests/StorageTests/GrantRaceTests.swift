import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Races over one file")
struct GrantRaceTests {
    @Test(arguments: [2, 64])
    func `of parallel redemptions of one code exactly one wins, and the replays end the grant`(
        count: Int
    ) async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.store.grants.insert(fixture.draft())
        let rule = fixture.redemption()
        let outcomes = try await parallel(count) { _ in
            try await fixture.store.grants.update(grant.key, rule)
        }
        let winners = outcomes.filter { if case .redeemed = $0 { true } else { false } }
        #expect(winners.count == 1)
        let after = try await fixture.store.grants.grant(grant.key)
        #expect(after?.tokens.generation == 1)
        #expect(after?.revocation?.reason == .codeReplay)
    }

    @Test func `two processes redeem a code once`() async throws {
        let fixture = try await Fixture()
        let other = try fixture.openAsCommand()
        defer { other.close() }
        for _ in 0..<20 {
            let grant = try await fixture.store.grants.insert(fixture.draft())
            let rule = fixture.redemption()
            let outcomes = try await parallel(4) { number in
                let store = number.isMultiple(of: 2) ? fixture.store : other
                return try await store.grants.update(grant.key, rule)
            }
            let winners = outcomes.filter { if case .redeemed = $0 { true } else { false } }
            #expect(winners.count == 1)
        }
    }

    @Test func `32 parallel refreshes with one token get the same successor`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let rule = fixture.refresh(1)
        let outcomes = try await parallel(32) { _ in
            try await fixture.store.grants.update(grant.key, rule)
        }
        let first = try #require(outcomes.first ?? nil)
        guard case .issued(let issued) = first else {
            Issue.record("the refresh was refused: \(first)")
            return
        }
        #expect(issued.number == 2)
        #expect(outcomes.allSatisfy { $0 == first })
        let after = try await fixture.store.grants.grant(grant.key)
        #expect(after?.tokens.generation == 2)
        #expect(after?.revocation == nil)
    }

    @Test func `a refresh racing a revocation never leaves a live token`() async throws {
        let fixture = try await Fixture()
        let mark = Revocation(at: fixture.clock.now(), by: .person, reason: .endedByPerson)
        for _ in 0..<50 {
            let grant = try await fixture.redeemedGrant()
            let rule = fixture.refresh(1)
            async let refreshed = fixture.store.grants.update(grant.key, rule)
            async let ended = fixture.store.grants.revoke([grant.key], mark)
            _ = try await (refreshed, ended)
            let access = try #require(try await fixture.store.grants.access(grant.key))
            #expect(access.grant.revocation == mark)
            let later = try await fixture.store.grants.update(grant.key, fixture.refresh(2))
            #expect(later == .refused(.revoked(.endedByPerson)))
        }
    }

    @Test func `a mark of revocation survives a rule that would lift it`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let mark = Revocation(at: fixture.clock.now(), by: .operator, reason: .endedByOperator)
        #expect(try await fixture.store.grants.revoke([grant.key], mark) == [grant.identifier])
        _ = try await fixture.store.grants.update(grant.key) { grant, _ in grant.revocation = nil }
        #expect(try await fixture.store.grants.grant(grant.key)?.revocation == mark)
        let second = Revocation(at: fixture.clock.now(), by: .client, reason: .endedByClient)
        #expect(try await fixture.store.grants.revoke([grant.key], second) == [])
        #expect(try await fixture.store.grants.grant(grant.key)?.revocation == mark)
    }

    @Test func `a consent submitted many times yields one grant and one client`() async throws {
        let fixture = try await Fixture()
        let grants = try await parallel(16) { _ in
            try await fixture.store.grants.insert(fixture.draft(request: "one-consent"))
        }
        #expect(Set(grants.map(\.identifier)).count == 1)
        #expect(Set(grants.map(\.tokens.salt)).count == 1)
        #expect(try fixture.store.grants.listings(GrantFilter()).count == 1)
        #expect(try fixture.store.clients.listings().count == 1)
    }

    @Test func `another person's approval cannot be taken over by its name`() async throws {
        let fixture = try await Fixture()
        _ = try await fixture.store.grants.insert(fixture.draft(request: "one-consent"))
        let stranger = fixture.draft(request: "one-consent", user: .init(rawValue: 99))
        await #expect(throws: StoreError.self) { try await fixture.store.grants.insert(stranger) }
        #expect(try fixture.store.grants.listings(GrantFilter()).count == 1)
    }
}

/// Runs `body` that many times at once and returns the results.
private func parallel<Value: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for number in 0..<count { group.addTask { try await body(number) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
