import Glibc
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Running out of descriptors", .timeLimit(.minutes(10)))
struct ExhaustionTests {
    @Test func `a listener without descriptors rests, and goes on when there are some`() async {
        // The limit holds for a whole process, so it is lowered in one of its own.
        await #expect(processExitsWith: .success) {
            let rounds = Shared(0)
            let group = try EventLoopGroup(
                count: 1,
                onRoundEnd: { _ in rounds.change { $0 += 1 } }
            )
            try group.start()
            let loop = group.loops[0]
            let listening = try ListeningSockets(
                on: SocketAddress(ip: .loopback, port: 0),
                count: 1
            )
            let accepted = Shared(0)
            let listener = Listener(listening.sockets[0], on: loop) { _, _ in
                accepted.change { $0 += 1 }
            }
            await loop.run { listener.start() }
            let hoard = Hoard()
            hoard.release(1)
            let peer = try await StreamPeer(connectingTo: listening.address, on: loop)
            _ = await peer.wait { $0.isOpen }
            let before = rounds.value
            let start = MonotonicInstant.now()
            // A stretch of time to count in, not to wait for something.
            usleep(500_000)
            let made = rounds.value - before
            let rests = Int(MonotonicInstant.now().microseconds(since: start) / 100_000) + 1
            #expect(accepted.value == 0)
            // A few rounds for each rest of 100 ms; a listener that spins makes thousands.
            #expect(made < rests * 8)
            hoard.release(1)
            #expect(await peer.waitForEnd().isOver)
            #expect(accepted.value == 1)
        }
    }
}

/// Every descriptor that the process may have and has not.
private final class Hoard: Sendable {
    private let numbers: Lock<[Int32]>

    init() {
        var limit = rlimit(rlim_cur: 64, rlim_max: 64)
        // The structure is read during the call only.
        let result = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        precondition(result == 0)
        var taken: [Int32] = []
        while case let number = dup(0), number >= 0 { taken.append(number) }
        numbers = Lock(taken)
    }

    func release(_ count: Int) {
        numbers.withLock { numbers in
            for number in numbers.suffix(count) { close(number) }
            numbers.removeLast(count)
        }
    }
}
