import HTTP
import HTTPServer
import TestSupport
import Testing
import Transport

@Suite("Deadlines", .timeLimit(.minutes(10)))
struct DeadlineTests {
    /// A handler that never answers by itself and says when it was cancelled.
    private static func stuck(_ wasCancelled: Shared<Bool>) -> FunctionHandler {
        FunctionHandler { _, _ in
            await Never.untilCancelled()
            wasCancelled.change { $0 = true }
            return .text("too late")
        }
    }

    @Test func `a head that is never finished is answered 408`() async throws {
        // The deadline runs from the connection's begin, and a busy machine is slow to send.
        try await withServer(configure: { $0.deadlines.headMilliseconds = 8_000 }) { server in
            let answer = try await server.converse("GET / HTTP/1.1\r\nHost: x\r\nA: ")
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test func `a connection that never says anything is closed without a word`() async throws {
        try await withServer(configure: { $0.deadlines.headMilliseconds = 30 }) { server in
            let answer = try await server.converse("")
            #expect(answer.isEmpty)
            #expect(server.records.value.isEmpty)
        }
    }

    @Test func `bytes that trickle in do not move the deadline of a head`() async throws {
        try await withServer(configure: {
            $0.deadlines.headMilliseconds = 2_000
            $0.deadlines.lingerMilliseconds = 60_000
        }) { server in
            let loop = server.group.loops[0]
            let text = try await withTaskExecutorPreference(loop) {
                let peer = try await server.connect()
                await peer.send("GET / HTTP/1.1\r\nHost: x\r\n")
                let trickle = Task(executorPreference: loop) {
                    while !Task.isCancelled {
                        await peer.send("A: b\r\n")
                        // One round of the loop, in which the answer can be read too.
                        await loop.run {}
                    }
                }
                let text = await peer.waitForEnd().text
                trickle.cancel()
                await trickle.value
                await peer.close()
                return text
            }
            // What is sent fastest either meets the deadline or the limit of fields.
            #expect(text.hasPrefix("HTTP/1.1 408 ") || text.hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test func `a body that is never finished is answered 408`() async throws {
        try await withServer(configure: { $0.deadlines.bodyMilliseconds = 30 }) { server in
            let answer = try await server.converse(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
            )
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `an idle connection is closed after its last answer`() async throws {
        try await withServer(configure: { $0.deadlines.idleMilliseconds = 30 }) { server in
            let answer = try await server.converse("GET /last HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.hasSuffix("GET /last []"))
            #expect(answer.count(of: "HTTP/1.1") == 1)
        }
    }

    @Test func `a handler that takes too long is answered 503 in the caller's words`()
        async throws
    {
        let wasCancelled = Shared(false)
        try await withServer(
            Self.stuck(wasCancelled),
            configure: { configuration in
                configuration.deadlines.handlerMilliseconds = 30
                configuration.refusal = { status, _, path in
                    .text("{\"path\":\"\(path ?? "none")\"}", status)
                }
            }
        ) { server in
            let answer = try await server.converse("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(answer.hasSuffix("{\"path\":\"/slow\"}"))
            let record = try #require(server.records.value.first)
            #expect(record.status == 503 && record.path == "/slow")
            #expect(answer.contains("X-Request-ID: \(record.name)\r\n"))
        }
        #expect(wasCancelled.value)
    }

    @Test func `a client that reads nothing is given up`() async throws {
        let handler = FunctionHandler { _, _ in
            .text(String(repeating: "x", count: 8_000_000))
        }
        try await withServer(handler, configure: { $0.deadlines.stallMilliseconds = 30 }) {
            server in
            let peer = try await server.connect()
            await peer.pauseReading()
            await peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            // Draining returns when the server has let go of the connection by itself.
            await server.server.drain(withinMilliseconds: 30_000)
            await peer.resumeReading()
            let record = await peer.waitForEnd()
            #expect(record.bytes.count < 8_000_000)
            await peer.close()
        }
    }
}

extension Never {
    /// Waits until the running task is cancelled.
    static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }
}
