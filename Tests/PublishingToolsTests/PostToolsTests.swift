import Directory
import JSON
import MCP
import OAuth
import Primitives
import Publishing
import TestSupport
import Testing

@Suite("Posts through the tools")
struct PostToolsTests {
    @Test func `a caption alone is a draft`() async throws {
        let world = try await ToolWorld()
        let post = try await create(world, ["caption": "Hello"])
        #expect(post["status"] == "DRAFT")
        #expect(post["revision"] == 1)
        #expect(post["createdBy"] == "Example")
        #expect(post["profiles"] == [])
        #expect(post["problems"]?.arrayValue?.map { $0["code"] } == ["no_profiles"])
    }

    @Test func `profiles and a time make a schedule`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let profiles: JSONValue = [.string(items.shortProfile), .string(items.profile)]
        let arguments: JSONObject = [
            "caption": "Hello", "socialProfileIds": profiles,
            "scheduledAt": "2026-12-01T08:00:00Z", "hashtagLibraryId": .string(items.library),
            "perProfile": [["profileId": .string(items.shortProfile), "caption": "Hi"]],
        ]
        let post = try await create(world, arguments)
        #expect(post["status"] == "SCHEDULED")
        #expect(post["scheduledAt"] == "2026-12-01T08:00:00Z")
        let handles = post["profiles"]?.arrayValue?.map { $0["handle"] }
        #expect(handles == ["@northwind_x", "@northwind"])
        #expect(post["profiles"]?.arrayValue?.map { $0["caption"] } == ["Hi", nil])
        #expect(post["problems"] == [])
        let preview = try await world.connection().result(
            "preview_post",
            world.studioID.with("postGroupId", post["postGroupId"])
        )
        let texts = preview["previews"]?.arrayValue?.map { $0["text"] }
        #expect(texts == ["Hi\n\n#handmade #oak", "Hello\n\n#handmade #oak"])
    }

    @Test(
        arguments: [
            ([:], "invalid_arguments", "caption"),
            (["caption": " \n\t"], "invalid_arguments", "caption"),
            (
                ["caption": "a", "scheduledAt": "2026-11-23T23:59:59Z"], "invalid_arguments",
                "after"
            ),
            (
                ["caption": "a", "scheduledAt": "2027-01-01T00:00:00+01:00"],
                "invalid_arguments", "UTC"
            ),
            (["caption": "a", "scheduledAt": "soon"], "invalid_arguments", "scheduledAt"),
            (["caption": "a", "socialProfileIds": ["spr_x"]], "not_found", "spr_x"),
            (["caption": "a", "hashtagLibraryId": "hl_x"], "not_found", "hl_x"),
            (
                ["caption": "a", "perProfile": [["profileId": "spr_x", "caption": "b"]]],
                "invalid_arguments", "spr_x"
            ),
            (["caption": "a", "mediaUrls": ["no url"]], "invalid_arguments", "mediaUrls"),
            (["caption": "a", "colour": "red"], "invalid_arguments", "colour"),
            (["caption": 1], "invalid_arguments", "caption"),
            (["caption": "a", "idempotencyKey": ""], "invalid_arguments", "idempotencyKey"),
        ] as [(JSONObject, String, String)]
    )
    func `what cannot be a post is refused with what to correct`(
        arguments: JSONObject,
        code: String,
        word: String
    ) async throws {
        let world = try await ToolWorld()
        var all = arguments
        all.append("workspaceId", .string(world.studio.identifier))
        let error = try await world.connection().error("create_post", all)
        #expect(error["code"] == .string(code))
        #expect(error["message"]?.stringValue?.contains(word) == true)
        #expect(error["hint"]?.stringValue?.isEmpty == false)
        #expect(try await world.digest(of: world.studio) == world.digest(of: world.untouched))
    }

    @Test(arguments: [10_000, 10_001])
    func `a caption has at most 10,000 characters`(length: Int) async throws {
        let world = try await ToolWorld()
        let caption = String(repeating: "ä", count: length)
        let outcome = await (try await world.connection())
            .call("create_post", world.studioID.with("caption", .string(caption)))
        #expect((outcome.error == nil) == (length <= 10_000))
    }

    @Test func `a plan that a network would refuse is refused now`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let profiles = [items.shortProfile, items.pictureProfile, items.expiredProfile]
        let arguments: JSONObject = [
            "workspaceId": .string(world.studio.identifier),
            "caption": .string(String(repeating: "a", count: 281)),
            "socialProfileIds": .array(profiles.map(JSONValue.string)),
            "scheduledAt": "2026-12-01T08:00:00Z",
        ]
        let connection = try await world.connection()
        let error = try await connection.error("create_post", arguments)
        #expect(error["code"] == "not_publishable")
        let codes = error["problems"]?.arrayValue?.map { $0["code"] }
        #expect(codes == ["text_too_long", "media_required", "profile_expired"])
        let named = error["problems"]?.arrayValue?.compactMap { $0["profileId"]?.stringValue }
        #expect(named == profiles)
        var draft = arguments
        draft["scheduledAt"] = nil
        let post = try await connection.result("create_post", draft)
        #expect(post["problems"]?.arrayValue?.map { $0["code"] } == codes)
    }

    @Test func `a change keeps what it does not name`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.scheduled))
        let before = try await connection.result("get_post", arguments)
        let after = try await connection.result(
            "update_post",
            arguments.with("caption", "Oak boards, now").with("ifRevision", 1)
        )
        #expect(after["caption"] == "Oak boards, now")
        #expect(after["revision"] == 2)
        for member in ["profiles", "scheduledAt", "hashtagLibraryId", "status", "createdAt"] {
            #expect(after[member] == before[member], "\(member)")
        }
    }

    @Test func `an old revision is told the new one`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.draft))
        _ = try await connection.result("update_post", arguments.with("caption", "One"))
        let error = try await connection.error(
            "update_post",
            arguments.with("caption", "Two").with("ifRevision", 1)
        )
        #expect(error["code"] == "revision_conflict")
        #expect(error["currentRevision"] == 2)
        let post = try await connection.result("get_post", arguments)
        #expect(post["caption"] == "One")
    }

    @Test(
        arguments: ["POSTED", "PARTLY_POSTED"],
        ["update_post", "schedule_post", "delete_post"]
    )
    func `what people have seen is not changed`(
        status: String,
        tool: String
    ) async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let post = status == "POSTED" ? items.posted : items.partlyPosted
        var arguments = world.studioID.with("postGroupId", .string(post))
        if tool == "schedule_post" { arguments.append("scheduledAt", "2026-12-01T08:00:00Z") }
        let error = try await world.connection().error(tool, arguments)
        #expect(error["code"] == "wrong_status")
        #expect(error["status"] == .string(status))
        #expect(try await world.digest(of: world.studio) == world.digest(of: world.untouched))
    }

    @Test func `a schedule is set, moved and taken off`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.scheduled))
        let off = try await connection.result("schedule_post", arguments.with("scheduledAt", .null))
        #expect(off["status"] == "DRAFT")
        #expect(off["scheduledAt"] == nil)
        let time: JSONValue = "2026-12-24T18:30:00Z"
        let on = try await connection.result("schedule_post", arguments.with("scheduledAt", time))
        #expect(on["status"] == "SCHEDULED")
        #expect(on["scheduledAt"] == time)
        let draft = world.studioID.with("postGroupId", .string(items.draft))
        let error = try await connection.error("schedule_post", draft.with("scheduledAt", time))
        #expect(error["problems"]?.arrayValue?.map { $0["code"] } == ["no_profiles"])
    }

    @Test func `a deleted post is gone`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.draft))
        let keyed = arguments.with("idempotencyKey", "d1")
        let first = try await connection.result("delete_post", keyed)
        #expect(first == ["postGroupId": .string(items.draft), "deleted": true])
        #expect(try await connection.result("delete_post", keyed) == first)
        #expect(try await connection.error("delete_post", arguments)["code"] == "not_found")
        #expect(try await connection.error("get_post", arguments)["code"] == "not_found")
    }

    @Test(
        arguments: [
            (["statuses": ["DRAFT", "FAILED"]], ["Refused", "An idea for spring"]),
            (["text": "OAK"], ["Oak boards are here"]),
            (["from": "2026-11-24T00:00:00Z"], ["Oak boards are here"]),
            (["to": "2026-11-21T00:00:00Z"], ["An idea for spring"]),
            (["text": "%"], []),
        ] as [(JSONObject, [String])]
    )
    func `a list shows what its filters let through`(
        filter: JSONObject,
        expected: [String]
    ) async throws {
        let world = try await ToolWorld()
        var arguments = world.studioID
        for member in filter { arguments.append(member.name, member.value) }
        let result = try await world.connection().result("list_posts", arguments)
        let found = result["posts"]?.arrayValue?.compactMap { $0["excerpt"]?.stringValue }
        #expect(found == expected)
    }

    @Test(
        arguments: [
            (["from": "2026-11-24T00:00:00Z", "to": "2026-11-23T00:00:00Z"], "invalid_arguments"),
            (["from": "2026-11-24T00:00:00Z", "to": "2026-11-24T00:00:00Z"], "invalid_arguments"),
            (["profileId": "spr_nothing"], "not_found"),
        ] as [(JSONObject, String)]
    )
    func `a filter that nothing could pass is a mistake`(
        filter: JSONObject,
        code: String
    ) async throws {
        let world = try await ToolWorld()
        var arguments = world.studioID
        for member in filter { arguments.append(member.name, member.value) }
        let error = try await world.connection().error("list_posts", arguments)
        #expect(error["code"] == .string(code))
    }

    @Test func `the hint fits the tool that was refused`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        func hint(_ tool: String, _ arguments: JSONObject) async throws -> String {
            let all = arguments.with("workspaceId", .string(world.studio.identifier))
            let error = try await connection.error(tool, all)
            return error["hint"]?.stringValue ?? ""
        }
        let plan: JSONObject = [
            "caption": "Hi", "socialProfileIds": [.string(items.expiredProfile)],
            "scheduledAt": "2026-12-01T08:00:00Z",
        ]
        let creating = try await hint("create_post", plan)
        #expect(creating.hasPrefix("No post was made."))
        #expect(!creating.contains("update_post"))
        #expect(creating.contains("list_social_profiles says how"))
        let draft = plan.with("postGroupId", .string(items.draft))
        #expect(try await hint("update_post", draft).hasPrefix("The post is as it was."))
        let half: JSONObject = ["postGroupId": .string(items.partlyPosted)]
        #expect(try await hint("publish_post", half).contains("create_post"))
        let posted: JSONObject = ["postGroupId": .string(items.posted)]
        #expect(try await hint("delete_post", posted).contains("on the network itself"))
        #expect(try await hint("publish_post", posted).contains("out already"))
        let campaign = try await hint("get_ai_campaign", ["campaignId": "cmp_x"])
        #expect(!campaign.contains("Call create_ai_campaign"))
    }

    @Test func `a draft is previewed without being stored`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let arguments: JSONObject = [
            "workspaceId": .string(world.studio.identifier),
            "caption": "See https://example.com/a/very/long/address/that/x/shortens",
            "socialProfileIds": [.string(items.shortProfile), .string(items.pictureProfile)],
            "mediaUrls": ["https://example.com/a.png"],
        ]
        let preview = try await world.connection().result("preview_post", arguments)
        let previews = try #require(preview["previews"]?.arrayValue)
        #expect(previews.map { $0["length"] } == [27, 59])
        #expect(previews.map { $0["mediaCount"] } == [1, 1])
        #expect(preview["problems"] == [])
        #expect(try await world.digest(of: world.studio) == world.digest(of: world.untouched))
    }

    private func create(_ world: ToolWorld, _ arguments: JSONObject) async throws -> JSONObject {
        var all = arguments
        all.append("workspaceId", .string(world.studio.identifier))
        return try await world.connection().result("create_post", all)
    }
}

extension JSONObject {
    /// The object with one more member.
    func with(_ name: String, _ value: JSONValue?) -> JSONObject {
        var object = self
        object.append(name, ifPresent: value)
        return object
    }
}

extension ToolWorld {
    /// The argument that every tool in a workspace takes, for studio.
    var studioID: JSONObject { ["workspaceId": .string(studio.identifier)] }
}
