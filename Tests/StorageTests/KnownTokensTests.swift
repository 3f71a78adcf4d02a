import Cryptography
import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing
import Transport

/// Tokens are kept by a loop with what was read for them; nothing that was committed since, by
/// whatever process, may be hidden by that.
@Suite("What a loop keeps of tokens it has seen", .timeLimit(.minutes(10)))
struct KnownTokensTests {
    typealias Change = @Sendable (Store, Fixture, Grant) async throws -> Void

    private static let all = "Northwind Studio owner, Harbour Coffee editor"

    /// What another process does between two introspections of a token, and what is said then.
    private static let changes: [(name: String, change: Change, said: String)] = [
        (
            "an operator revokes the grant",
            { store, fixture, grant in
                let end = Revocation(
                    at: fixture.clock.now(),
                    by: .operator,
                    reason: .endedByOperator
                )
                _ = try await store.grants.revoke([grant.key], end)
            }, "revoked: ended_by_operator"
        ),
        (
            "the person is disabled",
            { store, fixture, _ in
                try await store.people.setDisabled(fixture.ada.key, at: fixture.clock.now())
            }, "user disabled"
        ),
        (
            "a membership ends",
            { store, fixture, _ in
                _ = try await store.workspaces.remove(fixture.ada.key, from: fixture.studio.key)
            }, "Harbour Coffee editor"
        ),
        (
            "the tokens are rotated twice",
            { store, fixture, grant in
                _ = try await store.grants.update(grant.key, fixture.refresh(1))
                fixture.clock.advance(seconds: 61)
                _ = try await store.grants.update(grant.key, fixture.refresh(2))
            }, "replaced by newer tokens"
        ),
        (
            "nothing that concerns it",
            { store, fixture, _ in
                try await store.people.setDisabled(fixture.ada.key, at: nil)
            }, all
        ),
    ]

    @Test(arguments: changes.indices)
    func `the next round after a commit of any process sees it`(row: Int) async throws {
        let (name, change, said) = Self.changes[row]
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (service, token) = try Self.service(fixture, grant)
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withLoops { group in
            let loop = group.loops[0]
            for _ in 1...3 {
                #expect(try await ask(service, token, fixture, loop) == Self.all)
            }
            try await change(command, fixture, grant)
            for _ in 1...3 {
                #expect(try await ask(service, token, fixture, loop) == said, "\(name)")
            }
        }
    }

    @Test func `what is kept ends with its time and is for its audience alone`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (service, token) = try Self.service(fixture, grant)
        try await withLoops { group in
            let loop = group.loops[0]
            let other = "https://other.example.com/mcp"
            var said = [try await ask(service, token, fixture, loop)]
            said.append(try await ask(service, token, fixture, loop, audience: other))
            fixture.clock.advance(seconds: 629)
            said.append(try await ask(service, token, fixture, loop))
            fixture.clock.advance(seconds: 1)
            said.append(try await ask(service, token, fixture, loop))
            #expect(said == [Self.all, "other audience", Self.all, "expired"])
        }
    }

    @Test func `a token that differs in one byte is none, though its like is kept`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let (service, token) = try Self.service(fixture, grant)
        try await withLoops { group in
            let loop = group.loops[0]
            #expect(try await ask(service, token, fixture, loop) == Self.all)
            for position in token.indices {
                var forged = token
                forged[position] = forged[position] == 0x41 ? 0x42 : 0x41
                let said = try await ask(service, forged, fixture, loop)
                #expect(said == "not an access token" || said == "not authentic")
            }
            #expect(try await ask(service, token, fixture, loop) == Self.all)
        }
    }

    @Test func `a change of one grant makes no other be read again`() async throws {
        let fixture = try await Fixture()
        let grants = [try await fixture.redeemedGrant(), try await fixture.redeemedGrant()]
        let store = CountedGrants(fixture.store.grants)
        let services = try grants.map { try Self.service(fixture, $0, store) }
        // Both tokens are of the first service, which is the one that keeps them.
        let service = services[0].0
        let tokens = services.map(\.1)
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withLoops { group in
            let loop = group.loops[0]
            for token in tokens + tokens {
                #expect(try await ask(service, token, fixture, loop) == Self.all)
            }
            #expect(store.reads == 2)
            _ = try await command.grants.update(grants[0].key, fixture.refresh(1))
            for token in tokens + tokens {
                #expect(try await ask(service, token, fixture, loop) == Self.all)
            }
            #expect(store.reads == 3)
            try await command.people.setDisabled(fixture.ada.key, at: nil)
            for token in tokens + tokens {
                #expect(try await ask(service, token, fixture, loop) == Self.all)
            }
            #expect(store.reads == 5)
        }
    }

    @Test(arguments: [1, 300, 1_500, 9_000])
    func `a change is seen behind any number of others`(count: Int) async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        let other = try await fixture.redeemedGrant()
        let (service, token) = try Self.service(fixture, grant)
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withLoops { group in
            let loop = group.loops[0]
            #expect(try await ask(service, token, fixture, loop) == Self.all)
            let end = Revocation(at: fixture.clock.now(), by: .operator, reason: .endedByOperator)
            _ = try await command.grants.revoke([grant.key], end)
            try await command.database.write { connection throws(DatabaseError) in
                for _ in 0..<count {
                    try connection.execute(
                        "UPDATE grants SET scopes = scopes WHERE id = ?1",
                        [.integer(other.key.value)]
                    )
                }
            }
            let said = try await ask(service, token, fixture, loop)
            #expect(said == "revoked: ended_by_operator")
        }
    }

    @Test func `every revocation shows at once while others change all the time`() async throws {
        let fixture = try await Fixture()
        var grants: [Grant] = []
        for _ in 0..<24 { grants.append(try await fixture.redeemedGrant()) }
        let busy = try await fixture.redeemedGrant()
        let tokens = try grants.map { try Self.service(fixture, $0).1 }
        let (service, busyToken) = try Self.service(fixture, busy)
        let (command, refresher) = (try fixture.openAsCommand(), try fixture.openAsCommand())
        defer {
            command.close()
            refresher.close()
        }
        try await withLoops(2) { group in
            let isDone = Lock(false)
            let refreshing = Task {
                while !isDone.withLock({ $0 }) {
                    _ = try await refresher.database.write { connection throws(DatabaseError) in
                        try connection.execute(
                            "UPDATE grants SET scopes = scopes WHERE id = ?1",
                            [.integer(busy.key.value)]
                        )
                    }
                }
            }
            for (grant, token) in zip(grants, tokens) {
                for loop in group.loops {
                    #expect(try await ask(service, token, fixture, loop) == Self.all)
                }
                let end = Revocation(
                    at: fixture.clock.now(),
                    by: .operator,
                    reason: .endedByOperator
                )
                _ = try await command.grants.revoke([grant.key], end)
                for loop in group.loops {
                    let said = try await ask(service, token, fixture, loop)
                    #expect(said == "revoked: ended_by_operator")
                    #expect(try await ask(service, busyToken, fixture, loop) == Self.all)
                }
            }
            isDone.withLock { $0 = true }
            try await refreshing.value
        }
    }

    /// What one round of `loop` says of `token`: its workspaces, or why it is inactive.
    private func ask(
        _ service: TokenService,
        _ token: [UInt8],
        _ fixture: Fixture,
        _ loop: EventLoop,
        audience: String = "https://mcp.example.com/mcp"
    ) async throws -> String {
        try await loop.run {
            defer { fixture.store.database.endRound() }
            switch try service.introspectAtOnce(token, audience: audience) {
            case .mustWait: return "must wait"
            case .value(.inactive(let why)): return why.reason
            case .value(.active(let active)):
                let names = active.access.workspaces.map { "\($0.name) \($0.role.rawValue)" }
                return names.joined(separator: ", ")
            }
        }
    }

    /// A service over the fixture's store, and the first access token of `grant`.
    private static func service(
        _ fixture: Fixture,
        _ grant: Grant,
        _ grants: (any GrantStore)? = nil
    ) throws -> (TokenService, [UInt8]) {
        let keys = try #require(
            TokenKeys(
                peppers: [1: MACKey([UInt8](repeating: 1, count: 32))],
                newestPepperID: 1,
                blockKey: BlockKey([UInt8](repeating: 8, count: 32))
            )
        )
        let codec = TokenCodec(keys: keys)
        let service = TokenService(
            codec: codec,
            grants: grants ?? fixture.store.grants,
            issuer: try #require(Issuer(parsing: "https://auth.example.com")),
            lifetimes: .standard,
            clock: fixture.clock
        )
        let claims = TokenClaims(
            kind: .access,
            grant: grant.key,
            generation: 1,
            scopes: grant.terms.scopes
        )
        let token = codec.encode(claims, salt: grant.tokens.salt)
        return (service, Array(token.exposed.utf8))
    }
}
