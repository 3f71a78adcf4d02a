import HTTPClient
import HTTPServer
import Testing
import Transport

/// An HTTP server on this computer that stands in for somebody else's.
struct LoopbackServer {
    /// Where it is, such as `http://127.0.0.1:49152`.
    let origin: String
    /// The loop that it runs on, for clients as well.
    let group: EventLoopGroup

    /// Runs a server while `body` runs; what that throws is an issue.
    static func with(
        _ handler: some HTTPHandler,
        drainMilliseconds: UInt64 = 2_000,
        _ body: (LoopbackServer) async throws -> Void
    ) async throws {
        let group = try EventLoopGroup(count: 1)
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [SocketAddress(ip: .loopback, port: 0)]
            ),
            group: group,
            handler: handler
        )
        let origin = try #require(try server.start().first?.url)
        try group.start()
        do {
            try await body(LoopbackServer(origin: origin, group: group))
        } catch {
            Issue.record(error)
        }
        await server.drain(withinMilliseconds: drainMilliseconds)
        group.stop()
    }

    /// A client that takes addresses of any form, and where `isAllowed` those of this computer.
    func client(isAllowed: Bool) throws -> VettedClient {
        var configuration = VettedConfiguration()
        configuration.policy.requiresNormalForm = false
        if isAllowed {
            configuration.policy.addresses.exemptions = [
                try #require(AddressExemption(parsing: "127.0.0.1"))
            ]
        }
        return try VettedClient(
            on: group,
            resolver: SystemHostResolver(),
            configuration: configuration
        )
    }
}
