import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Clients that are shut out or gone")
struct ShutOutTests {
    private let metadata = Array("{}".utf8)

    private func isGood(_ fixture: Fixture, _ grant: Grant) async throws -> Bool {
        try #require(try await fixture.store.grants.access(grant.key)).standing.isGood
    }

    @Test func `a removed client stays shut out, whoever approves it meanwhile`() async throws {
        let fixture = try await Fixture()
        let clients = fixture.store.clients
        let grant = try await fixture.redeemedGrant()
        #expect(try await clients.shutOut(metadata: metadata) == nil)
        let now = fixture.clock.now()
        #expect(try await clients.remove("dyn_example", at: now) == 1)
        let ended = try await fixture.store.grants.grant(grant.key)
        #expect(ended?.revocation?.reason == .clientRemoved)
        #expect(try await clients.client(identifier: "dyn_example")?.disabledAt == now)
        #expect(try await clients.shutOut(metadata: metadata) == now)
        #expect(try clients.listings().isEmpty)
        #expect(try clients.listings(includingRemoved: true).map(\.removedAt) == [now])

        let late = try await fixture.store.grants.insert(fixture.draft())
        #expect(try await !isGood(fixture, late))
        #expect(try await clients.remove("dyn_example", at: now) == nil, "it is removed already")

        #expect(try await clients.setDisabled("dyn_example", at: nil))
        #expect(try await clients.shutOut(metadata: metadata) == nil)
        let again = try await fixture.redeemedGrant()
        #expect(try await isGood(fixture, again))
        #expect(try await fixture.store.grants.grant(grant.key)?.revocation != nil)
    }

    @Test func `only clients that registered themselves are known by their metadata`()
        async throws
    {
        let fixture = try await Fixture()
        let record = ClientRecord(
            naming: ClientNaming(identifier: "cli_1", kind: .registered, name: "Reports"),
            metadata: metadata,
            secretHash: nil,
            lifetimes: nil,
            createdAt: fixture.clock.now(),
            disabledAt: nil
        )
        #expect(try await fixture.store.clients.add(record))
        #expect(try await fixture.store.clients.setDisabled("cli_1", at: fixture.clock.now()))
        #expect(try await fixture.store.clients.shutOut(metadata: metadata) == nil)
    }

    @Test func `a client that gives its registration back is gone, and shuts nobody out`()
        async throws
    {
        let fixture = try await Fixture()
        let clients = fixture.store.clients
        let now = fixture.clock.now()
        try await clients.deregister("dyn_example", at: now)
        #expect(try clients.listings(includingRemoved: true).isEmpty, "no row for what had none")
        let grant = try await fixture.redeemedGrant()
        let before = try fixture.store.audit.newestEvents(limit: 1)[0].number
        try await clients.deregister("dyn_example", at: now)
        try await clients.deregister("dyn_example", at: now)
        let mark = try await fixture.store.grants.grant(grant.key)?.revocation
        #expect(mark == Revocation(at: now, by: .client, reason: .clientRemoved))
        #expect(try await clients.client(identifier: "dyn_example")?.disabledAt == now)
        #expect(try await clients.shutOut(metadata: metadata) == nil)
        let events = try fixture.store.audit.events(after: before, limit: 9).map(\.event)
        #expect(events.map(\.kind) == [.grantRevoked, .clientRemoved])
        #expect(events.allSatisfy { $0.actor == .client })
    }
}
