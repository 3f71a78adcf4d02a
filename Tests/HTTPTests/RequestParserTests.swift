import HTTP
import Testing

@Suite("Request parser (RFC 9112)")
struct RequestParserTests {
    @Test(arguments: RequestHeadTables.accepted + RequestBodyTables.accepted)
    func `a legal request is read however it is cut`(row: WireRow) {
        for portions in Transcript.cuts(of: row.bytes) {
            #expect(Transcript.requests(portions) == row.outcome)
        }
    }

    @Test(
        arguments: [
            RequestHeadTables.refusedLines, RequestHeadTables.refusedTargets,
            RequestHeadTables.refusedFields, RequestHeadTables.refusedHosts,
            RequestBodyTables.refusedFraming, RequestBodyTables.refusedChunks,
        ].flatMap { $0 }
    )
    func `an illegal request is refused with the same status however it is cut`(row: WireRow) {
        for portions in Transcript.cuts(of: row.bytes) {
            #expect(Transcript.requests(portions) == row.outcome)
        }
    }

    @Test(arguments: RequestHeadTables.acceptedHosts)
    func `a legal host is accepted`(host: String) {
        let bytes = Array("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        #expect(Transcript.requests([bytes]) == ["GET /"])
    }

    @Test func `the authority of an absolute target wins over Host`() {
        let request = read("GET http://B.example:81/ HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(request?.authority?.description == "b.example:81")
        #expect(read("GET / HTTP/1.1\r\nHost: A:80\r\n\r\n")?.authority?.description == "a:80")
        #expect(read("GET / HTTP/1.0\r\n\r\n")?.authority == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1\r\nHost: a", true),
        ("HTTP/1.1\r\nHost: a\r\nConnection: close", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: closed", true),
        ("HTTP/1.0", false),
        ("HTTP/1.0\r\nConnection: Keep-Alive", true),
        ("HTTP/1.0\r\nConnection: keep-alive, close", false),
    ])
    func `whether the connection stays open follows version and Connection`(
        head: String,
        expected: Bool
    ) {
        #expect(read("GET / \(head)\r\n\r\n")?.allowsKeepAlive == expected)
    }

    @Test func `the same head again is read as the first time, with the body that follows it`() {
        let head = "POST /a?b HTTP/1.1\r\nHost: a\r\nX: y\r\nContent-Length: 3\r\n\r\n"
        let other = "GET /c HTTP/1.1\r\nHost: a\r\n\r\n"
        let bytes = Array((head + "abc" + head + "def" + other + other + head + "ghi").utf8)
        let once = [head + "abc", head + "def", other, other, head + "ghi"]
        let expected = once.flatMap { Transcript.requests([Array($0.utf8)]) }
        #expect(expected.count == 5)
        for portions in Transcript.cuts(of: bytes) {
            #expect(Transcript.requests(portions) == expected)
        }
    }

    @Test func `a head that differs from the last one in one byte is read anew`() {
        let head = Array(
            "PUT /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\n".utf8
        )
        for position in head.indices {
            for change: UInt8 in [0x01, 0x20, 0x80] {
                var changed = head
                changed[position] ^= change
                let body = Array("x".utf8)
                let alone = Transcript.requests([changed + body + body])
                let after = Transcript.requests([head + body + changed + body + body])
                #expect(Array(after.dropFirst()) == alone, "byte \(position)")
            }
        }
    }

    @Test func `a client that waits is told to continue with each of equal heads`() {
        var parser = RequestParser()
        for _ in 1...2 {
            parser.append(Array(RequestParserTests.expecting.utf8))
            guard case .expectContinue = parser.next(), case .needsMoreBytes = parser.next() else {
                Issue.record("no continue")
                return
            }
            parser.append(Array("ab".utf8))
            guard case .request(let request) = parser.next() else {
                Issue.record("no request")
                return
            }
            #expect(request.body == Array("ab".utf8))
        }
    }

    @Test func `a waiting client is told to continue once`() {
        var parser = RequestParser()
        parser.append(Array(RequestParserTests.expecting.utf8))
        guard case .expectContinue = parser.next() else {
            Issue.record("no continue")
            return
        }
        guard case .needsMoreBytes = parser.next() else {
            Issue.record("asked twice")
            return
        }
        parser.append(Array("ab".utf8))
        guard case .request(let request) = parser.next() else {
            Issue.record("no request")
            return
        }
        #expect(request.body == Array("ab".utf8))
    }

    @Test func `a client that has begun its body is not told to continue`() {
        var parser = RequestParser()
        parser.append(Array((RequestParserTests.expecting + "a").utf8))
        guard case .needsMoreBytes = parser.next() else {
            Issue.record("asked")
            return
        }
    }

    @Test(arguments: [
        "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
    ])
    func `continue is not for HTTP 1.0 and not for an empty body`(head: String) {
        var parser = RequestParser()
        parser.append(Array(head.utf8))
        if case .expectContinue = parser.next() { Issue.record("asked") }
    }

    @Test func `the phase says which deadline applies`() {
        var parser = RequestParser()
        #expect(parser.phase == .idle)
        for (text, phase) in [
            ("P", RequestParser.Phase.head), ("OST / HTTP/1.1\r\nHost: a\r\nContent-Le", .head),
            ("ngth: 2\r\n\r\n", .body), ("a", .body), ("b", .idle), ("\r", .head), ("x", .refused),
        ] {
            parser.append(Array(text.utf8))
            reading: while true {
                switch parser.next() {
                case .needsMoreBytes, .refuse: break reading
                case .expectContinue, .request: continue
                }
            }
            #expect(parser.phase == phase, "after \(text)")
        }
    }

    @Test func `a refused connection stays refused`() {
        var parser = RequestParser()
        parser.append(Array("\n".utf8))
        for _ in 0..<2 {
            guard case .refuse(.malformedRequestLine) = parser.next() else {
                Issue.record("not refused")
                return
            }
            parser.append(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        }
    }

    @Test func `a body as large as allowed is read`() {
        let body = [UInt8](repeating: 0x61, count: 1_048_576)
        var parser = RequestParser()
        parser.append(Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n".utf8))
        parser.append(body)
        guard case .request(let request) = parser.next() else {
            Issue.record("no request")
            return
        }
        #expect(request.body == body)
        #expect(parser.bufferedByteCount == 0)
    }

    @Test func `every fault of a request has an error status and a sentence`() {
        let faults: [MessageFault] = [
            .malformedRequestLine, .unknownMethod, .targetTooLong, .unsupportedVersion,
            .headTooLarge, .unknownExpectation, .encodedContent, .bodyTooLarge, .truncated,
        ]
        for fault in faults {
            #expect(fault.status.code >= 400)
            #expect(fault.explanation.hasSuffix("."))
        }
    }

    private static let expecting =
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"

    private func read(_ text: String) -> HTTPRequest? {
        var parser = RequestParser()
        parser.append(Array(text.utf8).span)
        guard case .request(let request) = parser.next() else { return nil }
        return request
    }
}
