import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Outbound client", .timeLimit(.minutes(10)))
struct OutboundClientTests {
    private static let endOfHead = "\r\n\r\n"

    @Test func `a request arrives as it was meant and its answer comes back`() async throws {
        try await Exchange.with { exchange in
            async let answer = exchange.ask("a?b=c")
            let peer = try await exchange.server.accept()
            let request = await peer.wait(for: Self.endOfHead).text
            #expect(
                request == "POST /a?b=c HTTP/1.1\r\nHost: \(exchange.server.address)\r\n"
                    + "Content-Length: 0\r\n\r\n"
            )
            await peer.send(Exchange.answer("one"))
            #expect(await answer == "one")
        }
    }

    @Test func `requests of one round travel together and are answered in order`() async throws {
        try await Exchange.with { exchange in
            async let first = exchange.ask("first")
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            await peer.send(Exchange.answer("0"))
            #expect(await first == "0")
            let burst = Task(executorPreference: exchange.loop) {
                await withTaskGroup(of: String.self) { group in
                    for number in 1...8 {
                        group.addTask(executorPreference: exchange.loop) {
                            "\(number):" + (await exchange.ask("n\(number)"))
                        }
                    }
                    return await group.reduce(into: Set<String>()) { $0.insert($1) }
                }
            }
            // The first portion that arrives after the warm-up has all eight.
            let seen = await peer.wait { $0.text.contains("/n") }.text
            #expect((1...8).allSatisfy { seen.contains("POST /n\($0) ") })
            let order = seen.split(separator: "POST /n").dropFirst().compactMap(\.first)
            await peer.send(order.map { Exchange.answer("answer \($0)") }.joined())
            let answers = await burst.value
            #expect(answers == Set((1...8).map { "\($0):answer \($0)" }))
        }
    }

    @Test func `a connection that was closed while idle is made again`() async throws {
        try await Exchange.with { exchange in
            for number in 1...3 {
                async let answer = exchange.ask("x")
                let peer = try await exchange.server.accept()
                _ = await peer.wait(for: Self.endOfHead)
                await peer.send(Exchange.answer("\(number)"))
                #expect(await answer == "\(number)")
                await peer.close()
                // The client has noticed once it opens another connection for the next request;
                // either way the request must be answered.
            }
        }
    }

    @Test func `a request lost with its connection is sent over another`() async throws {
        try await Exchange.with { exchange in
            async let answer = exchange.ask("x")
            let lost = try await exchange.server.accept()
            _ = await lost.wait(for: Self.endOfHead)
            await lost.close()
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            await peer.send(Exchange.answer("again"))
            #expect(await answer == "again")
        }
    }

    @Test(arguments: [true, false])
    func `a peer that closes inside its answer fails the request`(
        isRepeatable: Bool
    ) async throws {
        try await Exchange.with { exchange in
            async let answer = exchange.ask("x", isRepeatable: isRepeatable)
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
            await peer.finishSending()
            #expect(await answer == "\(HTTPClientError.disconnected)")
            #expect(await peer.waitForEnd().isOver)
        }
    }

    @Test func `a silent peer fails the request at its deadline`() async throws {
        try await Exchange.with({ $0.requestMilliseconds = 50 }) { exchange in
            async let answer = exchange.ask("x")
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            #expect(await answer == "\(HTTPClientError.deadlineExceeded)")
            #expect(await peer.waitForEnd().isOver)
        }
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH\r\n", HTTPClientError.malformedResponse(.malformedStatusLine)),
        ("HTTP/1.1 200 OK\nX: y\n\n", .malformedResponse(.malformedStatusLine)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n", .responseTooLarge),
        ("HTTP/1.1 101 X\r\n\r\n", .malformedResponse(.unexpectedInterimResponse)),
    ])
    func `an answer that breaks the rules fails the request and closes the connection`(
        text: String,
        error: HTTPClientError
    ) async throws {
        try await Exchange.with { exchange in
            async let answer = exchange.ask("x")
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            await peer.send(text)
            #expect(await answer == "\(error)")
            #expect(await peer.waitForEnd().isOver)
        }
    }

    @Test func `cancelling a task ends its wait and leaves the connection in order`() async throws {
        try await Exchange.with { exchange in
            let cancelled = Task { await exchange.ask("first") }
            let peer = try await exchange.server.accept()
            _ = await peer.wait(for: Self.endOfHead)
            cancelled.cancel()
            #expect(await cancelled.value == "\(HTTPClientError.cancelled)")
            async let answer = exchange.ask("second")
            _ = await peer.wait(for: Self.endOfHead, count: 2)
            await peer.send(Exchange.answer("1") + Exchange.answer("2"))
            #expect(await answer == "2")
        }
    }

    @Test func `nobody listening is an error that says so`() async throws {
        try await Exchange.with { exchange in
            let group = try EventLoopGroup(count: 1)
            try group.start()
            defer { group.stop() }
            // A port that was free a moment ago and whose listener is gone.
            let closed = try ListeningSockets(
                on: SocketAddress(ip: .loopback, port: 0),
                count: 1
            ).address
            let url = try #require(AbsoluteURL("http://\(closed)/"))
            let client = try OutboundClient(to: url, on: group)
            await #expect {
                try await client.send(OutboundRequest(method: .get, url: url, isRepeatable: true))
            } throws: { error in
                guard case .unreachable? = error as? HTTPClientError else { return false }
                return (error as? HTTPClientError)?.isTemporary == true
            }
        }
    }

    @Test func `another origin, a stopped client and a cancelled task send nothing`() async throws {
        try await Exchange.with { exchange in
            let other = try #require(AbsoluteURL("http://127.0.0.1:1/"))
            await #expect(throws: HTTPClientError.foreignOrigin) {
                try await exchange.client.send(
                    OutboundRequest(method: .get, url: other, isRepeatable: true)
                )
            }
            exchange.client.stop()
            #expect(await exchange.ask("x") == "\(HTTPClientError.stopped)")
        }
    }

    @Test func `plain http is for this machine only`() throws {
        let group = try EventLoopGroup(count: 1)
        let url = try #require(AbsoluteURL("http://192.0.2.1/"))
        #expect(throws: OutboundClientSetupError.insecureOrigin("http://192.0.2.1")) {
            try OutboundClient(to: url, on: group)
        }
        #expect(throws: Never.self) {
            try OutboundClient(to: try #require(AbsoluteURL("http://localhost:1/")), on: group)
        }
    }
}
