import HTTP
import Testing

@Suite("Response parser (RFC 9112)")
struct ResponseParserTests {
    private static let accepted: [WireRow] = [
        WireRow("a counted body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "200 ab"),
        WireRow("an empty reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "200"),
        WireRow("a long reason", "HTTP/1.1 404 Not é here\r\nContent-Length: 0\r\n\r\n", "404"),
        WireRow("no content", "HTTP/1.1 204 No Content\r\n\r\n", "204"),
        WireRow("not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "304"),
        WireRow(
            "chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nT: u\r\n\r\n",
            "200 a"
        ),
        WireRow("a body until close", "HTTP/1.1 200 OK\r\n\r\nabc", "200 abc close"),
        WireRow("nothing until close", "HTTP/1.1 200 OK\r\n\r\n", "200 close"),
        WireRow(
            "a declared close",
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na",
            "200 a close"
        ),
        WireRow("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", "200 a close"),
        WireRow(
            "HTTP/1.0 kept alive",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
            "200 a"
        ),
        WireRow(
            "interim responses first",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
            "200 a"
        ),
        WireRow("nothing", ""),
    ]

    private static let refused: [WireRow] = [
        WireRow("garbage", "SSH-2.0-x\r\n", "refused malformedStatusLine"),
        WireRow("an empty line first", "\r\nHTTP/1.1 200 OK\r\n", "refused malformedStatusLine"),
        WireRow("another version", "HTTP/2 200\r\n", "refused malformedStatusLine"),
        WireRow("no space", "HTTP/1.1 200\r\n", "refused malformedStatusLine"),
        WireRow("four digits", "HTTP/1.1 2000 OK\r\n", "refused malformedStatusLine"),
        WireRow("a low status", "HTTP/1.1 099 OK\r\n", "refused malformedStatusLine"),
        WireRow("a high status", "HTTP/1.1 600 OK\r\n", "refused malformedStatusLine"),
        WireRow("a bare LF", "HTTP/1.1 200 OK\n", "refused malformedStatusLine"),
        WireRow("a bare CR", "HTTP/1.1 200 OK\rX", "refused malformedLineEnd"),
        WireRow(
            "an endless reason",
            "HTTP/1.1 200 \(String(repeating: "a", count: 17_000))",
            "refused malformedStatusLine"
        ),
        WireRow("a bad field", "HTTP/1.1 200 OK\r\nX\r\n\r\n", "refused malformedFieldName"),
        WireRow(
            "two lengths",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
            "refused repeatedField"
        ),
        WireRow(
            "length and coding",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "refused conflictingFraming"
        ),
        WireRow(
            "an unknown coding",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "refused unknownTransferCoding"
        ),
        WireRow(
            "a body over the limit",
            "HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n",
            "refused bodyTooLarge"
        ),
        WireRow(
            "chunks over the limit",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n41\r\n",
            "refused bodyTooLarge"
        ),
        WireRow(
            "an endless body until close",
            "HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "a", count: 65))",
            "refused bodyTooLarge"
        ),
        WireRow(
            "switching protocols",
            "HTTP/1.1 101 X\r\n\r\n",
            "refused unexpectedInterimResponse"
        ),
        WireRow(
            "a fourth interim response",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 4),
            "refused unexpectedInterimResponse"
        ),
        WireRow("a cut head", "HTTP/1.1 200 OK\r\nX", "refused truncated"),
        WireRow("a cut body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", "refused truncated"),
        WireRow(
            "a cut chunk",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
            "refused truncated"
        ),
        WireRow("only an interim response", "HTTP/1.1 100 Continue\r\n\r\n", "refused truncated"),
        WireRow(
            "an answer nobody asked for",
            "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            "204",
            "refused malformedStatusLine"
        ),
    ]

    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maximumBodyBytes = 64
        return limits
    }()

    @Test(arguments: accepted + refused)
    func `an answer has one reading however it is cut`(row: WireRow) {
        for portions in Transcript.cuts(of: row.bytes) {
            let lines = Transcript.responses(
                portions,
                to: [.get],
                limits: ResponseParserTests.limits
            )
            #expect(lines == row.outcome)
        }
    }

    @Test func `pipelined answers come out in order, HEAD without a body`() {
        let bytes = Array(
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"
                + "HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nc").utf8
        )
        for portions in Transcript.cuts(of: bytes) {
            let lines = Transcript.responses(portions, to: [.head, .post, .get])
            #expect(lines == ["200", "200 b", "404 c"])
        }
    }

    @Test func `what follows a closing answer is not read`() {
        let bytes = Array("HTTP/1.0 204 X\r\n\r\nHTTP/1.1 204 X\r\n\r\n".utf8)
        #expect(Transcript.responses([bytes], to: [.get, .get]) == ["204 close"])
    }

    @Test func `a head can be looked at before its body is there`() {
        var parser = ResponseParser()
        parser.expectResponse(to: .get)
        parser.append(Array("HTTP/1.1 302 Found\r\nContent-Length: 5\r\n".utf8))
        _ = parser.next()
        #expect(parser.headUnderWay == nil)
        parser.append(Array("\r\nabc".utf8))
        _ = parser.next()
        #expect(parser.headUnderWay?.status == .found)
        #expect(parser.headUnderWay?.fields.text(.contentLength) == "5")
        parser.append(Array("de".utf8))
        _ = parser.next()
        #expect(parser.headUnderWay == nil)
    }

    @Test func `the first byte of an answer is noticed`() {
        var parser = ResponseParser()
        parser.expectResponse(to: .get)
        #expect(!parser.hasBegunResponse)
        parser.append([0x48])
        #expect(parser.hasBegunResponse)
        #expect(parser.outstandingCount == 1)
    }
}
