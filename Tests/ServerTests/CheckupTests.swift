import Primitives
import TestSupport
import Testing

@testable import Server

@Suite("A look at the options of a server")
struct CheckupTests {
    private func findings(
        _ change: (inout ServerConfiguration) -> Void
    ) async -> [CheckupFinding] {
        let folder = TemporaryFolder()
        var configuration = ServerConfiguration(
            // Nothing listens on port 1.
            listen: ListenConfiguration(addresses: ["127.0.0.1:1"]),
            issuer: nil,
            databasePath: folder.file("wayleave.db"),
            keyPath: folder.file("wayleave.db.key")
        )
        change(&configuration)
        return await Checkup.findings(on: configuration)
    }

    @Test func `sound options are fine, and a server that does not run is a note`() async {
        let found = await findings { _ in }
        #expect(found.first == CheckupFinding(.fine, "options", "A server can start with them."))
        #expect(found.first { $0.subject == "issuer" }?.weight == .doubtful)
        #expect(found.first { $0.subject == "pages" }?.weight == .fine)
    }

    @Test func `an issuer that was named must answer`() async {
        let found = await findings { $0.issuer = "http://127.0.0.1:1" }
        #expect(found.first { $0.subject == "issuer" }?.weight == .wrong)
    }

    @Test func `options that stop a server are told in its own words`() async {
        let found = await findings { $0.issuer = "HTTPS://auth.example.com/" }
        #expect(found.first?.weight == .wrong)
        #expect(found.first?.text.contains("cannot be an issuer") == true)
    }

    @Test(arguments: [
        (["0.0.0.0/0"], CheckupFinding.Weight.wrong), (["::/0"], .wrong), ([], .doubtful),
        (["127.0.0.1"], .fine),
    ])
    func `who is believed about visitors`(
        proxies: [String],
        weight: CheckupFinding.Weight
    ) async {
        let found = await findings { configuration in
            configuration.issuer = "https://auth.invalid"
            configuration.listen.trustedProxies = proxies
        }
        #expect(found.first { $0.subject == "proxy" }?.weight == weight)
    }

    @Test func `templates and certificates that cannot be used are named`() async {
        let folder = TemporaryFolder()
        _ = folder.write("{{nonsense}}", to: "account.html")
        let found = await findings { configuration in
            configuration.templatesDirectory = folder.path
            configuration.listen.tls = TLSFiles(
                certificatePath: folder.file("chain.pem"),
                keyPath: folder.file("key.pem")
            )
        }
        let pages = found.first { $0.subject == "pages" }
        #expect(pages?.weight == .wrong && pages?.text.contains("account.html") == true)
        #expect(found.first { $0.subject == "certificate" }?.weight == .wrong)
    }
}
