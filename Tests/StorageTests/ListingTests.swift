import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Listings of an operator")
struct ListingTests {
    @Test func `grants are filtered by person, client, workspace, life and time`() async throws {
        let fixture = try await Fixture()
        let first = try await fixture.redeemedGrant()
        fixture.clock.advance(seconds: 1_000)
        let second = try await fixture.store.grants.insert(
            fixture.draft(client: fixture.client("dyn_other"))
        )
        let mark = Revocation(at: fixture.clock.now(), by: .operator, reason: .endedByOperator)
        _ = try await fixture.store.grants.revoke([first.key], mark)
        let (one, two) = (first.identifier, second.identifier)
        #expect(try listed(fixture) { _ in } == [two, one])
        #expect(try listed(fixture) { $0.user = "ada@EXAMPLE.com" } == [two, one])
        #expect(try listed(fixture) { $0.user = fixture.ada.identifier } == [two, one])
        #expect(try listed(fixture) { $0.user = "grace@example.com" } == [])
        #expect(try listed(fixture) { $0.client = "dyn_other" } == [two])
        #expect(try listed(fixture) { $0.workspace = fixture.studio.identifier } == [two, one])
        #expect(try listed(fixture) { $0.workspace = fixture.atlas.identifier } == [])
        #expect(try listed(fixture) { $0.isActiveOnly = true } == [two])
        #expect(try listed(fixture) { $0.since = fixture.clock.now() } == [two])
        #expect(try listed(fixture) { $0.identifier = one } == [one])
        #expect(try listed(fixture) { $0.before = second.key } == [one])
        #expect(try listed(fixture) { $0.limit = 1 } == [two])
    }

    @Test func `a person's connections are the redeemed grants that have not ended`() async throws {
        let fixture = try await Fixture()
        let user = UserKey(fixture.ada.key.rawValue)
        let ended = try await fixture.redeemedGrant()
        let mark = Revocation(at: fixture.clock.now(), by: .person, reason: .endedByPerson)
        _ = try await fixture.store.grants.revoke([ended.key], mark)
        _ = try await fixture.store.grants.insert(fixture.draft())
        let first = try await fixture.redeemedGrant()
        let second = try await fixture.redeemedGrant()
        let connections = try await fixture.store.grants.connections(of: user)
        #expect(connections.map(\.grant) == [second, first])
        #expect(connections.map(\.workspaces.count) == [2, 2])
        #expect(try await fixture.store.grants.connections(of: UserKey(99)).isEmpty)
    }

    @Test func `a listing shows what was selected and what became of it`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let now = fixture.clock.now()
        try await fixture.store.workspaces.setArchived(fixture.coffee.key, at: now)
        _ = try await fixture.store.workspaces.remove(fixture.ada.key, from: fixture.studio.key)
        let listing = try #require(try fixture.store.grants.listings(GrantFilter()).first)
        #expect(listing.grant == grant)
        #expect(listing.client.name == "Example")
        #expect(listing.workspaces.map(\.name) == ["Harbour Coffee", "Northwind Studio"])
        #expect(listing.workspaces.map(\.isArchived) == [true, false])
        #expect(listing.workspaces.map(\.role) == [.editor, nil])
    }

    @Test func `clients keep what an operator registered`() async throws {
        let fixture = try await Fixture()
        let lifetimes = TokenLifetimes(
            codeSeconds: 30,
            accessSeconds: 300,
            graceSeconds: 0,
            idleSeconds: 1_000,
            absoluteSeconds: 2_000,
            convergenceSeconds: 10
        )
        let client = ClientRecord(
            naming: ClientNaming(identifier: "reporter", kind: .registered, name: "Reporter"),
            metadata: Array("{\"x\":1}".utf8),
            secretHash: [UInt8](repeating: 7, count: 32),
            lifetimes: lifetimes,
            createdAt: fixture.clock.now(),
            disabledAt: nil
        )
        #expect(try await fixture.store.clients.add(client))
        #expect(try await !fixture.store.clients.add(client))
        #expect(try await fixture.store.clients.client(identifier: "reporter") == client)
        let grant = try await fixture.store.grants.insert(fixture.draft(client: client))
        let stored = try await fixture.store.grants.grant(grant.key)
        #expect(stored == grant)
        #expect(stored?.terms.lifetimes == lifetimes)
        let listing = try #require(try fixture.store.clients.listings().first)
        #expect(listing.client == client && listing.grantCount == 1)
    }

    @Test func `a resource server is added, rotated and removed`() async throws {
        let fixture = try await Fixture()
        let (servers, now) = (fixture.store.resourceServers, fixture.clock.now())
        let server = ResourceServer(
            identifier: "rs_router",
            audience: "https://mcp.example.com/mcp",
            secretHash: [UInt8](repeating: 1, count: 32)
        )
        #expect(try await servers.add(server, at: now))
        #expect(try await !servers.add(server, at: now))
        #expect(try await servers.resourceServer(identifier: "rs_router") == server)
        let secret = [UInt8](repeating: 2, count: 32)
        #expect(try await servers.rotate("rs_router", to: secret, at: now))
        #expect(try await servers.resourceServer(identifier: "rs_router")?.secretHash == secret)
        #expect(try servers.listings().map(\.rotatedAt) == [now])
        #expect(try await servers.remove("rs_router", at: now))
        #expect(try await !servers.remove("rs_router", at: now))
        #expect(try await servers.resourceServer(identifier: "rs_router") == nil)
    }

    @Test func `a grant in an unknown workspace is refused whole`() async throws {
        let fixture = try await Fixture()
        let draft = GrantDraft(
            approval: Approval(
                requestID: "r",
                user: UserKey(fixture.ada.key.rawValue),
                resource: "https://mcp.example.com/mcp",
                scopes: .resource,
                workspaces: [OAuth.WorkspaceKey(99)]
            ),
            client: fixture.client(),
            code: CodeBinding(challenge: [], redirectURI: "http://127.0.0.1/"),
            at: fixture.clock.now(),
            random: fixture.random
        )
        await #expect(throws: StoreError.self) { try await fixture.store.grants.insert(draft) }
        #expect(try fixture.store.grants.listings(GrantFilter()).isEmpty)
        #expect(try fixture.store.clients.listings().isEmpty)
    }

    private func listed(
        _ fixture: Fixture,
        _ change: (inout GrantFilter) -> Void
    ) throws -> [String] {
        var filter = GrantFilter()
        change(&filter)
        return try fixture.store.grants.listings(filter).map(\.grant.identifier)
    }
}
