import HTTP
import HTTPServer
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Connections", .timeLimit(.minutes(10)))
struct ConnectionTests {
    @Test func `an answer has date, length and the handler's content`() async throws {
        try await withServer { server in
            let answer = try await server.converse(
                "GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            let expected =
                "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                + "Connection: close\r\nContent-Length: 9\r\n"
                + "Content-Type: text/plain\r\n\r\nGET /a []"
            #expect(answer == expected)
        }
    }

    @Test func `one connection carries requests one after the other`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            for number in 1...3 {
                await peer.send("POST /\(number) HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz")
                let text = await peer.wait(for: "POST /\(number) [z]").text
                #expect(text.count(of: "HTTP/1.1 200 OK") == number)
            }
            await peer.close()
        }
    }

    @Test func `pipelined requests are answered in their order, slow ones first too`()
        async throws
    {
        let handler = FunctionHandler { request, _ in
            if request.path == "/slow" { for _ in 0..<20 { await Task.yield() } }
            return .text("answer to \(request.path)")
        }
        try await withServer(handler) { server in
            let peer = try await server.connect()
            let paths = ["/slow", "/1", "/2", "/slow", "/3"]
            await peer.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            let text = await peer.wait(for: "answer to /3").text
            let answers = text.split(separator: "answer to ").dropFirst().map {
                String($0.prefix { !$0.isWhitespace && $0 != "H" })
            }
            #expect(answers == paths)
            await peer.close()
        }
    }

    @Test func `a request that comes byte by byte is the same request`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            let request =
                "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n0\r\n\r\n"
            for byte in request.utf8 { await peer.send([byte]) }
            #expect(await peer.wait(for: "POST /x [abc]").text.contains("POST /x [abc]"))
            await peer.close()
        }
    }

    @Test func `more pipelined bytes than are buffered are all served`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            let request = "GET /\(String(repeating: "p", count: 400)) HTTP/1.1\r\nHost: x\r\n\r\n"
            await peer.send(String(repeating: request, count: 2_000))
            let text = await peer.wait(for: "[]", count: 2_000).text
            #expect(text.count(of: "HTTP/1.1 200 OK") == 2_000)
            await peer.close()
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close"),
        ("GET / HTTP/1.0\r\n\r\n", "close"),
    ])
    func `a client that wants no further request gets the close`(
        request: String,
        connection: String
    ) async throws {
        try await withServer { server in
            let answer = try await server.converse(request)
            #expect(answer.contains("Connection: \(connection)\r\n"))
        }
    }

    @Test func `HTTP 1.0 keeps the connection where it asks for it`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            let request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            await peer.send(request)
            let first = await peer.wait(for: "GET / []")
            #expect(first.text.contains("Connection: keep-alive\r\n"))
            await peer.send(request)
            _ = await peer.wait(for: "GET / []", count: 2)
            await peer.close()
        }
    }

    @Test func `HEAD has the fields of GET and no body`() async throws {
        try await withServer { server in
            let answer = try await server.converse(
                "HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.contains("Content-Length: 10\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `a body waits for 100 Continue`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            await peer.send(
                "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            )
            let interim = await peer.wait(for: "\r\n\r\n").text
            #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
            await peer.send("ok")
            #expect(await peer.wait(for: "POST / [ok]").text.contains("HTTP/1.1 200 OK"))
            await peer.close()
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"),
        ("GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\nHost: x\r\n\r\n", "414 "),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 25_000))\r\n\r\n",
            "431 "
        ),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", "413 "),
        ("POST / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", "417 "),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505 "),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501 "),
    ])
    func `a refused request gets its status, then the connection closes`(
        request: String,
        status: String
    ) async throws {
        try await withServer { server in
            let answer = try await server.converse(request)
            #expect(answer.hasPrefix("HTTP/1.1 \(status)"))
            #expect(answer.contains("Connection: close\r\n"))
            let record = try #require(server.records.value.first)
            #expect(status.hasPrefix("\(record.status)"))
            #expect(record.path == "-" && record.method == "-")
            #expect(answer.contains("X-Request-ID: \(record.name)\r\n"))
        }
    }

    @Test func `the refusal arrives although the client goes on sending`() async throws {
        // On a busy machine the client may take longer than the usual second to send it all.
        try await withServer(configure: { $0.deadlines.lingerMilliseconds = 60_000 }) { server in
            let peer = try await server.connect()
            await peer.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n")
            await peer.send([UInt8](repeating: 0x61, count: 1_000_000))
            let record = await peer.waitForEnd()
            #expect(record.text.hasPrefix("HTTP/1.1 413 "))
            #expect(record.failure == nil)
            await peer.close()
        }
    }

    @Test func `a handler cannot break the connection by an interim status`() async throws {
        let handler = FunctionHandler { _, _ in HTTPResponse(status: .continue) }
        try await withServer(handler) { server in
            let answer = try await server.converse(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.hasPrefix("HTTP/1.1 500 "))
        }
    }

    @Test func `a client that ends its side after the request gets its answer`() async throws {
        try await withServer { server in
            let peer = try await server.connect()
            await peer.send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n")
            await peer.finishSending()
            let record = await peer.waitForEnd()
            #expect(record.text.hasSuffix("GET /half []"))
            await peer.close()
        }
    }

    @Test func `a finished request is reported with what it cost`() async throws {
        try await withServer { server in
            let answer = try await server.converse(
                "GET /path?secret=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            let record = try #require(server.records.value.first)
            #expect(record.method == "GET" && record.path == "/path" && record.status == 200)
            #expect(record.bytesOut == answer.utf8.count)
            #expect(record.clientAddress == "127.0.0.1" && !record.isCut)
            #expect(record.name.description.utf8.count == 16)
        }
    }

    @Test func `the handler runs on the loop of its connection`() async throws {
        let handler = FunctionHandler { _, _ in
            let before = ThreadSlot.current
            await Task.yield()
            let isSame = before != nil && before == ThreadSlot.current
            return .text("\(isSame)/\(before ?? -1)")
        }
        try await withServer(handler, loops: 2) { server in
            var seen: Set<String> = []
            for _ in 0..<64 {
                let answer = try await server.converse(
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                )
                seen.insert(String(answer.split(separator: "\r\n\r\n").last ?? ""))
            }
            #expect(seen.count == 2)
            #expect(seen.allSatisfy { $0.hasPrefix("true/") })
        }
    }
}
