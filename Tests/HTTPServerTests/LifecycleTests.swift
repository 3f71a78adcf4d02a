import HTTP
import HTTPServer
import TestSupport
import Testing
import Transport

@Suite("Life of a server", .timeLimit(.minutes(10)))
struct LifecycleTests {
    private static let request = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func `a port that is taken is named with what to do`() async throws {
        try await withServer { server in
            let configuration = HTTPServerConfiguration(addresses: [server.address])
            let second = WebServer(
                configuration: configuration,
                group: server.group,
                handler: FunctionHandler.echo
            )
            let expected = WebServerError.cannotListen(.addressTaken(server.address))
            #expect(throws: expected) { _ = try second.start() }
            #expect(expected.description.contains("\(server.address) is already in use"))
        }
    }

    @Test func `draining closes idle connections and refuses new ones`() async throws {
        try await withServer(loops: 2) { server in
            let idle = try await server.connect()
            await idle.send(Self.request)
            _ = await idle.wait(for: "GET /x []")
            await server.server.drain(withinMilliseconds: 60_000)
            #expect(await idle.waitForEnd().didEnd)
            let late = try await server.connect()
            #expect(await late.waitForEnd().failure == .unreachable(code: 111))
            await idle.close()
        }
    }

    @Test func `draining lets a request in flight finish, and says that it was the last`()
        async throws
    {
        let gate = AsyncStream<Void>.makeStream()
        let began = AsyncStream<Void>.makeStream()
        let handler = FunctionHandler { _, _ in
            began.continuation.yield()
            for await _ in gate.stream { break }
            return .text("finished")
        }
        try await withServer(handler) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            var begins = began.stream.makeAsyncIterator()
            await begins.next()
            async let drained: Void = server.server.drain(withinMilliseconds: 60_000)
            // The listener is gone once a connection is refused, so the drain has begun.
            while true {
                let probe = try await server.connect()
                let record = await probe.wait { $0.isOpen }
                await probe.close()
                if record.failure != nil { break }
            }
            gate.continuation.yield()
            let text = await peer.waitForEnd().text
            #expect(text.contains("Connection: close\r\n") && text.hasSuffix("finished"))
            await peer.close()
            await drained
        }
    }

    @Test func `what does not finish in time is cancelled and closed`() async throws {
        let began = AsyncStream<Void>.makeStream()
        let wasCancelled = Shared(false)
        let handler = FunctionHandler { _, _ in
            began.continuation.yield()
            await Never.untilCancelled()
            wasCancelled.change { $0 = true }
            return .text("nobody reads this")
        }
        try await withServer(handler) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            var begins = began.stream.makeAsyncIterator()
            await begins.next()
            await server.server.drain(withinMilliseconds: 20)
            #expect(await peer.waitForEnd().bytes.isEmpty)
            await server.group.loops[0].run {}
            #expect(wasCancelled.value)
            #expect(server.records.value.first?.status == 499)
            await peer.close()
        }
    }

    @Test func `connections beyond the cap are answered 503, and a freed place is given again`()
        async throws
    {
        try await withServer(configure: { $0.maximumConnections = 1 }) { server in
            let first = try await server.connect()
            await first.send(Self.request)
            _ = await first.wait(for: "GET /x []")
            #expect(try await server.converse("").hasPrefix("HTTP/1.1 503 "))
            await first.close()
            var answer = ""
            while !answer.hasPrefix("HTTP/1.1 200 ") {
                let peer = try await server.connect()
                await peer.send(Self.request)
                answer = await peer.wait(for: "GET /x []").text
                await peer.close()
            }
        }
    }

    @Test(arguments: ["", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"])
    func `a reset in any state costs only its own connection`(sent: String) async throws {
        try await withServer { server in
            for _ in 0..<20 {
                let peer = try await server.connect()
                await peer.send(sent)
                await peer.stream.loop.run { peer.stream.reset() }
            }
            let answer = try await server.converse(
                "GET /alive HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.hasSuffix("GET /alive []"))
        }
    }

    @Test func `a reset while the handler works cancels it`() async throws {
        let began = AsyncStream<Void>.makeStream()
        let ended = AsyncStream<Bool>.makeStream()
        let handler = FunctionHandler { _, _ in
            began.continuation.yield()
            await Never.untilCancelled()
            ended.continuation.yield(Task.isCancelled)
            return .text("gone")
        }
        try await withServer(handler) { server in
            let peer = try await server.connect()
            await peer.send(Self.request)
            var begins = began.stream.makeAsyncIterator()
            await begins.next()
            await peer.stream.loop.run { peer.stream.reset() }
            var ends = ended.stream.makeAsyncIterator()
            #expect(await ends.next() == true)
        }
    }
}
