import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

/// A listener on a free loopback port that hands each connection to the test.
final class LoopbackServer: Sendable {
    let address: SocketAddress
    private let connections: AsyncStream<ByteStream>

    init(on loop: EventLoop, tls: TLSServerContext? = nil) async throws {
        let sockets = try ListeningSockets(
            on: SocketAddress(ip: .loopback, port: 0),
            count: 1
        )
        address = sockets.address
        let (connections, continuation) = AsyncStream.makeStream(of: ByteStream.self)
        self.connections = connections
        await loop.run {
            let listener = Listener(sockets.sockets[0], on: loop) { descriptor, _ in
                let session = try? tls?.makeSession()
                continuation.yield(ByteStream(descriptor, on: loop, tls: session))
            }
            listener.start()
        }
    }

    var url: AbsoluteURL? { AbsoluteURL("http://\(address)/introspect") }

    /// The next connection that a client has made.
    func accept() async throws -> StreamPeer {
        var iterator = connections.makeAsyncIterator()
        return try await StreamPeer(try #require(await iterator.next()))
    }
}

/// A client, a server for it to talk to, and the loop that both live on.
struct Exchange: Sendable {
    let client: OutboundClient
    let server: LoopbackServer
    let loop: EventLoop

    /// Runs `body` with a fresh exchange on a loop of its own.
    static func with(
        _ change: (inout OutboundConfiguration) -> Void = { _ in },
        _ body: (Exchange) async throws -> Void
    ) async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer { group.stop() }
        let server = try await LoopbackServer(on: group.loops[0])
        var configuration = OutboundConfiguration()
        change(&configuration)
        let client = try OutboundClient(
            to: try #require(server.url),
            on: group,
            configuration: configuration
        )
        try await body(Exchange(client: client, server: server, loop: group.loops[0]))
        client.stop()
    }

    /// Asks the server for `target`; the answer's body, or the error, as text.
    func ask(_ target: String, isRepeatable: Bool = true) async -> String {
        guard let url = AbsoluteURL("http://\(server.address)/\(target)") else { return "no URL" }
        do throws(HTTPClientError) {
            let response = try await client.send(
                OutboundRequest(method: .post, url: url, isRepeatable: isRepeatable)
            )
            return String(decoding: response.body, as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }

    static func answer(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
