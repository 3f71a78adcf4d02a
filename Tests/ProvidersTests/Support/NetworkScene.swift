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
        try await LoopbackServer.with(network) { server in
            let clock = ManualClock()
            let surroundings = ProviderSurroundings(
                client: try server.client(isAllowed: isAllowed),
                clock: clock,
                random: SeededRandom(seed: 5),
                log: SilentLog(),
                pauseInMilliseconds: 1
            )
            try await body(
                NetworkScene(origin: server.origin, surroundings: surroundings, clock: clock)
            )
        }
    }
}
