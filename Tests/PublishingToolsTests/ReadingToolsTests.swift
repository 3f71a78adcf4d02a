import Directory
import JSON
import Primitives
import Testing

@Suite("Tools that list the context of a workspace")
struct ReadingToolsTests {
    @Test func `profiles are shown newest first with their state`() async throws {
        let world = try await ToolWorld()
        let result = try await world.connection().result("list_social_profiles", world.studioID)
        let profiles = try #require(result["profiles"]?.arrayValue)
        #expect(profiles.map { $0["provider"] } == ["instagram", "mastodon", "x", "demo"])
        #expect(
            profiles.map { $0["status"] } == ["connected", "expired", "connected", "connected"]
        )
        #expect(profiles[0]["avatarUrl"] == "https://example.com/a.png")
        #expect(profiles[3]["connectedAt"] == "2026-10-25T00:00:00Z")
        #expect(result["nextCursor"] == nil)
    }

    @Test(arguments: [("x", ["x"]), ("twitter", ["x"]), ("demo", ["demo"]), ("tiktok", [])])
    func `profiles can be kept to one network`(
        provider: String,
        expected: [String]
    ) async throws {
        let world = try await ToolWorld()
        var arguments = world.studioID
        arguments.append("provider", .string(provider))
        let result = try await world.connection().result("list_social_profiles", arguments)
        let found = result["profiles"]?.arrayValue?.compactMap { $0["provider"]?.stringValue }
        #expect(found == expected)
    }

    @Test func `a brand kit is shown whole`() async throws {
        let world = try await ToolWorld()
        let result = try await world.connection().result("list_brand_kits", world.studioID)
        let found = try #require(result["brandKits"]?.arrayValue)
        var kits = found.compactMap { $0.objectValue }
        #expect(kits.allSatisfy { $0["id"]?.stringValue?.hasPrefix("bk_") == true })
        for index in kits.indices { kits[index]["id"] = nil }
        let expected: [JSONObject] = [
            [
                "name": "Winter", "voice": "Quiet.", "colours": [], "fonts": [], "logos": [],
                "dos": [], "donts": [],
            ],
            [
                "name": "House", "voice": "Warm and exact.",
                "colours": [["name": "Fir", "hex": "#1b4d3e"]], "fonts": ["Inter"],
                "logos": ["https://example.com/logo.svg"], "dos": ["Name the maker"],
                "donts": ["No exclamation marks"],
            ],
        ]
        #expect(kits == expected)
    }

    @Test func `hashtags and templates are shown`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let libraries = try await connection.result("list_hashtag_libraries", world.studioID)
        let library = libraries["hashtagLibraries"]?.arrayValue?.first
        #expect(library?["hashtags"] == ["#handmade", "#oak"])
        var arguments = world.studioID
        arguments.append("format", "story")
        let templates = try await connection.result("list_studio_templates", arguments)
        let names = templates["templates"]?.arrayValue?.map { $0["name"] }
        #expect(names == ["Tall quote"])
    }

    @Test(
        arguments: [
            ("list_social_profiles", "profiles", 4), ("list_brand_kits", "brandKits", 2),
            ("list_hashtag_libraries", "hashtagLibraries", 1),
            ("list_studio_templates", "templates", 2), ("list_posts", "posts", 5),
        ],
        [1, 2, 3, 50]
    )
    func `the pages together are the list, none longer than the limit`(
        list: (tool: String, member: String, count: Int),
        limit: Int
    ) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let whole = try await connection.result(list.tool, world.studioID)
        var arguments = world.studioID
        arguments.append("limit", .integer(Int64(limit)))
        var seen: [JSONValue] = []
        for _ in 0...list.count {
            let page = try await connection.result(list.tool, arguments)
            let items = try #require(page[list.member]?.arrayValue)
            #expect(items.count <= limit && !items.isEmpty)
            seen += items
            guard let next = page["nextCursor"] else { break }
            arguments.append("cursor", next)
        }
        #expect(seen == whole[list.member]?.arrayValue)
        #expect(seen.count == list.count)
    }

    @Test(arguments: ["x", "====", "cDE6MTIzOnBn", "YjE6OTpia18x", "cDE6LTE6cGc"])
    func `a cursor of another list or of nobody is refused`(cursor: String) async throws {
        let world = try await ToolWorld()
        var arguments = world.studioID
        arguments.append("cursor", .string(cursor))
        let error = try await world.connection().error("list_studio_templates", arguments)
        #expect(error["code"] == "invalid_arguments")
        #expect(error["message"]?.stringValue?.hasPrefix("cursor: ") == true)
    }

    @Test func `a cursor belongs to one workspace and its filters`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let first = try await connection.result("list_posts", world.studioID.with("limit", 1))
        let next = world.studioID.with("cursor", first["nextCursor"])
        let elsewhere: JSONObject = [
            "workspaceId": .string(world.coffee.identifier),
            "cursor": first["nextCursor"] ?? .null,
        ]
        for arguments in [elsewhere, next.with("statuses", ["FAILED"]), next.with("text", "Oak")] {
            let error = try await connection.error("list_posts", arguments)
            #expect(error["code"] == "invalid_arguments")
            #expect(error["message"]?.stringValue?.hasPrefix("cursor: ") == true)
        }
        let rest = try await connection.result("list_posts", next.with("limit", 50))
        #expect(rest["posts"]?.arrayValue?.count == 4)
    }

    @Test func `a workspace in which nothing was ever kept is empty, not an error`() async throws {
        let world = try await ToolWorld()
        try await world.forgetContent(of: world.coffee)
        let connection = try await world.connection()
        let arguments: JSONObject = ["workspaceId": .string(world.coffee.identifier)]
        for tool in ["list_posts", "list_brand_kits", "list_social_profiles"] {
            let result = try await connection.result(tool, arguments)
            #expect(result.members.first?.value == [])
        }
        let created = try await connection.result(
            "create_post",
            ["workspaceId": .string(world.coffee.identifier), "caption": "First"]
        )
        #expect(created["status"] == "DRAFT")
    }
}
