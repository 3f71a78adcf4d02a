import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Changing a connection")
struct ConnectionChangeTests {
    private func workspaceKey(_ workspace: Workspace) -> OAuth.WorkspaceKey {
        OAuth.WorkspaceKey(workspace.key.rawValue)
    }

    private func terms(
        _ scopes: ScopeSet,
        _ workspaces: [Workspace],
        confirms: Bool = false,
        others: Bool = false
    ) -> ConnectionTerms {
        ConnectionTerms(
            scopes: scopes,
            workspaces: workspaces.map(workspaceKey),
            confirmsPublishing: confirms,
            alsoNarrowsOthers: others
        )
    }

    private func change(
        _ fixture: Fixture,
        _ grant: Grant,
        _ terms: ConnectionTerms
    ) async throws -> Bool {
        try await fixture.store.grants.change(grant.key, to: terms, at: fixture.clock.now())
    }

    private func access(_ fixture: Fixture, _ grant: Grant) async throws -> GrantAccess {
        try #require(try await fixture.store.grants.access(grant.key))
    }

    @Test func `scopes and workspaces become exactly what was saved, and the log says so`()
        async throws
    {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let before = try fixture.store.audit.newestEvents(limit: 1)[0].number
        let saved = terms([.postsRead], [fixture.coffee, fixture.atlas])
        #expect(try await change(fixture, grant, saved))
        let after = try await access(fixture, grant)
        #expect(after.grant.terms.scopes == [.postsRead])
        #expect(after.workspaces.map(\.name) == ["Harbour Coffee", "Atlas Agency"])
        let events = try fixture.store.audit.events(after: before, limit: 10).map(\.event)
        #expect(
            events.map(\.kind) == [.grantChanged, .workspaceDeselected, .workspaceSelected]
        )
        #expect(events.map(\.detail) == ["posts:read", nil, nil])
        #expect(
            events.map(\.workspace) == [nil, fixture.studio.identifier, fixture.atlas.identifier]
        )
        #expect(events.allSatisfy { $0.actor == .person && $0.grant == grant.identifier })
        #expect(try await change(fixture, grant, saved))
        #expect(try fixture.store.audit.events(after: before, limit: 10).count == 3)
    }

    @Test func `being asked before publishing is kept with the grant, and spreads only as a limit`()
        async throws
    {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let other = try await fixture.redeemedGrant()
        let places = [fixture.studio, fixture.coffee]
        func asks(_ grant: Grant) async throws -> Bool {
            let user = UserKey(fixture.ada.key.rawValue)
            let table = fixture.store.grants
            let listed = try await table.connections(of: user).first { $0.grant.key == grant.key }
            var filter = GrantFilter()
            filter.identifier = grant.identifier
            let shown = try table.listings(filter).first?.grant.terms.confirmsPublishing
            let read = try await access(fixture, grant).grant.terms.confirmsPublishing
            #expect(listed?.grant.terms.confirmsPublishing == read)
            #expect(shown == read)
            return read
        }
        #expect(try await !asks(grant))
        let before = try fixture.store.audit.newestEvents(limit: 1)[0].number
        #expect(
            try await change(fixture, grant, terms(.resource, places, confirms: true, others: true))
        )
        #expect(try await asks(grant))
        #expect(try await asks(other), "it limits the other sign-ins too")
        let details = try fixture.store.audit.events(after: before, limit: 9).map(\.event.detail)
        #expect(details == Array(repeating: "asks before publishing: yes", count: 2))
        let earlier = try await fixture.store.grants.earlierApproval(
            of: UserKey(fixture.ada.key.rawValue),
            client: "dyn_example",
            resource: "https://mcp.example.com/mcp"
        )
        #expect(earlier?.confirmsPublishing == true)
        #expect(try await change(fixture, grant, terms(.resource, places, others: true)))
        #expect(try await !asks(grant))
        #expect(try await asks(other), "what is widened is widened for one sign-in alone")
    }

    @Test func `a workspace of others or in the archive is never opened`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let now = fixture.clock.now()
        try await fixture.store.workspaces.setArchived(fixture.coffee.key, at: now)
        _ = try await fixture.store.workspaces.remove(fixture.ada.key, from: fixture.atlas.key)
        let all = terms([.postsRead], [fixture.studio, fixture.coffee, fixture.atlas])
        #expect(try await change(fixture, grant, all))
        try await fixture.store.workspaces.setArchived(fixture.coffee.key, at: nil)
        try await fixture.store.workspaces.setRole(
            .owner,
            of: fixture.ada.key,
            in: fixture.atlas.key,
            at: now
        )
        let names = try await access(fixture, grant).workspaces.map(\.name)
        #expect(names == ["Northwind Studio"], "what could not be seen was not saved")
    }

    @Test func `what is taken away can be taken from the other sign-ins, and nothing is added`()
        async throws
    {
        let fixture = try await Fixture()
        let other = try await fixture.redeemedGrant()
        let stranger = try await fixture.store.grants.insert(
            fixture.draft(client: fixture.client("dyn_other"))
        )
        let grant = try await fixture.redeemedGrant()
        let some = ScopeSet.resource.subtracting([.postsWrite])
        #expect(try await change(fixture, grant, terms(some, [fixture.studio], others: true)))
        let narrowed = try await access(fixture, other)
        #expect(narrowed.grant.terms.scopes == some)
        #expect(narrowed.workspaces.map(\.name) == ["Northwind Studio"])
        #expect(try await access(fixture, stranger).grant.terms.scopes == .resource)

        let wider = terms(.resource, [fixture.studio, fixture.atlas], others: true)
        #expect(try await change(fixture, grant, wider))
        #expect(try await access(fixture, other).grant.terms.scopes == some)
        #expect(try await access(fixture, other).workspaces.count == 1)
    }

    @Test func `another sign-in that has nothing left ends`() async throws {
        let fixture = try await Fixture()
        let other = try await fixture.redeemedGrant()
        let grant = try await fixture.redeemedGrant()
        let moved = terms(.resource, [fixture.atlas], others: true)
        #expect(try await change(fixture, grant, moved))
        #expect(try await access(fixture, other).grant.revocation?.reason == .endedByPerson)
        #expect(try await access(fixture, grant).grant.revocation == nil)
    }

    @Test func `a grant that has ended or was never redeemed is not changed`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let mark = Revocation(at: fixture.clock.now(), by: .person, reason: .endedByPerson)
        _ = try await fixture.store.grants.revoke([grant.key], mark)
        let fresh = try await fixture.store.grants.insert(fixture.draft())
        for grant in [grant, fresh] {
            #expect(try await !change(fixture, grant, terms([.postsRead], [fixture.atlas])))
            #expect(try await access(fixture, grant).workspaces.count == 2)
        }
    }

    @Test func `the next approval knows what was granted, declined and selected`() async throws {
        let fixture = try await Fixture()
        let user = UserKey(fixture.ada.key.rawValue)
        func earlier(_ client: String = "dyn_example") async throws -> EarlierApproval? {
            try await fixture.store.grants.earlierApproval(
                of: user,
                client: client,
                resource: "https://mcp.example.com/mcp"
            )
        }
        _ = try await fixture.store.grants.insert(fixture.draft())
        #expect(try await earlier() == nil, "a code that nobody redeemed is no connection")
        let grant = try await fixture.redeemedGrant()
        let selected = [fixture.studio, fixture.coffee].map(workspaceKey)
        #expect(
            try await earlier()
                == EarlierApproval(scopes: .resource, declined: [], workspaces: selected)
        )
        #expect(try await earlier("dyn_other") == nil)
        #expect(try await change(fixture, grant, terms([.postsRead], [fixture.atlas])))
        #expect(
            try await earlier()
                == EarlierApproval(
                    scopes: [.postsRead],
                    declined: ScopeSet.resource.subtracting([.postsRead]),
                    workspaces: [workspaceKey(fixture.atlas)]
                )
        )
        let mark = Revocation(at: fixture.clock.now(), by: .person, reason: .endedByPerson)
        _ = try await fixture.store.grants.revoke([grant.key], mark)
        #expect(try await earlier() == nil)
    }

    @Test func `what ended lately is listed with its reason`() async throws {
        let fixture = try await Fixture()
        let user = UserKey(fixture.ada.key.rawValue)
        let start = fixture.clock.now()
        let old = try await fixture.redeemedGrant()
        let replayed = try await fixture.redeemedGrant()
        _ = try await fixture.redeemedGrant()
        let ended = Revocation(at: start, by: .client, reason: .endedByClient)
        _ = try await fixture.store.grants.revoke([old.key], ended)
        fixture.clock.advance(seconds: 50)
        let replay = Revocation(at: fixture.clock.now(), by: .server, reason: .refreshReplay)
        _ = try await fixture.store.grants.revoke([replayed.key], replay)
        let grants = fixture.store.grants
        let all = try await grants.endedConnections(of: user, since: start)
        #expect(all.map(\.grant.key) == [replayed.key, old.key])
        #expect(all.map(\.grant.revocation?.reason) == [.refreshReplay, .endedByClient])
        let late = try await grants.endedConnections(of: user, since: start.adding(seconds: 1))
        #expect(late.map(\.grant.key) == [replayed.key])
    }
}
