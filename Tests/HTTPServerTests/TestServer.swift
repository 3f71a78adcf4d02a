import HTTP
import HTTPServer
import Primitives
import TestSupport
import Testing
import Transport

/// A handler made of a function.
struct FunctionHandler: HTTPHandler {
    let function: @Sendable (HTTPRequest, RequestContext) async -> HTTPResponse

    init(_ function: @escaping @Sendable (HTTPRequest, RequestContext) async -> HTTPResponse) {
        self.function = function
    }

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        await function(request, context)
    }

    /// Answers with method, path and body of the request.
    static let echo = FunctionHandler { request, _ in
        let body = String(decoding: request.body, as: UTF8.self)
        return .text("\(request.method.name) \(request.path) [\(body)]")
    }
}

extension HTTPResponse {
    static func text(_ text: String, _ status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "text/plain", bytes: Array(text.utf8))
    }
}

/// A server on a free port of loopback, and what it has reported.
struct TestServer: Sendable {
    let server: WebServer
    let address: SocketAddress
    let group: EventLoopGroup
    let records: Shared<[RequestRecord]>

    /// A new connection to the server.
    func connect(tls: TLSSession? = nil) async throws -> StreamPeer {
        try await StreamPeer(connectingTo: address, on: group.loops[0], tls: tls)
    }

    /// Sends `text` on a new connection and returns all that comes until the server closes.
    func converse(_ text: String) async throws -> String {
        let peer = try await connect()
        await peer.send(text)
        let record = await peer.waitForEnd()
        await peer.close()
        return record.text
    }
}

/// Runs `body` with a server that has `handler`, configured by `configure`.
func withServer(
    _ handler: some HTTPHandler = FunctionHandler.echo,
    loops: Int = 1,
    configure: (inout HTTPServerConfiguration) -> Void = { _ in },
    _ body: (TestServer) async throws -> Void
) async throws {
    try await withLoops(loops) { group in
        var configuration = HTTPServerConfiguration(
            addresses: [SocketAddress(ip: .loopback, port: 0)]
        )
        configure(&configuration)
        let records = Shared<[RequestRecord]>([])
        let server = WebServer(
            configuration: configuration,
            group: group,
            handler: handler,
            clock: ManualClock(at: Timestamp(secondsSinceEpoch: 784_111_777)),
            observer: { record in records.change { $0.append(record) } }
        )
        let bound = try server.start()
        let address = try #require(bound.first).address
        try await body(
            TestServer(server: server, address: address, group: group, records: records)
        )
        await server.drain(withinMilliseconds: 0)
    }
}

extension String {
    /// How often `part` occurs.
    func count(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
