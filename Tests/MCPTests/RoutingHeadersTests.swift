import JSON
import Testing

@testable import MCP

@Suite("Routing headers of stateless requests")
struct RoutingHeadersTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let method: String?
        let tool: String?
        let status: Int

        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "right", method: "tools/call", tool: "greet", status: 200),
        Row(name: "space around", method: " tools/call", tool: "\tgreet ", status: 200),
        Row(name: "wrapped", method: "tools/call", tool: "=?base64?Z3JlZXQ=?=", status: 200),
        Row(name: "no method", method: nil, tool: "greet", status: 400),
        Row(name: "other method", method: "tools/list", tool: "greet", status: 400),
        Row(name: "method in capitals", method: "Tools/Call", tool: "greet", status: 400),
        Row(name: "no name", method: "tools/call", tool: nil, status: 400),
        Row(name: "empty name", method: "tools/call", tool: "", status: 400),
        Row(name: "other name", method: "tools/call", tool: "write", status: 400),
        Row(name: "name in capitals", method: "tools/call", tool: "Greet", status: 400),
        Row(name: "two names", method: "tools/call", tool: "greet, greet", status: 400),
        Row(name: "no padding", method: "tools/call", tool: "=?base64?Z3JlZXQ?=", status: 400),
        Row(name: "bad alphabet", method: "tools/call", tool: "=?base64?Z3JlZX-=?=", status: 400),
        Row(
            name: "marker in capitals",
            method: "tools/call",
            tool: "=?BASE64?Z3JlZXQ=?=",
            status: 400
        ),
    ])
    func `a call is served only when its headers say what its body says`(
        row: Row
    ) async throws {
        let response = try await RouterFixture().send(
            RouterFixture.modern("tools/call", ["name": "greet"]),
            version: "2026-07-28",
            method: row.method,
            name: row.tool
        )
        #expect(response.status == row.status)
        #expect(response.errorCode == (row.status == 400 ? -32020 : nil))
    }

    @Test func `a body without a name cannot agree with the header`() async throws {
        let response = try await RouterFixture().sendModern("tools/call", [:], name: "greet")
        #expect(response.status == 400)
        #expect(response.errorCode == -32020)
    }

    @Test func `the name is not asked for on other methods`() async throws {
        #expect(try await RouterFixture().sendModern("tools/list").status == 200)
    }

    @Test func `the headers are checked before the method is looked up`() async throws {
        let response = try await RouterFixture().send(
            RouterFixture.modern("nonsense"),
            version: "2026-07-28",
            method: "other"
        )
        #expect(response.errorCode == -32020)
    }

    @Test func `older revisions know nothing of the headers`() async throws {
        let response = try await RouterFixture().send(
            RouterFixture.legacy("ping"),
            version: "2025-11-25",
            method: "nonsense",
            name: "=?base64?*?="
        )
        #expect(response.status == 200)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("=?base64?", "=?base64?"), ("=?base64?=", "=?base64?="),
        ("=?base64??=", ""), ("=?base64?4pyT?=", "✓"), ("=?base64?+/8=?=", nil),
        ("=?base64?/////w==?=", nil), ("=?base64?YWI?=", nil), ("=?base64?YWJ=?=", nil),
        ("=?base64?YQ===?=", nil), ("=?base64?====?=", nil), ("=?base64?Y===?=", nil),
        ("=?base64?YW=I?=", nil),
        ("=?base64?YWI=?=", "ab"), ("=?base64?YWJj?=", "abc"), ("=?base64?YW Jj?=", nil),
    ])
    func `a wrapped value is decoded in its one canonical form`(value: String, decoded: String?) {
        #expect(RoutingHeaders.decoded(value) == decoded)
    }
}
