import OAuth
import Primitives
import Testing

@Suite("The address of a metadata document (CIMD, T3)")
struct ClientDocumentAddressTests {
    private func problem(_ text: String, loopback: Bool = false) -> ClientAddressProblem? {
        do {
            _ = try ClientDocumentAddress(parsing: Array(text.utf8), allowsLoopback: loopback)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "https://claude.ai/oauth/mcp-oauth-client-metadata",
        "https://chatgpt.com/oauth/IbUR3zxyNQ16/client.json",
        "https://chatgpt.com/oauth/codex/abc/client.json?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb"
            + "%2Fabc&token_endpoint_auth_method=none",
        "https://xn--bcher-kva.example/oauth/", "https://a.example/x", "https://a.example/x?y",
        "https://a-b.c1.example/%7Euser/client.json", "https://a.example/..x/.well-known/x",
    ])
    func `a public https address in normal form is accepted byte for byte`(text: String) throws {
        let address = try ClientDocumentAddress(parsing: Array(text.utf8))
        #expect(address.text.isIdentical(to: text))
        #expect(!address.isLoopback)
    }

    static let refused: [(String, ClientAddressProblem)] = [
        ("http://a.example/x", .notHTTPS), ("http://127.0.0.1:8000/x", .notHTTPS),
        ("ftp://a.example/x", .notHTTPS), ("a.example/x", .notHTTPS), ("", .notHTTPS),
        ("HTTPS://a.example/x", .notNormal), ("https://A.example/x", .notNormal),
        ("https://a.Example/x", .notNormal),
        ("https://a.example", .noPath), ("https://a.example/", .noPath),
        ("https://a.example?x", .noPath), ("https://a.example/?x", .noPath),
        ("https://a.example/x#", .fragment), ("https://a.example/x#y", .fragment),
        ("https://u@a.example/x", .userInformation),
        ("https://u:p@a.example/x", .userInformation), ("https://@a.example/x", .userInformation),
        ("https://a.example/./x", .dotSegment), ("https://a.example/x/..", .dotSegment),
        ("https://a.example/x/%2e%2E/y", .dotSegment), ("https://a.example/.%2e/y", .dotSegment),
        ("https://a.example/%2E", .dotSegment),
        ("https://a.example//x", .emptyComponent), ("https://a.example/x//", .emptyComponent),
        ("https://a.example/x?", .emptyComponent),
        ("https://a.example:443/x", .otherPort), ("https://a.example:8443/x", .otherPort),
        ("https://a.example:/x", .badHost), ("https://a.example:0443/x", .badHost),
        ("https:///x", .badHost), ("https:/a.example/x", .badHost),
        ("https://a..example/x", .badHost),
        ("https://a.example./x", .badHost), ("https://.example/x", .badHost),
        ("https://a_b.example/x", .badHost), ("https://a%2eexample/x", .badHost),
        ("https://intranet/x", .badHost), ("https://0x7f000001/x", .badHost),
        ("https://2130706433/x", .badHost), ("https://0177.0.0.1/x", .badHost),
        ("https://127.1/x", .badHost), ("https://[::1%25eth0]/x", .badHost),
        ("https://127.0.0.1/x", .addressLiteral), ("https://93.184.216.34/x", .addressLiteral),
        ("https://[::1]/x", .addressLiteral), ("https://[2606:2800:220:1::1]/x", .addressLiteral),
        ("https://[::ffff:127.0.0.1]/x", .badHost),
        ("https://localhost/x", .reservedHost), ("https://a.localhost/x", .reservedHost),
        ("https://printer.local/x", .reservedHost), ("https://db.internal/x", .reservedHost),
        ("https://nas.home.arpa/x", .reservedHost), ("https://x.onion/x", .reservedHost),
        ("https://a.test/x", .reservedHost), ("https://a.invalid/x", .reservedHost),
        ("https://a.example\\@b.example/x", .badCharacter), ("https://a.example/ x", .badCharacter),
        ("https://a.example/x\t", .badCharacter), ("https://a.example/ü", .badCharacter),
        ("https://bücher.example/x", .badCharacter), ("https://a.example/%zz", .badCharacter),
        ("https://a.example/%2", .badCharacter), ("https://a.example/<x>", .badCharacter),
        ("https://a.example/" + String(repeating: "x", count: 2_048), .tooLong),
    ]

    @Test(arguments: refused)
    func `everything that could mean two things is refused`(
        text: String,
        expected: ClientAddressProblem
    ) {
        #expect(problem(text) == expected)
        if !text.utf8.starts(with: "http://127".utf8) {
            #expect(problem(text, loopback: true) == expected, "the switch changes nothing else")
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:8000/client.json", "http://localhost/client.json",
        "http://[::1]:9000/a/b?c=d",
    ])
    func `only the development switch lets this computer in`(text: String) throws {
        #expect(problem(text) == .notHTTPS)
        let address = try ClientDocumentAddress(parsing: Array(text.utf8), allowsLoopback: true)
        #expect(address.isLoopback)
        #expect(problem("https" + text.dropFirst(4), loopback: true) != nil)
    }

    @Test func `every problem has a text and is met by some row`() {
        let met = Set(Self.refused.map { "\($0.1)" })
        for problem in ClientAddressProblem.allCases {
            #expect(met.contains("\(problem)"))
            #expect(!problem.text.isEmpty && problem.text.utf8.allSatisfy { $0 < 0x80 })
        }
    }
}
