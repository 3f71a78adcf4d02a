import HTTP
import HTTPClient
import HTTPServer
import Primitives
import TestSupport
import Testing
import Transport

@testable import Providers

/// A network on a loopback port, and what a connector needs to reach it.
struct NetworkScene: Sendable {
    let origin: String
    let surroundings: ProviderSurroundings
    let clock: ManualClock

    static func with(
        _ network: some HTTPHandler,
        isAllowed: Bool = true,
        _ body: (NetworkScene) async throws -> Void
    ) async throws {
        let group = try EventLoopGroup(count: 1)
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [try SocketAddress(parsing: "127.0.0.1:0")]
            ),
            group: group,
            handler: network
        )
        let origin = try #require(try server.start().first?.url)
        try group.start()
        var configuration = VettedConfiguration()
        configuration.policy.requiresNormalForm = false
        if isAllowed {
            configuration.policy.addresses.exemptions = [
                try #require(AddressExemption(parsing: "127.0.0.1"))
            ]
        }
        let clock = ManualClock()
        let scene = NetworkScene(
            origin: origin,
            surroundings: ProviderSurroundings(
                client: try VettedClient(
                    on: group,
                    resolver: SystemHostResolver(),
                    configuration: configuration
                ),
                clock: clock,
                random: SeededRandom(seed: 5),
                log: SilentLog(),
                pauseInMilliseconds: 1
            ),
            clock: clock
        )
        do {
            try await body(scene)
        } catch {
            Issue.record(error)
        }
        await server.drain(withinMilliseconds: 2_000)
        group.stop()
    }
}
