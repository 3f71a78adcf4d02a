import HTTP
import HTTPServer
import Primitives
import TestSupport
import Testing
import Transport

@Suite("HTTPS", .timeLimit(.minutes(10)))
struct TLSServerTests {
    private static let request = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let last = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    /// Runs `body` with a server that has a certificate of its own.
    private func withSecureServer(
        _ handler: some HTTPHandler = FunctionHandler.echo,
        _ body: (TestServer, TestCertificate) async throws -> Void
    ) async throws {
        let certificate = try TestCertificate()
        let files = CertificateFiles(
            certificateFile: certificate.certificateFile,
            keyFile: certificate.keyFile
        )
        try await withServer(handler, configure: { $0.certificate = files }) { server in
            try await body(server, certificate)
        }
    }

    private func session(
        trusting certificate: TestCertificate,
        host: String = "localhost",
        maximumVersion: TLSVersion? = nil
    ) throws -> TLSSession {
        let context = try TLSClientContext(
            authoritiesFile: certificate.certificateFile,
            maximumVersion: maximumVersion
        )
        return try context.makeSession(host: host)
    }

    @Test(arguments: [(TLSVersion.tls12, "TLSv1.2"), (.tls13, "TLSv1.3")])
    func `requests are answered under both versions`(
        version: TLSVersion,
        name: String
    ) async throws {
        try await withSecureServer { server, certificate in
            let tls = try session(trusting: certificate, maximumVersion: version)
            let peer = try await server.connect(tls: tls)
            await peer.send(Self.request)
            _ = await peer.wait(for: "GET /x []")
            let agreed = await peer.stream.loop.run { peer.stream.tls?.version }
            #expect(agreed == name)
            await peer.send(Self.last)
            let record = await peer.waitForEnd()
            #expect(record.text.count(of: "HTTP/1.1 200 OK") == 2)
            // The server says that it ends, so nobody in between can have cut the answer.
            #expect(record.didEnd && !record.isTruncated && record.failure == nil)
            await peer.close()
        }
    }

    @Test func `a large answer and a large body survive records and partial writes`()
        async throws
    {
        let handler = FunctionHandler { request, _ in
            HTTPResponse(status: .ok, contentType: "text/plain", bytes: request.body + request.body)
        }
        try await withSecureServer(handler) { server, certificate in
            let peer = try await server.connect(tls: try session(trusting: certificate))
            let body = (0..<900_000).map { UInt8(0x21 + $0 % 89) }
            await peer.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
            await peer.send(body)
            let record = await peer.wait { $0.bytes.count > 1_800_000 }
            #expect(Array(record.bytes.suffix(1_800_000)) == body + body)
            await peer.close()
        }
    }

    @Test func `the context says that the request came securely`() async throws {
        let handler = FunctionHandler { _, context in .text("secure: \(context.isSecure)") }
        try await withSecureServer(handler) { server, certificate in
            let peer = try await server.connect(tls: try session(trusting: certificate))
            await peer.send(Self.last)
            #expect(await peer.waitForEnd().text.hasSuffix("secure: true"))
            await peer.close()
        }
    }

    @Test func `a client refuses a certificate for another name or of a stranger`() async throws {
        try await withSecureServer { server, certificate in
            let stranger = try TestCertificate()
            for tls in [
                try session(trusting: certificate, host: "example.com"),
                try session(trusting: certificate, host: "127.0.0.2"),
                try session(trusting: stranger),
            ] {
                let peer = try await server.connect(tls: tls)
                let failure = await peer.waitForEnd().failure
                guard case .tls = failure else {
                    Issue.record("expected a failure of TLS, got \(String(describing: failure))")
                    continue
                }
            }
            let byAddress = try session(trusting: certificate, host: "127.0.0.1")
            let peer = try await server.connect(tls: byAddress)
            await peer.send(Self.last)
            #expect(await peer.waitForEnd().text.contains("200 OK"))
            await peer.close()
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}hello", ""])
    func `what is no handshake is refused and costs only its own connection`(
        sent: String
    ) async throws {
        try await withSecureServer { server, certificate in
            let stray = try await server.connect()
            await stray.send(sent)
            await stray.finishSending()
            _ = await stray.waitForEnd()
            await stray.close()
            let peer = try await server.connect(tls: try session(trusting: certificate))
            await peer.send(Self.last)
            #expect(await peer.waitForEnd().text.contains("200 OK"))
            await peer.close()
        }
    }

    @Test func `a new certificate is used for new connections only, and a bad one not at all`()
        async throws
    {
        try await withSecureServer { server, certificate in
            let old = try await server.connect(tls: try session(trusting: certificate))
            await old.send(Self.request)
            _ = await old.wait(for: "GET /x []")
            try certificate.renew()
            try server.server.reloadCertificates()
            let trusting = try session(trusting: certificate)
            let new = try await server.connect(tls: trusting)
            await new.send(Self.last)
            #expect(await new.waitForEnd().text.contains("200 OK"))
            await old.send(Self.request)
            _ = await old.wait(for: "GET /x []", count: 2)

            let stillTrusting = try session(trusting: certificate)
            try certificate.spoilCertificate()
            #expect {
                try server.server.reloadCertificates()
            } throws: { error in
                guard case WebServerError.certificate(.certificateUnusable(let file, _)) = error
                else { return false }
                return file == certificate.certificateFile
            }
            let after = try await server.connect(tls: stillTrusting)
            await after.send(Self.last)
            #expect(await after.waitForEnd().text.contains("200 OK"))
            for peer in [old, new, after] { await peer.close() }
        }
    }

    @Test func `the end of the certificate's validity is known`() async throws {
        try await withSecureServer { server, _ in
            let expiry = try #require(server.server.certificateExpiry)
            #expect(expiry.secondsSinceEpoch > 1_700_000_000)
        }
    }

    @Test func `files that do not belong together are named`() throws {
        let one = try TestCertificate()
        let two = try TestCertificate()
        #expect(
            throws: TLSError.keyAndCertificateDiffer(
                certificateFile: one.certificateFile,
                keyFile: two.keyFile
            )
        ) {
            try TLSServerContext(certificateFile: one.certificateFile, keyFile: two.keyFile)
        }
        #expect {
            try TLSServerContext(certificateFile: "/nowhere.pem", keyFile: one.keyFile)
        } throws: { error in
            "\(error)".contains("/nowhere.pem cannot be used (No such file or directory)")
        }
        #expect {
            try TLSServerContext(
                certificateFile: one.certificateFile,
                keyFile: one.certificateFile
            )
        } throws: { error in
            guard case TLSError.keyUnusable = error else { return false }
            return true
        }
    }
}
