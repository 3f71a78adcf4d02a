import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("People, sessions and throttles")
struct DirectoryTableTests {
    @Test func `an address is found and taken without regard to case`() async throws {
        let fixture = try await Fixture()
        let email = try EmailAddress(parsing: "aDA@EXAMPLE.com")
        let found = try #require(try await fixture.store.people.credentials(forEmail: email))
        #expect(found.person == fixture.ada)
        #expect(found.passwordHash == "$scrypt$1")
        let draft = PersonDraft(
            identifier: "usr_other",
            email: email,
            name: try DisplayName(parsing: "Other"),
            passwordHash: "$scrypt$2",
            createdAt: fixture.clock.now()
        )
        await #expect(throws: DirectoryStoreError.emailTaken) {
            try await fixture.store.people.add(draft)
        }
        #expect(try fixture.store.people.listings().count == 1)
        #expect(try await fixture.store.people.person(identifier: "usr_other") == nil)
        let ada = fixture.ada
        #expect(try await fixture.store.people.person(identifier: ada.identifier) == ada)
        #expect(try fixture.store.people.find("ADA@example.com")?.workspaceCount == 3)
        #expect(try fixture.store.people.find(ada.identifier)?.person == ada)
    }

    @Test func `memberships leave archived workspaces out and come by name`() async throws {
        let fixture = try await Fixture()
        let now = fixture.clock.now()
        try await fixture.store.workspaces.setArchived(fixture.coffee.key, at: now)
        let places = try await fixture.store.workspaces.memberships(of: fixture.ada.key)
        #expect(places.map(\.workspace.name) == ["Atlas Agency", "Northwind Studio"])
        #expect(places.map(\.role) == [.viewer, .owner])
        try await fixture.store.workspaces.rename(
            fixture.atlas.key,
            to: DisplayName(parsing: "Zebra")
        )
        let listed = try fixture.store.workspaces.listings().map(\.workspace.name)
        #expect(listed == ["Harbour Coffee", "Northwind Studio", "Zebra"])
        #expect(try fixture.store.workspaces.find("Zebra")?.memberCount == 1)
        let members = try fixture.store.workspaces.members(of: fixture.studio.key)
        #expect(members.map(\.person) == [fixture.ada] && members.map(\.role) == [.owner])
    }

    @Test func `a session begins only while the proven hash is stored and the person enabled`()
        async throws
    {
        let fixture = try await Fixture()
        #expect(try await begin("a", fixture))
        #expect(try await fixture.store.sessions.session(digest("a"))?.person == fixture.ada)
        #expect(try await !begin("b", fixture, hash: "$scrypt$0"))
        try await fixture.store.people.setDisabled(fixture.ada.key, at: fixture.clock.now())
        #expect(try await !begin("b", fixture))
        #expect(try await fixture.store.sessions.session(digest("b")) == nil)
        // Being disabled ended the first one too.
        #expect(try await fixture.store.sessions.session(digest("a")) == nil)
    }

    @Test func `a new password ends every session`() async throws {
        let fixture = try await Fixture()
        #expect(try await begin("a", fixture))
        try await fixture.store.people.setPasswordHash(of: fixture.ada.key, to: "$scrypt$2")
        #expect(try await fixture.store.sessions.session(digest("a")) == nil)
        let people = fixture.store.people
        let key = fixture.ada.key
        #expect(try await !people.upgradePasswordHash(of: key, from: "$scrypt$1", to: "$scrypt$3"))
        #expect(try await people.upgradePasswordHash(of: key, from: "$scrypt$2", to: "$scrypt$3"))
        #expect(try await begin("b", fixture, hash: "$scrypt$3"))
    }

    @Test func `a sign-in replaces the browser's session and clears what is over`() async throws {
        let fixture = try await Fixture()
        #expect(try await begin("a", fixture))
        fixture.clock.advance(seconds: 100)
        #expect(try await begin("b", fixture))
        try await fixture.store.sessions.touch(digest("b"), at: fixture.clock.now())
        #expect(try await begin("c", fixture, replacing: "b", clearedBefore: 50))
        for (name, isThere) in [("a", false), ("b", false), ("c", true)] {
            let found = try await fixture.store.sessions.session(digest(name))
            #expect((found != nil) == isThere)
        }
        let later = fixture.clock.now().adding(seconds: 30)
        try await fixture.store.sessions.touch(digest("c"), at: later)
        try await fixture.store.sessions.touch(digest("c"), at: fixture.clock.now())
        #expect(try await fixture.store.sessions.session(digest("c"))?.session.lastSeenAt == later)
        try await fixture.store.sessions.end(digest("c"))
        #expect(try await fixture.store.sessions.session(digest("c")) == nil)
        try await fixture.store.sessions.end(digest("c"))
    }

    @Test func `throttle records survive, count in parallel and are forgotten in time`()
        async throws
    {
        let fixture = try await Fixture()
        let now = fixture.clock.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { try await attempt(fixture.store, at: now) }
            }
            try await group.waitForAll()
        }
        let command = try fixture.openAsCommand()
        defer { command.close() }
        #expect(try await attempts(command, at: now) == 20)
        #expect(try await attempts(fixture.store, at: now.adding(seconds: 299)) == 20)
        #expect(try await attempts(fixture.store, at: now.adding(seconds: 300)) == nil)
        #expect(try await attempts(fixture.store, at: now) == nil)
    }

    private func digest(_ name: String) -> BrowserDigest {
        BrowserDigest(bytes: Array(name.utf8) + [UInt8](repeating: 0, count: 31))
    }

    private func begin(
        _ name: String,
        _ fixture: Fixture,
        hash: String = "$scrypt$1",
        replacing old: String? = nil,
        clearedBefore seconds: Int64 = 10_000
    ) async throws -> Bool {
        let now = fixture.clock.now()
        let limit = now.adding(seconds: -seconds)
        return try await fixture.store.sessions.insert(
            BrowserSession(
                digest: digest(name),
                person: fixture.ada.key,
                createdAt: now,
                lastSeenAt: now
            ),
            provenBy: hash,
            replacing: old.map(digest),
            clearing: SessionExpiry(createdAtOrBefore: limit, lastSeenAtOrBefore: limit)
        )
    }
}

private let account = ThrottleKey(bytes: [UInt8](repeating: 1, count: 32))
private let source = ThrottleKey(bytes: [UInt8](repeating: 2, count: 32))

private func attempt(_ store: Store, at now: Timestamp) async throws {
    try await store.throttles.updateThrottle(account: account, source: source, at: now) { state in
        let count = state.account?.attempts ?? 0
        state.account = ThrottleRecord(
            attempts: count + 1,
            until: now.adding(seconds: 30),
            forgottenAt: now.adding(seconds: 300)
        )
        state.source = nil
    }
}

private func attempts(_ store: Store, at now: Timestamp) async throws -> Int64? {
    try await store.throttles.updateThrottle(account: account, source: source, at: now) {
        $0.account?.attempts
    }
}
