import Storage
import Administration
import Cryptography
import JSON
import OAuth
import Primitives
import Testing

@Suite("The demo")
struct DemoTests {
    @Test func `both people and their places are there, however often it is installed`()
        async throws
    {
        let desk = try Desk()
        for _ in 0..<3 { try await DemoData.install(in: desk.office) }
        #expect(try desk.office.people().json.arrayValue?.count == 2)
        #expect(try desk.office.workspaces().json.arrayValue?.count == 4)
        let places = try await desk.office.person("ada@example.com").json["memberships"]
        let roles = (places.arrayValue ?? []).reduce(into: [String: String]()) {
            $0[$1["workspace"]["name"].stringValue ?? ""] = $1["role"].stringValue
        }
        #expect(
            roles == [
                "Northwind Studio": "owner", "Harbour Coffee": "editor", "Atlas Agency": "viewer",
            ]
        )
        let garden = try desk.office.members(of: "Grace's Garden").json.arrayValue
        #expect(garden?.map { $0["user"]["email"] } == ["grace@example.com"])
    }

    @Test func `what somebody changed stays changed`() async throws {
        let desk = try Desk()
        try await DemoData.install(in: desk.office)
        _ = try await desk.office.renameWorkspace("Atlas Agency", to: "Atlas Partners")
        _ = try await desk.office.removeMember("ada@example.com", from: "Harbour Coffee")
        try await DemoData.install(in: desk.office)
        #expect(try desk.office.workspaces().json.arrayValue?.count == 4)
        #expect(try desk.office.members(of: "Harbour Coffee").json.arrayValue?.count == 1)
    }

    @Test func `the credential stays the same and follows the address`() async throws {
        let desk = try Desk()
        _ = try KeyFile.loadOrCreate(at: desk.paths.keys, random: desk.random)
        let audiences = ["http://127.0.0.1:8080/mcp", "http://127.0.0.1:9000/mcp"]
        var secrets: [String] = []
        for audience in audiences + audiences {
            let credential = try await DemoData.installResourceServer(
                in: desk.office,
                audience: audience
            )
            secrets.append(credential.secret.exposed)
            let stored = try await desk.office.store.resourceServers.resourceServer(
                identifier: credential.identifier
            )
            #expect(stored?.audience == audience)
        }
        #expect(Set(secrets).count == 1)
        #expect(try desk.office.resourceServers().json.arrayValue?.count == 1)
    }

    @Test func `the words say all that is needed to connect`() {
        let text = DemoInstructions.text(
            origin: "http://127.0.0.1:9000",
            credential: DemoCredential(identifier: "rs_demo", secret: SecretText("wls_x"))
        )
        let parts = [
            "http://127.0.0.1:9000/mcp", "ada@example.com", "grace@example.com",
            "wayleave-demo-only",
            "claude mcp add --transport http wayleave http://127.0.0.1:9000/mcp",
            "codex mcp add wayleave --url http://127.0.0.1:9000/mcp", "codex mcp login wayleave",
            #"code --add-mcp '{"name":"wayleave","type":"http","#
                + #""url":"http://127.0.0.1:9000/mcp"}'"#,
            #"{"mcpServers": {"wayleave": {"url": "http://127.0.0.1:9000/mcp"}}}"#,
            "curl -u 'rs_demo:wls_x'", "http://127.0.0.1:9000/introspect",
        ]
        for part in parts { #expect(text.contains(part)) }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
}
