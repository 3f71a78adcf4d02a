import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Connections of a person")
struct ClientConnectionTests {
    private func access(
        _ key: Int64,
        client: Int64 = 1,
        resource: String = Fixture.resourceText,
        createdAt: Int64,
        refreshedAt: Int64? = nil,
        usedAt: Int64? = nil,
        opens: (scopes: ScopeSet, workspaces: [String]) = ([.postsRead], ["ws_1"])
    ) -> GrantAccess {
        let grant = Grant(
            key: GrantKey(key),
            identity: GrantIdentity(
                identifier: "grt_\(key)",
                requestID: "r\(key)",
                createdAt: Timestamp(secondsSinceEpoch: createdAt)
            ),
            terms: GrantTerms(
                user: UserKey(1),
                client: ClientKey(client),
                resource: resource,
                scopes: opens.scopes,
                lifetimes: nil,
                confirmsPublishing: false
            ),
            code: CodeBinding(challenge: [], redirectURI: Fixture.redirect),
            tokens: TokenState(
                salt: [],
                generation: 1,
                issuedAt: Timestamp(secondsSinceEpoch: refreshedAt ?? createdAt),
                previousIssuedAt: nil
            ),
            lastUsedAt: usedAt.map(Timestamp.init(secondsSinceEpoch:)),
            revocation: nil
        )
        return GrantAccess(
            grant: grant,
            user: GrantUser(identifier: "usr_1", email: "a@b.c", name: "Ada", isDisabled: false),
            client: GrantClient(
                identifier: "client_\(client)",
                name: "Client",
                kind: .dynamic,
                isDisabled: false
            ),
            workspaces: opens.workspaces.map {
                EffectiveWorkspace(identifier: $0, name: $0, role: .owner)
            }
        )
    }

    private func connections(_ grants: [GrantAccess]) async throws -> [ClientConnection] {
        let clock = ManualClock()
        let connections = Connections(
            listing: FixedListing(grants: grants),
            grants: MemoryStore(),
            lifetimes: .standard,
            clock: clock
        )
        return try await connections.connections(of: UserKey(1))
    }

    @Test func `two installations are one connection with two sign-ins`() async throws {
        let now = ManualClock().now().secondsSinceEpoch
        let grants = [
            access(4, createdAt: now - 10, opens: ([.postsWrite], ["ws_2", "ws_1"])),
            access(3, client: 2, createdAt: now - 20),
            access(2, resource: "https://other.example.com/mcp", createdAt: now - 30),
            access(1, createdAt: now - 40, refreshedAt: now - 5),
        ]
        let found = try await connections(grants)
        #expect(found.map { $0.signIns.map(\.grant.key.value) } == [[4, 1], [3], [2]])
        #expect(found[0].scopes == [.postsRead, .postsWrite])
        #expect(found[0].workspaces.map(\.identifier) == ["ws_2", "ws_1"])
    }

    @Test func `a sign-in that nobody used since a newer one is named as replaced`() async throws {
        let now = ManualClock().now().secondsSinceEpoch
        let grants = [
            access(5, createdAt: now - 100),
            access(4, createdAt: now - 200),
            access(3, createdAt: now - 300, refreshedAt: now - 50),
            access(2, createdAt: now - 400, usedAt: now - 60),
            access(1, createdAt: now - 500, usedAt: now - 450),
        ]
        let connection = try #require(try await connections(grants).first)
        let replaced = connection.signIns.filter(connection.isReplaced(_:))
        #expect(replaced.map(\.grant.key.value) == [4, 1])
    }

    @Test func `what a person saves is offered, ticked and open to them`() {
        let open = [
            ConsentWorkspace(key: WorkspaceKey(1), identifier: "ws_1", name: "1", role: .owner),
            ConsentWorkspace(key: WorkspaceKey(2), identifier: "ws_2", name: "2", role: .viewer),
        ]
        let change = ConnectionChange(
            ticks: ConsentTicks(
                scopes: [.postsRead, .postsPublish, .offlineAccess],
                workspaces: ["ws_2", "ws_9"]
            ),
            offered: [.postsRead, .postsWrite, .offlineAccess],
            workspaces: open,
            alsoNarrowsOthers: true
        )
        #expect(change.scopes == [.postsRead])
        #expect(change.chosen == [WorkspaceKey(2)])
    }
}

/// A listing that was read before.
private struct FixedListing: ConnectionStore {
    let grants: [GrantAccess]

    func connections(of user: UserKey) -> [GrantAccess] { grants }

    func endedConnections(of user: UserKey, since start: Timestamp) -> [GrantAccess] { [] }

    func earlierApproval(
        of user: UserKey,
        client: String,
        resource: String
    ) -> EarlierApproval? { nil }

    func change(_ key: GrantKey, to terms: ConnectionTerms, at time: Timestamp) -> Bool { false }
}
