import Primitives
import TestSupport
import Testing
import Transport

@Suite("Listeners", .timeLimit(.minutes(10)))
struct ListenerTests {
    private let anyPort = SocketAddress(ip: .loopback, port: 0)

    @Test func `every loop's socket shares the port that the system chose`() throws {
        let listening = try ListeningSockets(on: anyPort, count: 3)
        #expect(listening.address.port != 0)
        #expect(listening.sockets.count == 3)
    }

    @Test(arguments: [1, 2])
    func `a port that is taken is refused with a clear message`(count: Int) throws {
        let first = try ListeningSockets(on: anyPort, count: count)
        let address = first.address
        #expect(throws: TransportError.addressTaken(address)) {
            try ListeningSockets(on: address, count: count)
        }
        let message = TransportError.addressTaken(address).description
        #expect(message.contains("\(address) is already in use"))
    }

    @Test func `an address that this machine lacks is named in the message`() throws {
        let address = try SocketAddress(parsing: "192.0.2.1:0")
        #expect(throws: TransportError.addressUnavailable(address)) {
            try ListeningSockets(on: address, count: 1)
        }
    }

    @Test func `connections are spread over the loops`() async throws {
        try await withLoops(2) { group in
            let listening = try ListeningSockets(on: anyPort, count: 2)
            let counts = Shared([0, 0])
            let listeners = try await start(listening, on: group) { index in
                counts.change { $0[index] += 1 }
            }
            for _ in 0..<64 {
                let peer = try await StreamPeer(
                    connectingTo: listening.address,
                    on: group.loops[0]
                )
                _ = await peer.waitForEnd()
                await peer.close()
            }
            // A client can see the end of its connection before the loop has counted it.
            for loop in group.loops { await loop.run {} }
            let seen = counts.value
            #expect(seen[0] + seen[1] == 64)
            #expect(seen[0] > 0 && seen[1] > 0)
            for (listener, loop) in zip(listeners, group.loops) {
                await loop.run { listener.stop() }
            }
        }
    }

    @Test func `a stopped listener refuses further connections`() async throws {
        try await withLoops { group in
            let listening = try ListeningSockets(on: anyPort, count: 1)
            let address = listening.address
            let listeners = try await start(consume listening, on: group) { _ in }
            await group.loops[0].run { listeners[0].stop() }
            let again = try ListeningSockets(on: address, count: 1)
            #expect(again.address == address)
        }
    }

    @Test func `a refused connection is reported`() async throws {
        try await withLoops { group in
            let address = try ListeningSockets(on: anyPort, count: 1).address
            let peer = try await StreamPeer(connectingTo: address, on: group.loops[0])
            #expect(await peer.waitForEnd().failure == .unreachable(code: 111))
        }
    }

    /// Closes every connection that arrives, after telling `note` on which loop it did.
    private func start(
        _ listening: ListeningSockets,
        on group: EventLoopGroup,
        note: @escaping @Sendable (Int) -> Void
    ) async throws -> [Listener] {
        var listeners: [Listener] = []
        for (socket, loop) in zip(listening.sockets, group.loops) {
            let listener = Listener(socket, on: loop) { _, _ in note(loop.index) }
            await loop.run { listener.start() }
            listeners.append(listener)
        }
        return listeners
    }
}
