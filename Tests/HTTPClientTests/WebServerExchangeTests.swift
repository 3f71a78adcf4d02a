import HTTP
import HTTPClient
import HTTPServer
import Testing
import Transport

/// Answers with the path and the body that it was asked with.
private struct Echo: HTTPHandler {
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        let bytes = Array(request.path.utf8) + request.body
        guard request.path.hasSuffix("0") else {
            return HTTPResponse(status: .ok, contentType: "text/plain", bytes: bytes)
        }
        let parts = HTTPBody.stream { writer in
            for byte in bytes { try await writer.write([byte]) }
        }
        return HTTPResponse(status: .ok, body: parts)
    }
}

@Suite("Outbound client and web server", .timeLimit(.minutes(10)))
struct WebServerExchangeTests {
    @Test func `many requests over few connections each get their own answer`() async throws {
        let group = try EventLoopGroup(count: 2)
        try group.start()
        defer { group.stop() }
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [SocketAddress(ip: .loopback, port: 0)]
            ),
            group: group,
            handler: Echo()
        )
        let addresses = try server.start()
        let origin = try #require(addresses.first).url
        let client = try OutboundClient(to: try #require(AbsoluteURL(origin)), on: group)
        let wrong = await withTaskGroup(of: Bool.self) { tasks in
            for number in 1...400 {
                let loop = group.loops[number % 2]
                tasks.addTask(executorPreference: loop) {
                    guard let url = AbsoluteURL("\(origin)/n\(number)") else { return true }
                    let request = OutboundRequest(
                        method: .post,
                        url: url,
                        body: Array("=\(number)".utf8),
                        isRepeatable: true
                    )
                    let response = try? await client.send(request)
                    return response?.body != Array("/n\(number)=\(number)".utf8)
                }
            }
            return await tasks.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(wrong == 0)
        client.stop()
        await server.drain(withinMilliseconds: 5_000)
    }
}
