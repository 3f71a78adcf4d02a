import Storage
import Administration
import Cryptography
import JSON
import OAuth
import Testing

@Suite("wayleave client and resource-server")
struct CredentialsTests {
    private let uri = "https://reports.example.com/callback"

    @Test func `a client gets an id and a secret that is stored as its digest`() async throws {
        let desk = try Desk()
        let made = try await desk.office.addClient(
            name: "Reports",
            redirectURIs: [uri],
            authentication: .basic
        )
        let id = try #require(made.json["id"].stringValue)
        let secret = try #require(made.json["secret"].stringValue)
        #expect(made.text.contains(secret))
        let record = try #require(try await desk.office.store.clients.client(identifier: id))
        #expect(record.secretHash == SHA256.digest(Array(secret.utf8)))
        #expect(record.kind == .registered)
        let shown = try desk.office.client(id)
        #expect(!shown.text.contains(secret))
        #expect(shown.json["redirect_uris"].strings == [uri])
        #expect(shown.json["authentication"] == "client_secret_basic")
        #expect(shown.json["secret"] == nil)
    }

    @Test func `a public client has no secret`() async throws {
        let desk = try Desk()
        let made = try await desk.office.addClient(
            name: "Editor",
            redirectURIs: ["http://127.0.0.1/callback"],
            authentication: .none
        )
        #expect(made.json["secret"] == nil)
        #expect(!made.text.contains("secret"))
    }

    static let refusals: [(name: String, uris: [String], words: String)] = [
        ("A", ["http://example.com/cb"], "plain http"),
        ("A", ["https://example.com/cb#x"], "fragment"),
        ("\u{202e}", ["https://example.com/cb"], "cannot be a name"),
        (
            "A", (0..<21).map { "https://example.com/\($0)" }, "may have 20 redirect URIs"
        ),
    ]

    @Test(arguments: 0..<refusals.count)
    func `what does not fit is refused in words`(index: Int) async throws {
        let row = Self.refusals[index]
        let desk = try Desk()
        do {
            _ = try await desk.office.addClient(
                name: row.name,
                redirectURIs: row.uris,
                authentication: .basic
            )
            Issue.record("expected a refusal")
        } catch {
            #expect(error.description.contains(row.words))
        }
        #expect(try desk.office.clients().json == [])
    }

    @Test func `a client is found by the beginning of its id, and disabled`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let long = "dyn_" + String(repeating: "Ab3", count: 40)
        try await desk.approve("Editor", client: long)
        try await desk.approve("Other", client: "dyn_Zz" + String(repeating: "x", count: 40))
        #expect(try desk.office.clients().text.contains("dyn_Ab3Ab3Ab3Ab3Ab3A…"))
        let shown = try desk.office.client("dyn_Ab3A").json
        #expect(shown["id"] == .string(long))
        #expect(try desk.office.client("dyn_Ab3Ab3Ab3Ab3Ab3A…").json == shown)
        #expect(
            shown.names == [
                "id", "name", "kind", "enabled", "disabled_at", "removed_at", "authentication",
                "redirect_uris", "created_at", "lifetimes", "document", "grant_count",
            ]
        )
        let disabled = try await desk.office.setClient("dyn_Ab3A", isDisabled: true)
        #expect(disabled.json["enabled"] == false)
        #expect(
            try await desk.office.setClient("dyn_Ab3A", isDisabled: false).json["enabled"] == true
        )
        for vague in ["dyn_", "dyn_none", ""] {
            #expect(throws: AdministrationError.self) { try desk.office.client(vague) }
        }
    }

    @Test func `a resource server can prove itself with what was printed`() async throws {
        let desk = try Desk()
        let made = try await desk.office.addResourceServer("https://mcp.example.com/mcp")
        let id = try #require(made.json["id"].stringValue)
        let secret = try #require(made.json["secret"].stringValue)
        let isSafe: (UInt8) -> Bool = { byte in
            Array("-_.~".utf8).contains(byte)
                || String(UnicodeScalar(byte)).allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber)
                }
        }
        #expect((id + secret).utf8.allSatisfy(isSafe))
        let rule = ResourceServerAuthentication(store: desk.office.store.resourceServers)
        let pair = Array("\(id):\(secret)".utf8)
        let server = try await rule.resourceServer(
            authorization: Array("Basic ".utf8) + base64(pair),
            parameters: RequestParameters([])
        )
        #expect(server.audience == "https://mcp.example.com/mcp")
        let list = try desk.office.resourceServers()
        #expect(!list.text.contains(secret))
        #expect(
            list.json.arrayValue?.first?.names
                == ["id", "resource", "scopes", "created_at", "rotated_at"]
        )
    }

    @Test(arguments: [
        "mcp.example.com", "https://MCP.example.com/mcp", "https://mcp.example.com/mcp/",
        "https://mcp.example.com/mcp?x", "https://mcp.example.com/#x", "ftp://x/y", "",
    ])
    func `a resource must be written in its one form`(resource: String) async throws {
        let desk = try Desk()
        await #expect(throws: AdministrationError.self) {
            try await desk.office.addResourceServer(resource)
        }
    }

    private func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        )
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start...].prefix(3)
            var value = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            var digits: [UInt8] = []
            for _ in 0..<4 {
                digits.insert(alphabet[value & 63], at: 0)
                value >>= 6
            }
            output += digits.prefix(part.count + 1) + Array("==".utf8.prefix(3 - part.count))
        }
        return output
    }

    @Test func `a resource server has the scopes it was given, or all`() async throws {
        let desk = try Desk()
        let address = "https://mcp.example.com/mcp"
        let some = try await desk.office.addResourceServer(
            address,
            scopes: ["posts:write", "posts:read"]
        )
        #expect(some.json["scopes"].strings == ["posts:read", "posts:write"])
        let other = try await desk.office.addResourceServer(address, scopes: ["workflows:read"])
        _ = try await desk.office.addResourceServer("https://b.example.com/mcp")
        let resources = try await desk.office.store.resourceServers.resources()
        #expect(
            resources == [
                OfferedResource(canonical: "https://b.example.com/mcp", scopes: .resource),
                OfferedResource(
                    canonical: address,
                    scopes: [.postsRead, .postsWrite, .workflowsRead]
                ),
            ]
        )
        for name in ["offline_access", "posts:READ", "openid", ""] {
            await #expect(throws: AdministrationError.self) {
                try await desk.office.addResourceServer(address, scopes: [name])
            }
        }
        let id = try #require(other.json["id"].stringValue)
        _ = try await desk.office.removeResourceServer(id)
        #expect(try await desk.office.store.resourceServers.resources().count == 2)
        await #expect(throws: AdministrationError.self) {
            try await desk.office.removeResourceServer(id)
        }
    }

    @Test func `another secret of a resource server ends the old one`() async throws {
        let desk = try Desk()
        let made = try await desk.office.addResourceServer("https://mcp.example.com/mcp")
        let id = try #require(made.json["id"].stringValue)
        let rotated = try await desk.office.rotateResourceServer(id)
        let secret = try #require(rotated.json["secret"].stringValue)
        #expect(rotated.json["secret"] != made.json["secret"])
        let stored = try await desk.office.store.resourceServers.resourceServer(identifier: id)
        #expect(stored?.secretHash == SHA256.digest(Array(secret.utf8)))
        await #expect(throws: AdministrationError.self) {
            try await desk.office.rotateResourceServer("rs_none")
        }
    }
}
