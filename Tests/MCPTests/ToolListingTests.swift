import JSON
import Testing

@testable import MCP

@Suite("Listing tools")
struct ToolListingTests {
    static let since: [(String, Set<String>)] = [
        ("2024-11-05", ["name", "description", "inputSchema"]),
        ("2025-03-26", ["name", "description", "inputSchema", "annotations"]),
        ("2025-06-18", allMembers), ("2025-11-25", allMembers),
    ]
    static let allMembers: Set = [
        "name", "title", "description", "inputSchema", "outputSchema", "annotations",
    ]

    @Test(arguments: since)
    func `a tool has the members that its revision knows`(
        version: String,
        members: Set<String>
    ) async throws {
        let message = RouterFixture.legacy("tools/list")
        let response = try await RouterFixture().send(message, version: version)
        let result = try #require(response.result?.objectValue)
        #expect(result.members.map(\.name) == ["tools"])
        for tool in result["tools"]?.arrayValue ?? [] {
            #expect(Set(tool.objectValue?.members.map(\.name) ?? []) == members)
        }
    }

    @Test func `a stateless listing says for whom and for how long it holds`() async throws {
        let response = try await RouterFixture().sendModern("tools/list")
        let result = try #require(response.result?.objectValue)
        let names = result.members.map(\.name)
        #expect(names == ["resultType", "tools", "ttlMs", "cacheScope", "_meta"])
        #expect(result["resultType"] == "complete")
        #expect(result["cacheScope"] == "private")
        #expect(result["ttlMs"]?.integerValue ?? -1 >= 0)
        let tool = result["tools"]?.arrayValue?.first?.objectValue
        #expect(Set(tool?.members.map(\.name) ?? []) == Self.allMembers)
    }

    @Test func `all four hints are stated, and the title where tools have none`() async throws {
        let message = RouterFixture.legacy("tools/list")
        let response = try await RouterFixture().send(message, version: "2025-03-26")
        let expected: JSONValue = [
            "title": "The greet tool", "readOnlyHint": true, "destructiveHint": false,
            "idempotentHint": true, "openWorldHint": false,
        ]
        #expect(response.result?["tools"]?.arrayValue?.first?["annotations"] == expected)
    }

    @Test func `tools beyond the token's scopes are listed too, in the given order`() async throws {
        let response = try await RouterFixture().sendModern("tools/list")
        let names = response.result?["tools"]?.arrayValue?.map { $0["name"] }
        #expect(names == ["greet", "write"])
    }

    @Test func `a null cursor is the first page`() async throws {
        let response = try await RouterFixture().sendModern("tools/list", ["cursor": nil])
        #expect(response.result != nil)
    }

    @Test func `discovery names versions and capabilities, not who serves them`() async throws {
        let response = try await RouterFixture().sendModern("server/discover")
        let result = try #require(response.result?.objectValue)
        #expect(
            result.members.map(\.name) == [
                "resultType", "supportedVersions", "capabilities", "instructions", "ttlMs",
                "cacheScope", "_meta",
            ]
        )
        #expect(result["capabilities"] == ["tools": [:]])
        let serverInfo = result["_meta"]?["io.modelcontextprotocol/serverInfo"]
        #expect(serverInfo?["name"] == "wayleave")
    }
}

@Suite("Definitions of tools")
struct ToolCatalogueTests {
    @Test(arguments: [
        "", "Greet", "a-b", "a.b", "a/b", "é", String(repeating: "a", count: 65), "a b",
    ])
    func `a name that some client would refuse is refused here`(name: String) {
        #expect(throws: ToolCatalogue.DefinitionError.badName(name)) {
            try ToolCatalogue([Self.tool(name)])
        }
    }

    @Test func `names of one to sixty-four characters are taken`() {
        let names = ["a", "get_me_2", String(repeating: "z", count: 64)]
        #expect(throws: Never.self) { try ToolCatalogue(names.map { Self.tool($0) }) }
    }

    @Test func `two tools of one name are refused`() {
        #expect(throws: ToolCatalogue.DefinitionError.duplicateName("a")) {
            try ToolCatalogue([Self.tool("a"), Self.tool("a")])
        }
    }

    @Test func `a tool needs a title, a description and object schemas`() {
        typealias Failure = ToolCatalogue.DefinitionError
        #expect(throws: Failure.undescribed("a")) {
            try ToolCatalogue([Self.tool("a", title: "")])
        }
        #expect(throws: Failure.undescribed("a")) {
            try ToolCatalogue([Self.tool("a", description: "")])
        }
        #expect(throws: Failure.notAnObject("a")) {
            try ToolCatalogue([Self.tool("a", input: ["type": "array"])])
        }
        #expect(throws: Failure.notAnObject("a")) {
            try ToolCatalogue([Self.tool("a", output: true)])
        }
    }

    @Test func `a schema with a rule that is not enforced is refused`() {
        let input: JSONValue = ["type": "object", "patternProperties": [:]]
        let error = SchemaError(
            pointer: "/patternProperties",
            message: "the keyword is not supported"
        )
        #expect(throws: ToolCatalogue.DefinitionError.badSchema("a", error)) {
            try ToolCatalogue([Self.tool("a", input: input)])
        }
    }

    private static func tool(
        _ name: String,
        title: String = "Title",
        description: String = "Description.",
        input: JSONValue = ["type": "object"],
        output: JSONValue = ["type": "object"]
    ) -> Tool {
        Tool(
            name: name,
            title: title,
            description: description,
            scopes: [],
            annotations: .readOnly,
            schemas: (input: input, output: output),
            run: { _ in .success([:]) }
        )
    }
}
