import Glibc
import HTTPClient
import TestSupport
import Testing
import Transport

@Suite("The system's certificate authorities", .timeLimit(.minutes(5)))
struct SystemAuthoritiesTests {
    @Test func `are read with the first call, and judge it`() async {
        // A process of its own, in which nobody has called a server yet.
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let file = folder.write(TestCertificates.authority, to: "system.pem")
            // Nothing else runs in this process yet that could read its environment.
            unsafe setenv("SSL_CERT_FILE", file, 1)
            try await VettedScene.with {
                $0.authorities = nil
            } _: { scene in
                #expect(TLSClientContext.systemIfRead == nil)
                for path in ["first", "second"] {
                    let result = try await scene.fetch(path) { peer in
                        await peer.send(VettedScene.answer("{}"))
                    }
                    #expect(try result.get().body == Array("{}".utf8))
                    #expect(TLSClientContext.systemIfRead != nil)
                }
            }
        }
    }

    @Test func `are one context for all`() async throws {
        let first = try await TLSClientContext.system()
        #expect(try await TLSClientContext.system() === first)
        #expect(TLSClientContext.systemIfRead === first)
    }

    @Test func `do not vouch for a server that they do not know`() async throws {
        try await VettedScene.with {
            $0.authorities = nil
        } _: { scene in
            async let result = scene.fetch()
            let peer = try await scene.server.accept()
            #expect(await peer.waitForEnd().bytes.isEmpty)
            guard case .untrusted? = await result.error else {
                Issue.record("not refused")
                return
            }
        }
    }
}
