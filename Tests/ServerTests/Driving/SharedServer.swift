import Testing

/// One server, reached in memory and over a socket, with one person signed in, for all tests of a
/// suite.
///
/// A sign-in costs a password hash of full strength, which a suite of many clients should pay once.
final class SharedServer: Sendable {
    let fixture: JourneyFixture
    /// The way without a network.
    let memory: any Road
    /// The way over loopback.
    let socket: any Road
    /// The cookies of a browser where the person is signed in.
    let cookies: [String: String]

    @TaskLocal private static var shared: SharedServer?

    init(_ fixture: JourneyFixture, socket: any Road) async throws {
        self.fixture = fixture
        self.socket = socket
        memory = MemoryRoad(handler: try fixture.handler([]))
        var browser = Browser(memory)
        guard case .page(let page, path: "/sign-in") = try await browser.visit("/sign-in") else {
            throw Wire.Failure("no sign-in page")
        }
        guard case .page(_, path: "/account") = try await browser.signIn(on: page) else {
            throw Wire.Failure("not signed in")
        }
        cookies = browser.cookies
    }

    /// The server of the suite that runs.
    static var current: SharedServer {
        get throws { try #require(shared, "the suite lacks the trait .sharedServer") }
    }

    /// The way to the server, in memory or over the socket.
    func road(bySocket: Bool) -> any Road {
        bySocket ? socket : memory
    }

    /// Starts the server before the first test of a suite and stops it after the last.
    struct Lifetime: SuiteTrait, TestScoping {
        func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @concurrent @Sendable () async throws -> Void
        ) async throws {
            let fixture = try await JourneyFixture()
            try await fixture.travel(bySocket: true) { road in
                let server = try await SharedServer(fixture, socket: road)
                try await SharedServer.$shared.withValue(server) { try await function() }
            }
        }
    }
}

extension Trait where Self == SharedServer.Lifetime {
    /// Gives the tests of a suite one server.
    static var sharedServer: Self { Self() }
}
