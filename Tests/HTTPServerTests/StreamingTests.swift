import HTTP
import HTTPServer
import TestSupport
import Testing
import Transport

@Suite("Streamed answers", .timeLimit(.minutes(10)))
struct StreamingTests {
    private struct Broken: Error {}

    private static let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Answers with a body that `write` produces.
    private func handler(
        _ write: @escaping @Sendable (any HTTPBodyWriter) async throws -> Void
    ) -> FunctionHandler {
        FunctionHandler { _, _ in HTTPResponse(status: .ok, body: .stream(write)) }
    }

    @Test func `parts leave as chunks when they are written, and the connection goes on`()
        async throws
    {
        let gate = AsyncStream<Void>.makeStream()
        let streaming = handler { writer in
            try await writer.write(Array("first".utf8))
            for await _ in gate.stream { break }
            try await writer.write([])
            try await writer.write(Array("second!".utf8))
        }
        try await withServer(streaming) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            let early = await peer.wait(for: "5\r\nfirst\r\n").text
            #expect(early.contains("Transfer-Encoding: chunked\r\n"))
            #expect(!early.contains("second"))
            gate.continuation.yield()
            let whole = await peer.wait(for: "0\r\n\r\n").text
            #expect(whole.hasSuffix("\r\n\r\n5\r\nfirst\r\n7\r\nsecond!\r\n0\r\n\r\n"))
            let record = try #require(server.records.value.first)
            #expect(record.bytesOut == whole.utf8.count && !record.isCut)
            await peer.close()
        }
    }

    @Test func `HTTP 1.0 gets the bytes as they are, ended by the close`() async throws {
        let streaming = handler { try await $0.write(Array("plain".utf8)) }
        try await withServer(streaming) { server in
            let answer = try await server.converse(
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            )
            #expect(answer.hasSuffix("\r\n\r\nplain"))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test func `HEAD does not run the body`() async throws {
        let ran = Shared(false)
        let streaming = handler { _ in ran.change { $0 = true } }
        try await withServer(streaming) { server in
            let answer = try await server.converse(
                "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.hasSuffix("\r\n\r\n"))
            #expect(!ran.value)
        }
    }

    @Test func `a writer waits for a client that is behind, and nothing is lost`() async throws {
        let written = Shared(0)
        let part = [UInt8](repeating: 0x78, count: 10_000)
        let streaming = handler { writer in
            for _ in 0..<2_000 {
                try await writer.write(part)
                written.change { $0 += 1 }
            }
        }
        try await withServer(streaming) { server in
            let peer = try await server.connect()
            await peer.pauseReading()
            await peer.send(Self.request)
            // The stream has run full when its writer makes no progress between two rounds of the
            // loop.
            var last = -1
            while written.value == 0 || written.value != last {
                last = written.value
                for _ in 0..<20 { await server.group.loops[0].run {} }
            }
            #expect(written.value < 2_000)
            await peer.resumeReading()
            // Only the end is looked at, or the wait would read everything again for every piece.
            let end = Array("\r\n0\r\n\r\n".utf8)
            let record = await peer.wait { $0.bytes.suffix(end.count).elementsEqual(end) }
            #expect(record.bytes.count { $0 == 0x78 } == 20_000_000)
            await peer.close()
        }
    }

    @Test(arguments: ["close", "reset", "half-close"])
    func `a stream whose client goes away is cancelled`(way: String) async throws {
        let outcome = AsyncStream<Bool>.makeStream()
        let streaming = handler { writer in
            try await writer.write(Array("begun".utf8))
            await Never.untilCancelled()
            outcome.continuation.yield(Task.isCancelled)
            try await writer.write(Array("never".utf8))
        }
        try await withServer(streaming) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            _ = await peer.wait(for: "begun")
            switch way {
            case "close": await peer.close()
            case "reset": await peer.stream.loop.run { peer.stream.reset() }
            default: await peer.finishSending()
            }
            var outcomes = outcome.stream.makeAsyncIterator()
            #expect(await outcomes.next() == true)
            let record = try #require(server.records.value.first)
            #expect(record.isCut && record.status == 200)
            await peer.close()
        }
    }

    @Test func `a writer that waits for room is told when its client goes`() async throws {
        let outcome = AsyncStream<Bool>.makeStream()
        let streaming = handler { writer in
            do {
                while true { try await writer.write([UInt8](repeating: 1, count: 100_000)) }
            } catch {
                outcome.continuation.yield(true)
                throw error
            }
        }
        try await withServer(streaming) { server in
            let peer = try await server.connect()
            await peer.pauseReading()
            await peer.send(Self.request)
            for _ in 0..<100 { await server.group.loops[0].run {} }
            await peer.stream.loop.run { peer.stream.reset() }
            var outcomes = outcome.stream.makeAsyncIterator()
            #expect(await outcomes.next() == true)
        }
    }

    @Test func `a stream that fails cuts the connection before the last chunk`() async throws {
        let streaming = handler { writer in
            try await writer.write(Array("part".utf8))
            throw Broken()
        }
        try await withServer(streaming) { server in
            let answer = try await server.converse(Self.request)
            #expect(!answer.hasSuffix("0\r\n\r\n"))
            #expect(server.records.value.first?.isCut == true)
        }
    }

    @Test func `parts can be written from any executor`() async throws {
        let streaming = handler { writer in
            try await Task.detached { try await writer.write(Array("afar".utf8)) }.value
        }
        try await withServer(streaming) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            #expect(await peer.wait(for: "0\r\n\r\n").text.contains("4\r\nafar\r\n"))
            await peer.close()
        }
    }

    @Test func `large answers arrive whole through a small send buffer`() async throws {
        let body = (0..<300_000).map { UInt8(0x21 + $0 % 90) }
        let handler = FunctionHandler { _, _ in
            HTTPResponse(status: .ok, contentType: "text/plain", bytes: body)
        }
        try await withServer(handler) { server in
            let ends = try Descriptor.socketPair().take { first, second in
                let stream = ByteStream(first, on: server.group.loops[0])
                server.server.adopt(second, from: server.address, loop: 0)
                return stream
            }
            let peer = try await StreamPeer(ends)
            await peer.send(String(repeating: Self.request, count: 3))
            let record = await peer.wait { $0.bytes.count > 900_000 }
            #expect(Array(record.bytes.suffix(300_000)) == body)
            await peer.close()
        }
    }
}
