import Primitives
import TestSupport
import Testing
import Transport

@Suite("Byte stream", .timeLimit(.minutes(1)))
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
