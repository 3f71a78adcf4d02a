import HTTPClient
import Testing

@Suite("URLs that may be fetched")
struct OutboundPolicyTests {
    private func problem(
        _ url: String,
        _ change: (inout OutboundPolicy) -> Void = { _ in }
    ) -> OutboundURLProblem? {
        var policy = OutboundPolicy()
        change(&policy)
        do throws(OutboundURLProblem) {
            _ = try policy.vet(url)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "https://client.example/metadata.json", "https://client.example/",
        "https://client.example/a?b=c&d", "https://a-b.c2.example/%C3%A9", "https://x.xn--p1ai/a",
        "https://client.example//a",
    ])
    func `an https URL of a public name is fine`(url: String) {
        #expect(problem(url) == nil)
    }

    @Test(
        arguments: [
            ("http://client.example/a", .notEncrypted), ("ftp://client.example/a", .malformed),
            ("client.example/a", .malformed), ("", .malformed),
            // User information, fragments, dot segments, escapes, bytes.
            ("https://user@client.example/a", .malformed),
            ("https://@client.example/a", .malformed),
            ("https://client.example@127.0.0.1/a", .malformed),
            ("https://client.example/a#", .malformed),
            ("https://client.example/a#b", .malformed), ("https://client.example/../a", .malformed),
            ("https://client.example/./a", .malformed),
            ("https://client.example/%2e%2E/a", .malformed),
            ("https://client.example/.%2e/a", .malformed),
            ("https://client.example/%zz", .malformed),
            ("https://client.example/%2", .malformed), ("https://client.example/a b", .malformed),
            ("https://client.example/\u{e9}", .malformed),
            ("https://client.example/a\u{0}", .malformed),
            ("https://client.example/a\r\nX: y", .malformed),
            ("https://client.example\\a", .malformed),
            (" https://client.example/a", .malformed), ("https:///a", .malformed),
            ("https:/client.example/a", .malformed), ("https://client.example:0/a", .malformed),
            ("https://client.example:65536/a", .malformed),
            ("https://%63lient.example/a", .malformed),
            // Other spellings of the same.
            ("HTTPS://client.example/a", .notNormal), ("https://Client.example/a", .notNormal),
            ("https://client.example:443/a", .notNormal), ("https://client.example", .notNormal),
            ("https://client.example:/a", .notNormal), ("https://client.example?a", .notNormal),
            // Addresses in every notation.
            ("https://127.0.0.1/a", .addressLiteral), ("https://8.8.8.8/a", .addressLiteral),
            ("https://[::1]/a", .addressLiteral), ("https://[2606:4700::1111]/a", .addressLiteral),
            ("https://2130706433/a", .hostNotPublic), ("https://127.1/a", .hostMalformed),
            ("https://0x7f.1/a", .hostMalformed), ("https://0177.0.0.1/a", .hostMalformed),
            ("https://127.0.0.0x1/a", .hostMalformed), ("https://1.2.3.4.5/a", .hostMalformed),
            // Names.
            ("https://client.example./a", .hostMalformed),
            ("https://client..example/a", .hostMalformed),
            ("https://.example/a", .hostMalformed), ("https://-a.example/a", .hostMalformed),
            ("https://a_b.example/a", .hostMalformed), ("https://router/a", .hostNotPublic),
            ("https://localhost/a", .hostNotPublic), ("https://a.localhost/a", .hostNotPublic),
            ("https://printer.local/a", .hostNotPublic), ("https://a.test/a", .hostNotPublic),
            ("https://metadata.google.internal/a", .hostNotPublic),
            ("https://nas.home.arpa/a", .hostNotPublic), ("https://a.onion/a", .hostNotPublic),
            ("https://a.invalid/a", .hostNotPublic), ("https://a.alt/a", .hostNotPublic),
            ("https://client.example:8443/a", .portRefused),
            ("https://client.example:22/a", .portRefused),
        ] as [(String, OutboundURLProblem)]
    )
    func `any other URL is refused for what is wrong with it`(
        url: String,
        expected: OutboundURLProblem
    ) {
        #expect(problem(url) == expected)
    }

    @Test func `a URL of 2048 bytes is fine and a longer one is not`() {
        let stem = "https://client.example/"
        let longest = stem + String(repeating: "a", count: 2_048 - stem.utf8.count)
        #expect(problem(longest) == nil)
        #expect(problem(longest + "a") == .tooLong)
    }

    @Test func `labels and names end at their longest`() {
        let label = String(repeating: "a", count: 63)
        #expect(problem("https://\(label).example/a") == nil)
        #expect(problem("https://a\(label).example/a") == .hostMalformed)
        let name = "\(label).\(label).\(label).\(String(repeating: "b", count: 61))"
        #expect(problem("https://\(name)/a") == nil)
        #expect(problem("https://\(name)b/a") == .hostMalformed)
    }

    @Test func `another spelling is fine where the URL is no identifier`() {
        #expect(problem("https://Client.example") { $0.requiresNormalForm = false } == nil)
    }

    @Test func `this server asks nothing of itself`() {
        #expect(problem("https://auth.example/a") { $0.ownHosts = ["auth.example"] } == .ownHost)
        #expect(problem("https://other.auth.example/a") { $0.ownHosts = ["auth.example"] } == nil)
    }

    @Test func `a configured port is fine`() {
        #expect(problem("https://client.example:8443/a") { $0.ports = [443, 8_443] } == nil)
    }

    @Test(arguments: [
        "http://127.0.0.1:3000/a", "http://localhost:3000/a", "https://localhost/a",
        "http://[::1]:3000/a", "http://127.9.9.9/a",
    ])
    func `the switch for development lets loopback through`(url: String) {
        #expect(problem(url) { $0.allowsInsecureLoopback = true } == nil)
        #expect(problem(url) != nil)
    }

    @Test(
        arguments: [
            ("http://client.example/a", .notEncrypted), ("http://10.0.0.1/a", .notEncrypted),
            ("https://10.0.0.1/a", .addressLiteral), ("http://169.254.169.254/a", .notEncrypted),
            ("http://a.localhost/a", .notEncrypted), ("https://a.localhost/a", .hostNotPublic),
            ("http://0.0.0.0/a", .notEncrypted), ("https://8.8.8.8/a", .addressLiteral),
            ("http://[::ffff:10.0.0.1]/a", .notEncrypted),
        ] as [(String, OutboundURLProblem)]
    )
    func `the switch for development lets nothing else through`(
        url: String,
        expected: OutboundURLProblem
    ) {
        #expect(problem(url) { $0.allowsInsecureLoopback = true } == expected)
    }

    @Test func `an exempt address may be named by number, its neighbour may not`() throws {
        let exemption = try #require(AddressExemption(parsing: "10.0.0.5:8000"))
        let exempting: (inout OutboundPolicy) -> Void = { $0.addresses.exemptions = [exemption] }
        #expect(problem("http://10.0.0.5:8000/v1", exempting) == nil)
        #expect(problem("http://10.0.0.5:8001/v1", exempting) == .notEncrypted)
        #expect(problem("http://10.0.0.6:8000/v1", exempting) == .notEncrypted)
    }

    @Test func `no text of a problem repeats the URL`() {
        for url in ["https://secret@client.example/secret", "http://secret.example/secret"] {
            #expect(problem(url)?.description.contains("secret") == false)
        }
    }
}
