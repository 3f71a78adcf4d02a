import HTTP
import Testing

@Suite("Request serializer (RFC 9112)")
struct RequestSerializerTests {
    private func serialize(
        _ method: HTTPMethod,
        _ url: String,
        fields: HTTPFields = [:],
        body: String = ""
    ) throws -> String {
        var output: [UInt8] = []
        let url = try #require(AbsoluteURL(url))
        RequestSerializer.append(method, url, fields: fields, body: Array(body.utf8), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `a request has host and length before its own fields`() throws {
        let text = try serialize(
            .post,
            "https://a.example/introspect?x=y",
            fields: [.accept: "application/json"],
            body: "token=t"
        )
        #expect(
            text == """
                POST /introspect?x=y HTTP/1.1\r
                Host: a.example\r
                Content-Length: 7\r
                Accept: application/json\r
                \r
                token=t
                """
        )
    }

    @Test func `the last request of a connection says so, whatever its fields say`() throws {
        var output: [UInt8] = []
        RequestSerializer.append(
            .get,
            try #require(AbsoluteURL("https://a.example/b")),
            fields: [.connection: "keep-alive", .accept: "*/*"],
            body: [],
            closesConnection: true,
            to: &output
        )
        #expect(
            String(decoding: output, as: UTF8.self)
                == "GET /b HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nAccept: */*\r\n\r\n"
        )
    }

    @Test func `an empty POST declares its length, a GET none`() throws {
        #expect(try serialize(.post, "http://a").contains("Content-Length: 0\r\n"))
        #expect(
            try serialize(.get, "http://[::1]:81") == "GET / HTTP/1.1\r\nHost: [::1]:81\r\n\r\n"
        )
    }

    @Test func `fields cannot contradict the framing`() throws {
        let text = try serialize(
            .get,
            "http://a",
            fields: [.host: "b", .contentLength: "7", .transferEncoding: "chunked", .vary: "c"]
        )
        #expect(text == "GET / HTTP/1.1\r\nHost: a\r\nVary: c\r\n\r\n")
    }

    @Test func `the server's parser reads what the client writes`() throws {
        let text = try serialize(.put, "http://a:81/b?c", body: "hello")
        #expect(Transcript.requests([Array(text.utf8)]) == ["PUT /b?c hello"])
    }
}
