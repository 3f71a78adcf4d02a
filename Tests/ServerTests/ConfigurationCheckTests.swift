import Glibc
import Primitives
import TestSupport
import Testing

@testable import Server

@Suite("A configuration that cannot run")
struct ConfigurationCheckTests {
    @Test(arguments: [
        ("127.0.0.1:0", "HTTP://127.0.0.1", "cannot be an issuer"),
        ("127.0.0.1:0", "https://auth.example.com/", "cannot be an issuer"),
        ("127.0.0.1:0", "http://auth.example.com", "cannot be an issuer"),
        ("0.0.0.0:0", nil, "add --issuer"),
        ("[::]:8080", nil, "add --issuer"),
        ("example.com:80", nil, "example.com:80"),
    ])
    func `is refused before a file is made`(
        listen: String,
        issuer: String?,
        words: String
    ) async throws {
        let folder = TemporaryFolder()
        let configuration = ServerConfiguration(
            listen: ListenConfiguration(addresses: [listen]),
            issuer: issuer,
            databasePath: folder.file("wayleave.db"),
            keyPath: folder.file("wayleave.db.key")
        )
        let error = await #expect(throws: ServerError.self) {
            try await AuthorizationServer.run(
                configuration,
                log: StandardErrorLog(format: .json, minimumLevel: .error)
            ) { _ in }
        }
        #expect(error?.description.contains(words) == true)
        #expect(folder.names.isEmpty)
    }

    @Test(arguments: [(0o600, true), (0o640, true), (0o644, true), (0o666, false)])
    func `a TLS key that everybody may change is refused`(mode: mode_t, isFine: Bool) throws {
        let folder = TemporaryFolder()
        let path = folder.write("key", to: "key.pem")
        // The path is copied into the call's own C string.
        try #require(unsafe chmod(path, mode) == 0)
        var listen = ListenConfiguration(addresses: ["127.0.0.1:0"])
        listen.tls = TLSFiles(certificatePath: folder.file("chain.pem"), keyPath: path)
        let log = HeardLog()
        do throws(ServerError) {
            try listen.judgeKey(log)
            #expect(isFine)
        } catch {
            #expect(!isFine)
            #expect(error.description.contains(path) && error.description.contains("0666"))
        }
        #expect(log.lines.value.count == (mode == 0o644 ? 1 : 0))
    }

    @Test func `other wrong values are found too`() {
        var configuration = ServerConfiguration(
            listen: ListenConfiguration(addresses: ["127.0.0.1:0"]),
            issuer: nil,
            databasePath: "unused",
            keyPath: "unused"
        )
        #expect(throws: Never.self) { try configuration.check() }
        configuration.allowedOrigins = ["https://example.com/path"]
        #expect(throws: ServerError.self) { try configuration.check() }
        configuration.allowedOrigins = []
        configuration.listen.trustedProxies = ["10.0.0.0/33"]
        #expect(throws: ServerError.self) { try configuration.check() }
    }

    @Test(
        arguments: [
            (["127.0.0.1:0"], nil, true), (["[::1]:0", "127.0.0.1:0"], nil, true),
            (["127.0.0.1:0"], "http://localhost:8080", true),
            (["127.0.0.1:0", "0.0.0.0:0"], "http://localhost:8080", false),
            (["127.0.0.1:0"], "https://auth.example.com", false),
        ] as [([String], String?, Bool)]
    )
    func `clients on this computer are believed only where nobody else gets in`(
        addresses: [String],
        issuer: String?,
        isAllowed: Bool
    ) {
        var configuration = ServerConfiguration(
            listen: ListenConfiguration(addresses: addresses),
            issuer: issuer,
            databasePath: "unused",
            keyPath: "unused"
        )
        #expect(throws: Never.self) { try configuration.check() }
        configuration.allowsInsecureLoopbackClients = true
        let isRefused = (try? configuration.check()) == nil
        #expect(isRefused != isAllowed)
    }
}
