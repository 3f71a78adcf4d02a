import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

/// A server under the name `other.example` on this machine, a client that may reach it there, and
/// the loop that both live on.
struct VettedScene: Sendable {
    let server: LoopbackServer
    let client: VettedClient
    let fetcher: DocumentFetcher
    let resolver: ScriptedResolver
    let clock: ManualClock
    let pauses: Shared<MonotonicInstant>
    let loop: EventLoop

    /// What a test may want otherwise.
    struct Options {
        var certificate = TestCertificates.other
        var key = TestCertificates.otherKey
        /// `nil` leaves it to the system's.
        var authorities: String? = TestCertificates.authority
        /// `nil` makes the server speak plain HTTP.
        var isServerSecure = true
        var answers: [ScriptedResolver.Answer] = [.addresses(["127.0.0.1"])]
        var configuration = VettedConfiguration()
        var limits = FetchLimits()
    }

    /// Runs `body` with a fresh scene.
    static func with(
        _ change: (inout Options) -> Void = { _ in },
        _ body: (VettedScene) async throws -> Void
    ) async throws {
        var options = Options()
        // Long enough for a busy machine; a test that is about time sets its own.
        options.limits.deadlineMilliseconds = 120_000
        options.configuration.lookupMilliseconds = 20_000
        change(&options)
        let folder = TemporaryFolder()
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer { group.stop() }
        let loop = group.loops[0]
        let tls = try TLSServerContext(
            certificateFile: folder.write(options.certificate, to: "certificate.pem"),
            keyFile: folder.write(options.key, to: "key.pem")
        )
        let server = try await LoopbackServer(on: loop, tls: options.isServerSecure ? tls : nil)
        var configuration = options.configuration
        configuration.authoritiesFile = options.authorities.map {
            folder.write($0, to: "authorities.pem")
        }
        configuration.policy.ports = [server.address.port]
        configuration.policy.addresses.exemptions += [
            try #require(AddressExemption(parsing: "127.0.0.0/8"))
        ]
        let resolver = ScriptedResolver(options.answers)
        let client = try VettedClient(on: group, resolver: resolver, configuration: configuration)
        let (clock, pauses) = (ManualClock(), Shared(MonotonicInstant(nanoseconds: 1)))
        let fetcher = DocumentFetcher(
            client: client,
            limits: options.limits,
            clock: clock,
            now: { pauses.value }
        )
        try await body(
            VettedScene(
                server: server,
                client: client,
                fetcher: fetcher,
                resolver: resolver,
                clock: clock,
                pauses: pauses,
                loop: loop
            )
        )
    }

    func url(_ path: String, host: String = "other.example") -> String {
        "https://\(host):\(server.address.port)/\(path)"
    }

    /// Fetches the document at `path`, at most 5,120 bytes of it.
    func fetch(
        _ path: String = "doc",
        host: String = "other.example"
    ) async -> Result<FetchedDocument, VettedClientError> {
        do throws(VettedClientError) {
            return .success(try await fetcher.fetch(url(path, host: host), maximumBytes: 5_120))
        } catch {
            return .failure(error)
        }
    }

    /// Fetches while the server does to its connection what `serve` says, after it has the request.
    func fetch(
        _ path: String = "doc",
        serve: (StreamPeer) async -> Void
    ) async throws -> Result<FetchedDocument, VettedClientError> {
        async let result = fetch(path)
        let peer = try await server.accept()
        _ = await peer.wait(for: "\r\n\r\n")
        await serve(peer)
        return await result
    }

    /// Moves the time by which fetches are limited.
    func pass(seconds: UInt64) {
        pauses.change { $0 = $0.adding(milliseconds: seconds * 1_000) }
    }

    /// A complete answer with `body`, and `fields` each on a line of its own.
    static func answer(
        _ body: String,
        status: String = "200 OK",
        type: String = "application/json",
        fields: [String] = []
    ) -> String {
        let lines = ["HTTP/1.1 \(status)", "Content-Type: \(type)"] + fields
        return lines.joined(separator: "\r\n")
            + "\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}

extension Result where Failure == VettedClientError {
    /// The error, or `nil` where it worked.
    var error: VettedClientError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
