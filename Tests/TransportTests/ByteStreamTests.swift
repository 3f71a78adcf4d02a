import Primitives
import TestSupport
import Testing
import Transport

@Suite("Byte stream", .timeLimit(.minutes(10)))
struct ByteStreamTests {
    @Test func `bytes arrive in order in both directions`() async throws {
        try await withPair { left, right in
            await left.send("hello")
            await right.send("good day")
            #expect(await right.wait(for: "hello").text == "hello")
            #expect(await left.wait(for: "good day").text == "good day")
        }
    }

    @Test func `a transfer larger than every buffer arrives byte for byte`() async throws {
        try await withPair { left, right in
            let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
            await left.send(Array(sent[..<10]))
            await left.send(Array(sent[10..<40_000]))
            await left.send(Array(sent[40_000...]))
            let record = await right.wait { $0.bytes.count >= sent.count }
            #expect(record.bytes == sent)
            #expect(await left.wait(until: { $0.didDrain }).didDrain)
        }
    }

    @Test func `a connection that leads to another address than asked for is given up`()
        async throws
    {
        try await withListener { address, group, _ in
            // The system takes the unspecified address for this machine.
            let nowhere = SocketAddress(ip: .v4(0), port: address.port)
            let peer = try await StreamPeer(connectingTo: nowhere, on: group.loops[0])
            let record = await peer.waitForEnd()
            #expect(record.failure == .misdirected)
            #expect(!record.isOpen)
        }
    }

    @Test func `what is sent before the connection stands leaves as soon as it does`() async throws
    {
        try await withConnection { stream in
            stream.send(Array("early".utf8))
            stream.finishSending()
        } _: { accepted in
            let record = await accepted.waitForEnd()
            #expect(record.text == "early")
            #expect(record.didEnd)
        }
    }

    @Test func `an end that is announced before the connection stands arrives`() async throws {
        try await withConnection {
            $0.finishSending()
        } _: { accepted in
            #expect(await accepted.waitForEnd().didEnd)
        }
    }

    @Test func `a task on the loop's own executor can send at once`() async throws {
        try await withListener { address, group, accepted in
            let loop = group.loops[0]
            let peer = try await withTaskExecutorPreference(loop) {
                let peer = try await StreamPeer(connectingTo: address, on: loop)
                await peer.send("from the loop")
                return peer
            }
            let other = try #require(try await accepted.next())
            #expect(await other.wait(for: "from the loop").text == "from the loop")
            await peer.close()
            await other.close()
        }
    }

    @Test func `half a connection can end while the other half goes on`() async throws {
        try await withPair { left, right in
            await left.send("last words")
            await left.finishSending()
            let record = await right.waitForEnd()
            #expect(record.text == "last words")
            #expect(record.didEnd && !record.isTruncated && record.failure == nil)
            await right.send("answer")
            #expect(await left.wait(for: "answer").text == "answer")
        }
    }

    @Test func `closing while bytes are unread is noticed by the other side`() async throws {
        try await withPair { left, right in
            await left.close()
            #expect(await right.waitForEnd().isOver)
        }
    }

    @Test func `a paused stream holds its peer back and loses nothing`() async throws {
        try await withPair { left, right in
            await right.pauseReading()
            let sent = [UInt8](repeating: 7, count: 2_000_000)
            await left.send(sent)
            let unsent = await left.stream.loop.run { left.stream.unsentByteCount }
            #expect(unsent > 0)
            #expect(await right.stream.loop.run { right.stream.unsentByteCount } == 0)
            await right.resumeReading()
            #expect(await right.wait { $0.bytes.count >= sent.count }.bytes == sent)
        }
    }

    @Test func `large pieces and small ones arrive in order, however they are cut`() async throws {
        try await withPair { left, right in
            let sizes = [10, 40_000, 7, 33_000, 70_000, 1, 2, 50_000, 0, 300_000, 5]
            let pieces = sizes.enumerated().map { number, size in
                (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
            }
            await left.stream.loop.run {
                left.stream.shrinkSendBuffer()
                for piece in pieces { left.stream.send(piece) }
            }
            let all = Array(pieces.joined())
            #expect(await right.wait { $0.bytes.count >= all.count }.bytes == all)
            #expect(await left.stream.loop.run { left.stream.unsentByteCount } == 0)
        }
    }

    @Test func `a peer that takes no bytes is given up`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let ends = try Descriptor.socketPair().take { first, second in
                (
                    ByteStream(first, on: loop, stallMilliseconds: 20),
                    ByteStream(second, on: loop)
                )
            }
            let left = try await StreamPeer(ends.0)
            let right = try await StreamPeer(ends.1)
            await right.pauseReading()
            await left.send([UInt8](repeating: 1, count: 4_000_000))
            #expect(await left.waitForEnd().failure == .stalled)
            await right.close()
        }
    }

    @Test func `stopping the loops closes what is open`() async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        let ends = try Descriptor.socketPair().take { first, second in
            (ByteStream(first, on: group.loops[0]), ByteStream(second, on: group.loops[0]))
        }
        let left = try await StreamPeer(ends.0)
        _ = try await StreamPeer(ends.1)
        group.stop()
        #expect(await left.waitForEnd().isOver)
    }

    /// Connects and goes on as `start` says in one step of the loop, before the connection stands.
    private func withConnection(
        _ start: @escaping @Sendable (ByteStream) -> Void,
        _ body: (StreamPeer) async throws -> Void
    ) async throws {
        try await withListener { address, group, accepted in
            let stream = try ByteStream(connectingTo: address, on: group.loops[0])
            let peer = try await StreamPeer(stream, andThen: start)
            let other = try #require(try await accepted.next())
            try await body(other)
            await peer.close()
            await other.close()
        }
    }

    /// Runs `body` with the address of a listener on the second loop and what it accepts.
    private func withListener(
        _ body: (SocketAddress, EventLoopGroup, AcceptedPeers) async throws -> Void
    ) async throws {
        try await withLoops(2) { group in
            let anyPort = SocketAddress(ip: .loopback, port: 0)
            let listening = try ListeningSockets(on: anyPort, count: 1)
            let loop = group.loops[1]
            let accepted = AcceptedPeers()
            let listener = Listener(listening.sockets[0], on: loop) { descriptor, _ in
                accepted.add(ByteStream(descriptor, on: loop))
            }
            await loop.run { listener.start() }
            try await body(listening.address, group, accepted)
            await loop.run { listener.stop() }
        }
    }

    private func withPair(
        _ body: (StreamPeer, StreamPeer) async throws -> Void
    ) async throws {
        try await withLoops(2) { group in
            let ends = try Descriptor.socketPair().take { first, second in
                (ByteStream(first, on: group.loops[0]), ByteStream(second, on: group.loops[1]))
            }
            let left = try await StreamPeer(ends.0)
            let right = try await StreamPeer(ends.1)
            try await body(left, right)
            await left.close()
            await right.close()
        }
    }
}

/// The connections that a listener accepts, in order.
private final class AcceptedPeers: Sendable {
    private let streams: AsyncStream<ByteStream>
    private let continuation: AsyncStream<ByteStream>.Continuation

    init() {
        (streams, continuation) = AsyncStream.makeStream()
    }

    func add(_ stream: ByteStream) {
        continuation.yield(stream)
    }

    /// The next one, opened.
    func next() async throws -> StreamPeer? {
        for await stream in streams { return try await StreamPeer(stream) }
        return nil
    }
}
