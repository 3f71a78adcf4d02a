import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Vetted client: what it believes", .timeLimit(.minutes(10)))
struct HostileAnswerTests {
    private static let json = "Content-Type: application/json"

    @Test(arguments: [
        "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
        "308 Permanent Redirect",
    ])
    func `no redirect is followed`(status: String) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch { peer in
                await peer.send(
                    VettedScene.answer("", status: status, fields: ["Location: \(scene.url("x"))"])
                )
            }
            #expect(result.error == .statusRefused(Int(status.prefix(3)) ?? 0))
            #expect(result.error?.isTransient == false)
            #expect(scene.resolver.asked.count == 1)
        }
    }

    @Test(arguments: [
        ("201 Created", 201, false), ("204 No Content", 204, false),
        ("206 Partial Content", 206, false), ("404 Not Found", 404, false),
        ("429 Too Many Requests", 429, true), ("500 Internal Server Error", 500, true),
        ("503 Service Unavailable", 503, true),
    ])
    func `only 200 is a document`(status: String, code: Int, isTransient: Bool) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                let body = code == 204 ? "" : "{}"
                await $0.send(
                    "HTTP/1.1 \(status)\r\n\(Self.json)\r\nContent-Length: \(body.utf8.count)"
                        + "\r\n\r\n\(body)"
                )
            }
            #expect(result.error == .statusRefused(code))
            #expect(result.error?.isTransient == isTransient)
        }
    }

    @Test func `a 304 that nobody asked for is no document`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                await $0.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")
            }
            #expect(result.error == .statusRefused(304))
        }
    }

    @Test(arguments: [
        "text/html", "text/json", "application/javascript", "application/json; charset=utf-16",
        "application/xml", "json", "application/json, text/html", "application/+json-x",
    ])
    func `another media type is refused`(type: String) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                await $0.send(VettedScene.answer("{}", type: type))
            }
            #expect(result.error == .mediaTypeRefused)
        }
    }

    @Test(arguments: [
        "application/json", "application/cimd+json", "application/jwk-set+json",
        "Application/JSON; charset=\"UTF-8\"",
    ])
    func `the media types of JSON are fine`(type: String) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                await $0.send(VettedScene.answer("{}", type: type))
            }
            #expect(result.error == nil)
        }
    }

    @Test func `an answer without a media type, or with two, is refused`() async throws {
        for lines in ["", "\(Self.json)\r\n\(Self.json)\r\n"] {
            try await VettedScene.with { scene in
                let result = try await scene.fetch {
                    await $0.send("HTTP/1.1 200 OK\r\n\(lines)Content-Length: 2\r\n\r\n{}")
                }
                #expect(result.error == .mediaTypeRefused)
            }
        }
    }

    @Test(arguments: ["gzip", "br", "deflate", "identity, gzip", "x"])
    func `encoded content is refused`(coding: String) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                await $0.send(
                    VettedScene.answer("{}", fields: ["Content-Encoding: \(coding)"])
                )
            }
            #expect(result.error == .encodingRefused)
        }
    }

    @Test func `a body that declares itself too long is refused unread`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                // None of the body is ever sent.
                await $0.send("HTTP/1.1 200 OK\r\n\(Self.json)\r\nContent-Length: 5121\r\n\r\n")
            }
            #expect(result.error == .answerTooLarge)
        }
    }

    @Test func `a refused head is not read on`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                await $0.send("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 5000\r\n\r\n")
            }
            #expect(result.error == .statusRefused(302))
        }
    }

    @Test(arguments: [5_120, 5_121])
    func `a body is counted while it is read, however it is framed`(count: Int) async throws {
        let body = String(repeating: "a", count: count)
        let chunks =
            "1000\r\n\(body.prefix(4_096))\r\n"
            + "\(String(count - 4_096, radix: 16))\r\n\(body.dropFirst(4_096))\r\n0\r\n\r\n"
        for (head, content) in [
            ("Transfer-Encoding: chunked\r\n", chunks), ("Connection: close\r\n", body),
            ("Content-Length: \(count)\r\n", body),
        ] {
            try await VettedScene.with { scene in
                let result = try await scene.fetch {
                    await $0.send("HTTP/1.1 200 OK\r\n\(Self.json)\r\n\(head)\r\n\(content)")
                    await $0.finishSending()
                }
                #expect(result.error == (count > 5_120 ? .answerTooLarge : nil))
            }
        }
    }

    @Test func `a body without end is left at its limit`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch { peer in
                await peer.send("HTTP/1.1 200 OK\r\n\(Self.json)\r\n\r\n")
                let portion = [UInt8](repeating: 0x61, count: 65_536)
                // The client closes on it long before all of it is gone.
                for _ in 0..<64 { await peer.send(portion) }
                _ = await peer.waitForEnd()
            }
            #expect(result.error == .answerTooLarge)
        }
    }

    @Test func `a head is as large as 16 KB and no larger`() async throws {
        let stem = "HTTP/1.1 200 OK\r\n\(Self.json)\r\nContent-Length: 2\r\nX: \r\n\r\n"
        for (excess, error) in [(0, nil), (1, VettedClientError.answerTooLarge)] {
            let padding = String(repeating: "x", count: 16_384 - stem.utf8.count + excess)
            try await VettedScene.with { scene in
                let result = try await scene.fetch {
                    await $0.send(
                        "HTTP/1.1 200 OK\r\n\(Self.json)\r\nContent-Length: 2\r\n"
                            + "X: \(padding)\r\n\r\n{}"
                    )
                }
                #expect(result.error == error)
            }
        }
    }

    @Test func `a head without end is left at its limit`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch { peer in
                await peer.send("HTTP/1.1 200 OK\r\n")
                let line = String(repeating: "X: y\r\n", count: 2_000)
                for _ in 0..<8 { await peer.send(line) }
                _ = await peer.waitForEnd()
            }
            #expect(result.error == .answerTooLarge)
        }
    }

    @Test(arguments: [(3, nil), (4, VettedClientError.answerMalformed(.unexpectedInterimResponse))])
    func `three interim responses are enough`(
        count: Int,
        error: VettedClientError?
    ) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch {
                let interim = "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
                await $0.send(
                    String(repeating: interim, count: count) + VettedScene.answer("{}")
                )
            }
            #expect(result.error == error)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\nContent-", "HTTP", "",
    ])
    func `an answer that ends early is no answer`(text: String) async throws {
        for isProper in [true, false] {
            try await VettedScene.with { scene in
                let result = try await scene.fetch {
                    await $0.send(text)
                    if isProper { await $0.finishSending() } else { await $0.close() }
                }
                #expect(result.error == .disconnected)
            }
        }
    }

    @Test func `without a length only the end that TLS vouches for completes an answer`()
        async throws
    {
        for isProper in [true, false] {
            try await VettedScene.with { scene in
                let result = try await scene.fetch { peer in
                    await peer.send("HTTP/1.1 200 OK\r\n\(Self.json)\r\n\r\n{}")
                    if isProper {
                        await peer.finishSending()
                    } else {
                        // Sent first, then the end without `close_notify`.
                        await peer.stream.loop.run { peer.stream.flush() }
                        await peer.close()
                    }
                }
                #expect(result.error == (isProper ? nil : .disconnected))
            }
        }
    }

    @Test(arguments: [
        "HTTP/2 200 OK\r\n\r\n", "<html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
            + "Content-Length: 3\r\nContent-Type: application/json\r\n\r\n{}x",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    ])
    func `what is not clearly HTTP is refused`(text: String) async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch { await $0.send(text) }
            guard case .answerMalformed? = result.error else {
                Issue.record("\(result)")
                return
            }
        }
    }

    @Test func `bytes that drip for ever end with the deadline of the whole`() async throws {
        try await VettedScene.with {
            $0.limits.deadlineMilliseconds = 2_000
        } _: { scene in
            let result = try await scene.fetch { peer in
                await peer.send("HTTP/1.1 200 OK\r\n\(Self.json)\r\nContent-Length: 5000\r\n\r\n")
                await scene.loop.run { Drip(on: peer.stream).begin() }
                _ = await peer.waitForEnd()
            }
            #expect(result.error == .deadlineExceeded)
        }
    }

    @Test func `a server that never answers ends with the deadline`() async throws {
        try await VettedScene.with {
            $0.limits.deadlineMilliseconds = 2_000
        } _: { scene in
            let result = try await scene.fetch { _ = await $0.waitForEnd() }
            #expect(result.error == .deadlineExceeded)
        }
    }

    @Test func `a server that never finishes its handshake ends with the deadline`() async throws {
        try await VettedScene.with {
            $0.limits.deadlineMilliseconds = 2_000
            $0.isServerSecure = false
        } _: { scene in
            async let result = scene.fetch()
            let peer = try await scene.server.accept()
            _ = await peer.waitForEnd()
            #expect(await result.error == .deadlineExceeded)
        }
    }
}

/// Sends one byte every few milliseconds for as long as the connection stands; used on its loop.
private final class Drip: @unchecked Sendable {
    // @unchecked Sendable: touched on the stream's loop only, one thread.
    private let stream: ByteStream
    private var timer: LoopTimer?

    init(on stream: ByteStream) {
        self.stream = stream
    }

    func begin() {
        // The cycle ends with the connection.
        timer = LoopTimer(on: stream.loop) { self.drop() }
        timer?.set(afterMilliseconds: 5)
    }

    private func drop() {
        guard stream.isWritable else { return timer = nil }
        stream.send([0x20])
        timer?.set(afterMilliseconds: 5)
    }
}
