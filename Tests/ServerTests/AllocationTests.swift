import AllocationCounter
import Cryptography
import Directory
import HTTP
import HTTPServer
import OAuth
import Primitives
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// How often a request may allocate, from its bytes to those of its answer.
///
/// Counted on the server's own thread in a build without optimisation, which allocates more than a
/// release does. A figure that falls well below its ceiling takes the ceiling down with it; one
/// that rises above has to be explained by the change that raised it.
@Suite("Allocations a request", .timeLimit(.minutes(10)))
struct AllocationTests {
    private static let isCounted = wl_test_allocations_are_counted() != 0

    @Test(.enabled(if: isCounted)) func `an introspection stays under its ceiling`() async throws {
        try await measure(ceiling: 110) { token in
            let body = "token=\(token)"
            let basic = "cnNfdGVzdDpzZWNyZXQ="
            return """
                POST /introspect HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\
                Authorization: Basic \(basic)\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                """
        }
    }

    @Test(.enabled(if: isCounted)) func `a tool call stays under its ceiling`() async throws {
        try await measure(ceiling: 700) { token in
            let body =
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","#
                + #""params":{"name":"list_workspaces","arguments":{}}}"#
            return """
                POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\
                Authorization: Bearer \(token)\r\n\
                Accept: application/json, text/event-stream\r\n\
                MCP-Protocol-Version: 2025-11-25\r\n\
                Content-Type: application/json\r\n\
                Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                """
        }
    }

    /// Sends the same request many times on one connection and compares the mean with `ceiling`.
    private func measure(ceiling: Double, _ request: (String) -> String) async throws {
        let fixture = try await JourneyFixture()
        let bytes = Array(request(try await token(fixture)).utf8)
        try await fixture.listen { group, address in
            try await withLoops { clients in
                let peer = try await StreamPeer(connectingTo: address, on: clients.loops[0])
                let count = 200
                // What is made once, by the first requests of a connection and a process.
                for number in 1...50 { try await ask(peer, bytes, number) }
                let before = await group.loops[0].run { wl_test_allocations() }
                for number in 51...(50 + count) { try await ask(peer, bytes, number) }
                let after = await group.loops[0].run { wl_test_allocations() }
                let mean = Double(after - before) / Double(count)
                #expect(mean > 0 && mean <= ceiling, "\(mean) allocations a request")
                await peer.close()
            }
        }
    }

    private func ask(_ peer: StreamPeer, _ request: [UInt8], _ number: Int) async throws {
        await peer.send(request)
        let record = await peer.wait(for: "HTTP/1.1 200 OK", count: number)
        try #require(!record.isOver)
    }

    /// A live access token for all three workspaces.
    private func token(_ fixture: JourneyFixture) async throws -> String {
        let store = fixture.store
        let (now, random) = (SystemWallClock().now(), SystemRandom())
        let email = try EmailAddress(parsing: "ada@example.com")
        let person = try #require(try await store.people.credentials(forEmail: email)).person
        let places = try await store.workspaces.memberships(of: person.key)
        let metadata = try #require(
            ClientMetadata(
                name: "Allocations",
                redirectURIs: [try RedirectURI(parsing: "http://127.0.0.1/callback")],
                method: .none
            )
        )
        let draft = GrantDraft(
            approval: Approval(
                requestID: Hex.encode(random.bytes(16)),
                user: UserKey(person.key.rawValue),
                resource: JourneyFixture.issuer + "/mcp",
                scopes: .resource,
                workspaces: places.map { OAuth.WorkspaceKey($0.workspace.key.rawValue) }
            ),
            client: ClientRecord(
                naming: ClientNaming(identifier: "cli_a", kind: .registered, name: "Allocations"),
                metadata: metadata.canonicalJSON,
                secretHash: nil,
                lifetimes: nil,
                createdAt: now,
                disabledAt: nil
            ),
            code: CodeBinding(
                challenge: SHA256.digest([1]),
                redirectURI: "http://127.0.0.1/callback"
            ),
            at: now,
            random: random
        )
        let grant = try await store.grants.insert(draft)
        _ = try await store.grants.update(grant.key) { grant, _ in grant.tokens.generation = 1 }
        let claims = TokenClaims(
            kind: .access,
            grant: grant.key,
            generation: 1,
            scopes: grant.terms.scopes
        )
        let codec = TokenCodec(keys: TokenKeys(of: fixture.keys))
        return codec.encode(claims, salt: grant.tokens.salt).exposed
    }
}
