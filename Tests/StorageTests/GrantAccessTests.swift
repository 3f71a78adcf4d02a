import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Effective access")
struct GrantAccessTests {
    @Test func `a grant opens what was selected, with the roles of now`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let access = try #require(try await fixture.store.grants.access(grant.key))
        #expect(access.grant == grant)
        #expect(access.user.identifier == fixture.ada.identifier)
        #expect(access.user.email == "Ada@example.com")
        #expect(access.client.identifier == "dyn_example")
        #expect(access.standing.isGood)
        #expect(names(access) == ["Northwind Studio owner", "Harbour Coffee editor"])
    }

    @Test func `an unknown key has no access`() async throws {
        let fixture = try await Fixture()
        #expect(try await fixture.store.grants.access(GrantKey(77)) == nil)
        #expect(try await fixture.store.grants.grant(GrantKey(-1)) == nil)
        let outcome: Int? = try await fixture.store.grants.update(GrantKey(77)) { _, _ in 1 }
        #expect(outcome == nil)
    }

    @Test func `losing a membership narrows at once, a new role shows at once`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (ada, workspaces) = (fixture.ada.key, fixture.store.workspaces)
        #expect(try await workspaces.remove(ada, from: fixture.studio.key))
        #expect(try await access(fixture, grant) == ["Harbour Coffee editor"])
        #expect(try await !workspaces.remove(ada, from: fixture.studio.key))
        let now = fixture.clock.now()
        try await workspaces.setRole(.viewer, of: ada, in: fixture.coffee.key, at: now)
        #expect(try await access(fixture, grant) == ["Harbour Coffee viewer"])
        // A workspace that was not selected stays closed whatever the membership.
        try await workspaces.setRole(.owner, of: ada, in: fixture.atlas.key, at: now)
        #expect(try await access(fixture, grant) == ["Harbour Coffee viewer"])
    }

    @Test func `an archived workspace vanishes and comes back`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (key, now) = (fixture.studio.key, fixture.clock.now())
        try await fixture.store.workspaces.setArchived(key, at: now)
        #expect(try await access(fixture, grant) == ["Harbour Coffee editor"])
        try await fixture.store.workspaces.setArchived(key, at: nil)
        #expect(try await access(fixture, grant).count == 2)
    }

    @Test func `what another process does holds for the very next check`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let command = try fixture.openAsCommand()
        defer { command.close() }
        _ = try await command.workspaces.remove(fixture.ada.key, from: fixture.studio.key)
        #expect(try await access(fixture, grant) == ["Harbour Coffee editor"])
        let mark = Revocation(at: fixture.clock.now(), by: .operator, reason: .endedByOperator)
        _ = try await command.grants.revoke([grant.key], mark)
        let seen = try await fixture.store.grants.access(grant.key)
        #expect(seen?.grant.revocation == mark)
    }

    @Test func `a disabled person or client is told by the standing`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let now = fixture.clock.now()
        try await fixture.store.people.setDisabled(fixture.ada.key, at: now)
        #expect(try await standing(fixture, grant).isUserDisabled)
        try await fixture.store.people.setDisabled(fixture.ada.key, at: nil)
        #expect(try await standing(fixture, grant).isGood)
        #expect(try await fixture.store.clients.setDisabled("dyn_example", at: now))
        #expect(try await standing(fixture, grant).isClientDisabled)
        #expect(try await !fixture.store.clients.setDisabled("nobody", at: now))
    }

    @Test func `removing a person ends what they approved and frees their address`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        #expect(
            try await fixture.store.people.remove(fixture.ada.key, at: fixture.clock.now()) == 1
        )
        let access = try #require(try await fixture.store.grants.access(grant.key))
        #expect(access.grant.revocation?.reason == .personRemoved)
        #expect(access.workspaces.isEmpty && access.user.email.isEmpty)
        #expect(try await fixture.store.people.person(fixture.ada.key) == nil)
        #expect(try await fixture.store.people.credentials(forEmail: fixture.ada.email) == nil)
        #expect(try fixture.store.people.listings().isEmpty)
        #expect(
            try await fixture.store.people.remove(fixture.ada.key, at: fixture.clock.now()) == nil
        )
    }

    @Test func `uses are written off the path, at most once a minute`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.store.grants.insert(fixture.draft())
        let start = fixture.clock.now()
        fixture.store.grants.noteUse(grant.key, at: start)
        #expect(try await lastUse(fixture, grant) == start)
        let before = fixture.store.database.counters.committedUnits
        for second in 1...59 {
            fixture.store.grants.noteUse(grant.key, at: start.adding(seconds: Int64(second)))
        }
        #expect(try await lastUse(fixture, grant) == start)
        // The look itself is one unit.
        #expect(fixture.store.database.counters.committedUnits == before + 1)
        fixture.store.grants.noteUse(grant.key, at: start.adding(seconds: 60))
        #expect(try await lastUse(fixture, grant) == start.adding(seconds: 60))
        fixture.store.grants.noteUse(grant.key, at: start.adding(seconds: 90))
        fixture.store.flushUses()
        #expect(try await lastUse(fixture, grant) == start.adding(seconds: 90))
    }

    private func access(_ fixture: Fixture, _ grant: Grant) async throws -> [String] {
        names(try #require(try await fixture.store.grants.access(grant.key)))
    }

    private func standing(_ fixture: Fixture, _ grant: Grant) async throws -> GrantStanding {
        try #require(try await fixture.store.grants.access(grant.key)).standing
    }

    private func names(_ access: GrantAccess) -> [String] {
        access.workspaces.map { "\($0.name) \($0.role.rawValue)" }
    }

    /// The stored time of the last use, read behind everything that was handed to the writer
    /// before.
    private func lastUse(_ fixture: Fixture, _ grant: Grant) async throws -> Timestamp? {
        try await fixture.store.grants.update(grant.key) { grant, _ in grant.lastUsedAt } ?? nil
    }
}
