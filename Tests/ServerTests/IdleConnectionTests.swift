import AllocationCounter
import TestSupport
import Testing
import Transport

@testable import Server

/// What a connection that has nothing to do keeps of the server's memory.
///
/// Ten thousand of them are kept by a client that never closes, so each byte counts ten thousand
/// times. Counted on the server's own thread.
@Suite("Memory of an idle connection", .timeLimit(.minutes(10)))
struct IdleConnectionTests {
    private static let isCounted = wl_test_allocations_are_counted() != 0

    @Test(.enabled(if: isCounted)) func `stays under its ceiling after a request that waited`()
        async throws
    {
        // The handler of this address is asynchronous, so a task served each of the requests.
        try await expect(ceiling: 2_400, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n")
    }

    @Test(.enabled(if: isCounted)) func `stays under its ceiling after a large request`()
        async throws
    {
        let body = String(repeating: "x", count: 40_000)
        try await expect(
            ceiling: 2_400,
            """
            POST /introspect HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\
            Content-Type: application/x-www-form-urlencoded\r\n\
            Content-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
        )
    }

    /// Lets many connections send `request`, and compares what each of them keeps with `ceiling`.
    private func expect(ceiling: Int64, _ request: String) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.listen { group, address in
            try await withLoops { clients in
                var peers: [StreamPeer] = []
                // The first ones pay for what is made once and for the loop's spare tasks.
                for _ in 1...20 { peers.append(try await ask(address, clients, request)) }
                let before = await group.loops[0].run { wl_test_live_bytes() }
                let count = 200
                for _ in 1...count { peers.append(try await ask(address, clients, request)) }
                let after = await group.loops[0].run { wl_test_live_bytes() }
                let mean = (after - before) / Int64(count)
                #expect(mean > 0 && mean <= ceiling, "\(mean) bytes a connection")
                for peer in peers { await peer.close() }
            }
        }
    }

    private func ask(
        _ address: SocketAddress,
        _ clients: EventLoopGroup,
        _ request: String
    ) async throws -> StreamPeer {
        let peer = try await StreamPeer(connectingTo: address, on: clients.loops[0])
        await peer.send(request)
        let record = await peer.wait(for: "HTTP/1.1 ")
        try #require(!record.isOver)
        return peer
    }
}
