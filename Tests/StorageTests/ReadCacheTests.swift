import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing
import Transport

@Suite("What a loop keeps while nothing is committed", .timeLimit(.minutes(10)))
struct ReadCacheTests {
    typealias Change = @Sendable (Store, Fixture) async throws -> Void

    /// Everything that the answer to an introspection is made of, changed by another process.
    private static let changes: [(name: String, change: Change, left: [String])] = [
        (
            "a membership ends",
            { store, fixture in
                _ = try await store.workspaces.remove(fixture.ada.key, from: fixture.studio.key)
            }, ["good", "Harbour Coffee editor"]
        ),
        (
            "a role changes",
            { store, fixture in
                let (ada, coffee) = (fixture.ada.key, fixture.coffee.key)
                let now = fixture.clock.now()
                try await store.workspaces.setRole(.viewer, of: ada, in: coffee, at: now)
            }, ["good", "Northwind Studio owner", "Harbour Coffee viewer"]
        ),
        (
            "a workspace is archived",
            { store, fixture in
                let now = fixture.clock.now()
                try await store.workspaces.setArchived(fixture.coffee.key, at: now)
            }, ["good", "Northwind Studio owner"]
        ),
        (
            "the person is disabled",
            { store, fixture in
                try await store.people.setDisabled(fixture.ada.key, at: fixture.clock.now())
            }, ["bad", "Northwind Studio owner", "Harbour Coffee editor"]
        ),
        (
            "the client is disabled",
            { store, fixture in
                _ = try await store.clients.setDisabled("dyn_example", at: fixture.clock.now())
            }, ["bad", "Northwind Studio owner", "Harbour Coffee editor"]
        ),
    ]

    @Test(arguments: changes.indices)
    func `the next round after a commit of any process sees it`(row: Int) async throws {
        let (name, change, left) = Self.changes[row]
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withLoops { group in
            let loop = group.loops[0]
            let all = ["good", "Northwind Studio owner", "Harbour Coffee editor"]
            #expect(try await look(fixture, grant, loop) == all)
            #expect(try await look(fixture, grant, loop) == all)
            try await change(command, fixture)
            #expect(try await look(fixture, grant, loop) == left, "\(name)")
        }
    }

    @Test func `a workspace that opens again is seen, though it was kept as closed`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (key, now) = (fixture.coffee.key, fixture.clock.now())
        try await fixture.store.workspaces.setArchived(key, at: now)
        try await withLoops { group in
            let loop = group.loops[0]
            #expect(try await look(fixture, grant, loop).count == 2)
            #expect(try await look(fixture, grant, loop).count == 2)
            try await fixture.store.workspaces.setArchived(key, at: nil)
            #expect(try await look(fixture, grant, loop).count == 3)
        }
    }

    @Test func `a resource server's new secret holds at once`() async throws {
        let fixture = try await Fixture()
        let table = fixture.store.resourceServers
        let now = fixture.clock.now()
        let server = ResourceServer(identifier: "rs_a", audience: "https://a", secretHash: [1])
        #expect(try await table.add(server, at: now))
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withLoops { group in
            let loop = group.loops[0]
            let secret: @Sendable () throws -> [UInt8]? = {
                defer { fixture.store.database.endRound() }
                guard case .value(let found) = try table.resourceServerAtOnce(identifier: "rs_a")
                else { return nil }
                return found?.secretHash
            }
            #expect(try await loop.run(secret) == [1])
            #expect(try await loop.run(secret) == [1])
            _ = try await command.resourceServers.rotate("rs_a", to: [2], at: now)
            #expect(try await loop.run(secret) == [2])
            _ = try await command.resourceServers.remove("rs_a", at: now)
            #expect(try await loop.run(secret) == nil)
        }
    }

    /// What one round of `loop` reads: the standing, then the workspaces with their roles.
    private func look(
        _ fixture: Fixture,
        _ grant: Grant,
        _ loop: EventLoop
    ) async throws -> [String] {
        try await loop.run {
            defer { fixture.store.database.endRound() }
            guard case .value(let found) = try fixture.store.grants.accessAtOnce(grant.key),
                let access = found
            else { return [] }
            return [access.standing.isGood ? "good" : "bad"]
                + access.workspaces.map { "\($0.name) \($0.role.rawValue)" }
        }
    }
}
