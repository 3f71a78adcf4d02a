import HTTP
import HTTPServer
import TestSupport
import Testing
import Transport

@Suite("Answers without waiting", .timeLimit(.minutes(10)))
struct AtOnceTests {
    /// Answers at once where the path says so, and counts how each request was answered.
    private struct Choosing: HTTPHandler {
        let calls: Shared<[String]>

        func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
            calls.change { $0.append("waited \(request.path)") }
            for _ in 0..<10 { await Task.yield() }
            return .text("[waited \(request.path)]")
        }

        func respondAtOnce(
            to request: HTTPRequest,
            in context: RequestContext
        ) -> HTTPResponse? {
            guard request.path.hasPrefix("/now") else { return nil }
            calls.change { $0.append("at once \(request.path)") }
            guard request.path.hasSuffix("stream") else {
                return .text("[at once \(request.path)]")
            }
            return HTTPResponse(
                status: .ok,
                body: .stream { writer in
                    try await writer.write(Array("[first ".utf8))
                    try await writer.write(Array("last]".utf8))
                }
            )
        }
    }

    @Test func `pipelined requests keep their order, however each is answered`() async throws {
        let calls = Shared<[String]>([])
        try await withServer(Choosing(calls: calls)) { server in
            let peer = try await server.connect()
            let paths = ["/now/1", "/2", "/now/3", "/now/4", "/5", "/now/6"]
            await peer.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            let text = await peer.wait(for: "[at once /now/6]").text
            let answers = text.split(separator: "[").dropFirst().map {
                String($0.prefix { $0 != "]" })
            }
            let expected = paths.map { $0.hasPrefix("/now") ? "at once \($0)" : "waited \($0)" }
            #expect(answers == expected)
            #expect(calls.value == expected)
            await peer.close()
        }
    }

    @Test func `a stream and a last answer end as they should`() async throws {
        try await withServer(Choosing(calls: Shared([]))) { server in
            let answer = try await server.converse(
                "GET /now/stream HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /now/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.contains("[first "))
            #expect(answer.contains("last]"))
            #expect(answer.hasSuffix("[at once /now/last]"))
            #expect(server.records.value.map(\.path) == ["/now/stream", "/now/last"])
        }
    }
}
