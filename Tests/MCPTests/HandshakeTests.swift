import JSON
import Testing

@testable import MCP

@Suite("Answers to initialize")
struct HandshakeTests {
    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"),
        ("2025-03-26", "2025-03-26"), ("2024-11-05", "2024-11-05"),
        ("2026-07-28", "2025-11-25"), ("2027-01-01", "2025-11-25"), ("", "2025-11-25"),
    ])
    func `a served version is echoed, any other answered with the newest of its era`(
        requested: String,
        answered: String
    ) async throws {
        let response = try await initialize(requested)
        #expect(response.status == 200)
        #expect(response.result?["protocolVersion"] == .string(answered))
        #expect(response.result?["capabilities"] == ["tools": [:]])
        #expect(response.result?["instructions"] == "Call get_me first.")
        #expect(response.result?["serverInfo"]?["name"] == "wayleave")
        #expect(response.result?["serverInfo"]?["version"] == "1.2.3")
    }

    @Test func `no session is begun and nothing of the stateless era is said`() async throws {
        let response = try await initialize("2025-11-25")
        #expect(!response.headers.contains { $0.name.lowercased() == "mcp-session-id" })
        #expect(response.result?["resultType"] == nil)
        #expect(response.result?["_meta"] == nil)
    }

    @Test(arguments: [("2025-03-26", false), ("2025-06-18", true)])
    func `the server's title is told to who knows titles`(
        version: String,
        hasTitle: Bool
    ) async throws {
        let response = try await initialize(version)
        #expect((response.result?["serverInfo"]?["title"] != nil) == hasTitle)
    }

    @Test func `initialize without a version is malformed`() async throws {
        let message = RouterFixture.legacy("initialize", [:])
        let response = try await RouterFixture().send(message)
        #expect(response.status == 200)
        #expect(response.errorCode == -32602)
    }

    private func initialize(_ version: String) async throws -> MCPResponse {
        let params: JSONObject = [
            "protocolVersion": .string(version), "capabilities": [:],
            "clientInfo": ["name": "mcp", "version": "0.1.0"],
        ]
        return try await RouterFixture().send(RouterFixture.legacy("initialize", params))
    }
}
