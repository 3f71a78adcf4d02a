import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Outbound client over TLS", .timeLimit(.minutes(10)))
struct OutboundTLSTests {
    private let folder = TemporaryFolder()

    /// Asks a server that shows `certificate` under the name `host`; the answer, or the error.
    private func ask(
        host: String,
        certificate: String,
        key: String,
        authorities: String
    ) async throws -> Result<ClientResponse, HTTPClientError> {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer { group.stop() }
        let context = try TLSServerContext(
            certificateFile: folder.write(certificate, to: "certificate.pem"),
            keyFile: folder.write(key, to: "key.pem")
        )
        let server = try await LoopbackServer(on: group.loops[0], tls: context)
        let url = try #require(AbsoluteURL("https://\(host):\(server.address.port)/introspect"))
        var configuration = OutboundConfiguration()
        configuration.authoritiesFile = folder.write(authorities, to: "authorities.pem")
        let client = try OutboundClient(to: url, on: group, configuration: configuration)
        async let response = outcome {
            () async throws(HTTPClientError) in
            try await client.send(OutboundRequest(method: .get, url: url, isRepeatable: true))
        }
        let peer = try await server.accept()
        if await peer.wait(for: "\r\n\r\n").text.hasPrefix("GET /introspect ") {
            await peer.send(Exchange.answer("sealed"))
        }
        let result = await response
        client.stop()
        return result
    }

    private func outcome(
        _ body: () async throws(HTTPClientError) -> ClientResponse
    ) async -> Result<ClientResponse, HTTPClientError> {
        do throws(HTTPClientError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a trusted server under its own name is talked to`(host: String) async throws {
        let result = try await ask(
            host: host,
            certificate: TestCertificates.local,
            key: TestCertificates.localKey,
            authorities: TestCertificates.authority
        )
        #expect(try result.get().body == Array("sealed".utf8))
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a trusted server under another name is refused`(host: String) async throws {
        let result = try await ask(
            host: host,
            certificate: TestCertificates.other,
            key: TestCertificates.otherKey,
            authorities: TestCertificates.authority
        )
        #expect(isUntrusted(result))
    }

    @Test func `a common name does not name a server`() async throws {
        let result = try await ask(
            host: "localhost",
            certificate: TestCertificates.commonNameOnly,
            key: TestCertificates.commonNameOnlyKey,
            authorities: TestCertificates.commonNameOnly
        )
        #expect(isUntrusted(result))
    }

    @Test func `a server whose authority is not trusted is refused`() async throws {
        let result = try await ask(
            host: "localhost",
            certificate: TestCertificates.local,
            key: TestCertificates.localKey,
            authorities: TestCertificates.other
        )
        #expect(isUntrusted(result))
    }

    @Test func `authorities that cannot be read are an error at the start`() throws {
        let group = try EventLoopGroup(count: 1)
        let url = try #require(AbsoluteURL("https://localhost/"))
        var configuration = OutboundConfiguration()
        configuration.authoritiesFile = folder.write("not a certificate", to: "authorities.pem")
        #expect {
            try OutboundClient(to: url, on: group, configuration: configuration)
        } throws: { error in
            guard case .authoritiesUnusable? = error as? OutboundClientSetupError else {
                return false
            }
            return true
        }
    }

    private func isUntrusted(_ result: Result<ClientResponse, HTTPClientError>) -> Bool {
        guard case .failure(.untrusted) = result else { return false }
        return true
    }
}

@Suite("Host names", .timeLimit(.minutes(10)))
struct NameResolverTests {
    @Test func `a stranger's names are looked up on threads of their own, many at once`()
        async throws
    {
        let resolver = SystemHostResolver(maximumThreads: 2, maximumWaiting: 100)
        try await withThrowingTaskGroup(of: [IPAddress].self) { group in
            for _ in 1...50 {
                group.addTask { try await resolver.addresses(of: "localhost") }
            }
            for try await addresses in group {
                #expect(!addresses.isEmpty)
                #expect(addresses.allSatisfy { $0.isLoopback })
            }
        }
    }

    @Test func `a name that cannot exist is unknown`() async throws {
        let resolver = SystemHostResolver()
        // Too long for the DNS, so that no server is asked.
        let name = String(repeating: "a", count: 64) + ".invalid"
        await #expect(throws: TransportError.nameUnknown(name)) {
            try await resolver.addresses(of: name)
        }
    }

    @Test func `localhost is a loopback address`() async throws {
        let addresses = try await NameResolver.resolve("localhost", port: 81)
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.ip.isLoopback && $0.port == 81 })
    }

    @Test func `an address written out is its own answer`() async throws {
        let addresses = try await NameResolver.resolve("192.0.2.7", port: 1)
        #expect(addresses.map(\.description) == ["192.0.2.7:1"])
    }
}
