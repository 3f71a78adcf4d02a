import HTTP
import Testing

@Suite("Response serializer (RFC 9112)")
struct ResponseSerializerTests {
    private static let date = Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8)
    private static let stream = HTTPBody.stream { _ in }

    private func serialize(
        _ response: HTTPResponse,
        method: HTTPMethod = .get,
        minorVersion: Int = 1,
        keepsConnection: Bool = true
    ) -> (text: String, continuation: ResponseSerializer.Continuation) {
        let serializer = ResponseSerializer(
            answering: method,
            minorVersion: minorVersion,
            keepsConnection: keepsConnection
        )
        var output: [UInt8] = []
        let continuation = serializer.append(
            response,
            date: ResponseSerializerTests.date,
            to: &output
        )
        return (String(decoding: output, as: UTF8.self), continuation)
    }

    @Test func `common fields and the name of the request follow the response's own`() {
        var response = HTTPResponse(status: .ok, fields: [.vary: "Origin"])
        response.common = CommonFields([.strictTransportSecurity: "max-age=1", .host: "never"])
        response.requestName = RequestName(0xab)
        #expect(
            serialize(response).text == """
                HTTP/1.1 200 OK\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Content-Length: 0\r
                Vary: Origin\r
                Strict-Transport-Security: max-age=1\r
                X-Request-ID: 00000000000000ab\r
                \r\n
                """
        )
    }

    @Test func `a known body goes with its length`() {
        let response = HTTPResponse(
            status: .ok,
            contentType: "application/json",
            bytes: Array("{}".utf8)
        )
        let result = serialize(response)
        #expect(
            result.text == """
                HTTP/1.1 200 OK\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Content-Length: 2\r
                Content-Type: application/json\r
                \r
                {}
                """
        )
        #expect(result.continuation == .nothing)
    }

    @Test func `an answer to HEAD has the length and no body`() {
        let response = HTTPResponse(status: .ok, body: .bytes([1, 2, 3]))
        let text = serialize(response, method: .head).text
        #expect(text.contains("Content-Length: 3\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test func `large content and content in parts is handed back, with its whole length`() {
        let large = [UInt8](repeating: 0x61, count: 40_000)
        let whole = serialize(HTTPResponse(status: .ok, body: .bytes(large)))
        #expect(whole.text.contains("Content-Length: 40000\r\n"))
        #expect(whole.text.hasSuffix("\r\n\r\n"))
        #expect(whole.continuation == .parts([large]))
        let parts: [[UInt8]] = [[0x7b], large, [0x7d]]
        let several = serialize(HTTPResponse(status: .ok, body: .parts(parts)))
        #expect(several.text.contains("Content-Length: 40002\r\n"))
        #expect(several.continuation == .parts(parts))
        let head = serialize(HTTPResponse(status: .ok, body: .parts(parts)), method: .head)
        #expect(head.continuation == .nothing)
        #expect(head.text.contains("Content-Length: 40002\r\n"))
    }

    @Test(arguments: [HTTPStatus.noContent, .notModified])
    func `a status without content has neither length nor body`(status: HTTPStatus) {
        for body in [HTTPBody.empty, .bytes([1]), ResponseSerializerTests.stream] {
            let result = serialize(HTTPResponse(status: status, body: body))
            #expect(!result.text.contains("Content-Length"))
            #expect(!result.text.contains("Transfer-Encoding"))
            #expect(result.text.hasSuffix("\r\n\r\n"))
            #expect(result.continuation == .nothing)
        }
    }

    @Test func `an empty body of another status has length zero`() {
        #expect(serialize(HTTPResponse(status: .notFound)).text.contains("Content-Length: 0\r\n"))
    }

    @Test func `a stream is chunked for HTTP 1.1 and ends with the connection for HTTP 1.0`() {
        let response = HTTPResponse(status: .ok, body: ResponseSerializerTests.stream)
        let modern = serialize(response)
        #expect(modern.text.contains("Transfer-Encoding: chunked\r\n"))
        #expect(modern.continuation == .chunks)
        let old = serialize(response, minorVersion: 0)
        #expect(!old.text.contains("Transfer-Encoding"))
        #expect(old.text.contains("Connection: close\r\n"))
        #expect(old.continuation == .bytesUntilClose)
        let head = serialize(response, method: .head)
        #expect(head.continuation == .nothing)
    }

    @Test func `the connection's fate is announced`() {
        let response = HTTPResponse(status: .ok)
        #expect(!serialize(response).text.contains("Connection"))
        #expect(serialize(response, keepsConnection: false).text.contains("Connection: close\r\n"))
        #expect(serialize(response, minorVersion: 0).text.contains("Connection: keep-alive\r\n"))
        let stream = HTTPResponse(status: .ok, body: ResponseSerializerTests.stream)
        let old = ResponseSerializer(answering: .get, minorVersion: 0, keepsConnection: true)
        #expect(old.closesConnection(after: stream))
        #expect(!old.closesConnection(after: response))
        #expect(ResponseSerializer.refusing.closesConnection(after: response))
    }

    @Test func `a handler cannot contradict the framing`() throws {
        var response = HTTPResponse(status: .ok, body: .bytes([0x61]))
        for name in ["content-length", "Transfer-Encoding", "CONNECTION", "date"] {
            response.fields.append(try #require(HTTPFieldName(name)), "7")
        }
        response.fields.append(.vary, "Origin")
        let text = serialize(response).text
        #expect(text.contains("Content-Length: 1\r\n"))
        #expect(text.contains("Vary: Origin\r\n"))
        #expect(!text.contains(": 7"))
    }

    @Test func `chunks are written so that a client reads them back`() {
        var output = Array(
            serialize(HTTPResponse(status: .ok, body: ResponseSerializerTests.stream)).text.utf8
        )
        for part in ["a", "", String(repeating: "b", count: 300)] {
            ResponseSerializer.appendChunk(Array(part.utf8), to: &output)
        }
        ResponseSerializer.appendLastChunk(to: &output)
        let expected = "200 a" + String(repeating: "b", count: 300)
        #expect(Transcript.responses([output], to: [.get]) == [expected])
    }

    @Test(arguments: ["a\r\nb", "a\nb", "a\rb", "a\u{0}b", "a\u{7f}", " a", "a ", "\ta"])
    func `a value that could split a response cannot be made`(text: String) {
        #expect(HTTPFieldValue(text) == nil)
    }

    @Test(arguments: ["", "a b", "a:b", "a\r\n", "é", "a\u{0}"])
    func `a name that is no token cannot be made`(text: String) {
        #expect(HTTPFieldName(text) == nil)
    }

    @Test func `a forged literal stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = HTTPFieldValue(proven: "a\r\nSet-Cookie: b")
        }
    }
}
