import Database
import Directory
import JSON
import MCP
import OAuth
import Primitives
import Publishing
import PublishingTools
import Storage
import TestSupport
import Testing

@Suite("create_ai_campaign and get_ai_campaign")
struct CampaignToolsTests {
    private static let prompt: JSONValue =
        "The oak desk is back on 6 December. It costs 890 euros. Delivery takes three weeks."

    @Test func `a campaign is begun at once and read until it is ready`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let items = try await world.items(in: world.studio)
        let begun = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt).with("brandId", .string(items.brand.kit))
                .with("hashtagLibraryId", .string(items.library))
                .with("socialProfileIds", [.string(items.profile)]).with("goal", "launch")
        )
        #expect(begun["status"] == "GENERATING")
        #expect(begun["progress"] == ["completed": 0, "total": 5])
        #expect(begun["postGroups"] == [])
        let look = world.studioID.with("campaignId", begun["campaignId"])
        #expect(try await connection.result("get_ai_campaign", look) == begun)
        await world.makeCampaigns()
        let ready = try await connection.result("get_ai_campaign", look)
        #expect(ready["status"] == "READY")
        #expect(ready["progress"] == ["completed": 5, "total": 5])
        #expect(ready["goal"] == "launch" && ready["audience"] == "business_owners")
        let posts = try #require(ready["postGroups"]?.arrayValue)
        #expect(posts.map { $0["number"] } == [1, 2, 3, 4, 5])
        #expect(Set(posts.compactMap { $0["excerpt"]?.stringValue }).count == 5)
        #expect(Set(posts.compactMap { $0["suggestedAt"]?.stringValue }).count == 5)
        #expect(posts.allSatisfy { $0["status"] == "DRAFT" && $0["generator"] == "embedded" })
        let post = try await connection.result(
            "get_post",
            world.studioID.with("postGroupId", posts[0]["postGroupId"])
        )
        #expect(post["campaignId"] == begun["campaignId"])
        #expect(post["scheduledAt"] == nil)
        #expect(post["hashtagLibraryId"] == .string(items.library))
        #expect(post["createdBy"] == "Example")
    }

    @Test func `every argument reaches the campaign`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let begun = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt).with("count", 30).with("duration", 30)
                .with("audience", "investors").with("tone", "bold").with("postLength", "short")
                .with("generateMedia", true).with("imageCount", 5)
        )
        await world.makeCampaigns()
        let ready = try await connection.result(
            "get_ai_campaign",
            world.studioID.with("campaignId", begun["campaignId"])
        )
        #expect(ready["status"] == "READY")
        #expect(ready["audience"] == "investors")
        let posts = try #require(ready["postGroups"]?.arrayValue)
        #expect(posts.count == 30)
        #expect(Set(posts.compactMap { $0["suggestedAt"]?.stringValue?.prefix(10) }).count == 30)
        #expect(posts.allSatisfy { $0["mediaCount"] == 5 })
        let cards = try world.store.database.read { connection throws(DatabaseError) in
            try connection.all("SELECT DISTINCT content FROM media_files") { $0.blob(0) }
        }
        #expect(cards.count == 15, "five layouts in three palettes")
    }

    @Test(
        arguments: [
            (["prompt": "Too short"], "invalid_arguments", "prompt"),
            (["prompt": prompt, "count": 2], "invalid_arguments", "count"),
            (["prompt": prompt, "count": 31], "invalid_arguments", "count"),
            (["prompt": prompt, "count": "5"], "invalid_arguments", "count"),
            (["prompt": prompt, "duration": 0], "invalid_arguments", "duration"),
            (["prompt": prompt, "duration": 31], "invalid_arguments", "duration"),
            (["prompt": prompt, "imageCount": 6], "invalid_arguments", "imageCount"),
            (["prompt": prompt, "goal": "fame"], "invalid_arguments", "goal"),
            (["prompt": prompt, "audience": "all"], "invalid_arguments", "audience"),
            (["prompt": prompt, "postLength": "epic"], "invalid_arguments", "postLength"),
            (["prompt": prompt, "length": "short"], "invalid_arguments", "length"),
            (
                [
                    "prompt": prompt,
                    "referenceUrls": [
                        "https://a.example/", "https://b.example/", "https://c.example/",
                        "https://d.example/",
                    ],
                ], "invalid_arguments", "referenceUrls"
            ),
            (["prompt": prompt, "brandId": "bk_x"], "not_found", "bk_x"),
            (["prompt": prompt, "hashtagLibraryId": "hl_x"], "not_found", "hl_x"),
            (["prompt": prompt, "socialProfileIds": ["spr_x"]], "not_found", "spr_x"),
            (["prompt": prompt, "referenceDesignIds": ["tpl_x"]], "not_found", "tpl_x"),
        ] as [(JSONObject, String, String)]
    )
    func `what cannot be done is said, begins nothing and costs nothing`(
        arguments: JSONObject,
        code: String,
        part: String
    ) async throws {
        let world = try await ToolWorld()
        var generators = Drafting.Generators.embedded
        generators.dailyLimit = 5
        let connection = try world.connection(try await world.grant(), generators: generators)
        var all = world.studioID
        for member in arguments { all.append(member.name, member.value) }
        let error = try await connection.error("create_ai_campaign", all)
        #expect(error["code"] == .string(code))
        #expect(error["message"]?.stringValue?.contains(part) == true)
        #expect(try world.campaignCount() == 5)
        let good = world.studioID.with("prompt", Self.prompt)
        _ = try await connection.result("create_ai_campaign", good)
    }

    @Test func `a campaign takes all its posts from the budget, or is not begun`() async throws {
        let world = try await ToolWorld()
        var generators = Drafting.Generators.embedded
        generators.dailyLimit = 7
        let connection = try world.connection(try await world.grant(), generators: generators)
        let arguments = world.studioID.with("prompt", Self.prompt)
        _ = try await connection.result("create_ai_campaign", arguments)
        let error = try await connection.error("create_ai_campaign", arguments)
        #expect(error["code"] == "budget_spent")
        #expect(error["left"] == 2)
        for _ in 0..<2 { _ = try await connection.result("create_ai_post", arguments) }
        #expect(try await connection.error("create_ai_post", arguments)["code"] == "budget_spent")
    }

    @Test func `a campaign too many at once is told when to come back, and costs nothing`()
        async throws
    {
        let world = try await ToolWorld()
        var generators = Drafting.Generators.embedded
        generators.dailyLimit = 100
        let connection = try world.connection(try await world.grant(), generators: generators)
        let arguments = world.studioID.with("prompt", Self.prompt).with("count", 3)
        // One is under way already.
        for _ in 0..<9 { _ = try await connection.result("create_ai_campaign", arguments) }
        let error = try await connection.error("create_ai_campaign", arguments)
        #expect(error["code"] == "rate_limited")
        #expect(error["limit"] == 10)
        #expect(error["retry_after_seconds"] == 30)
        #expect(error["hint"]?.stringValue?.contains("get_ai_campaign") == true)
        #expect(try world.campaignCount() == 14)
        let used = try world.store.database.read { connection throws(DatabaseError) in
            try connection.all("SELECT used FROM draft_budgets") { $0.integer(0) }
        }
        #expect(used == [27])
        await world.makeCampaigns(generators)
        _ = try await connection.result("create_ai_campaign", arguments)
    }

    @Test func `a repeated call begins one campaign, alone and at once with itself`()
        async throws
    {
        let world = try await ToolWorld()
        var generators = Drafting.Generators.embedded
        generators.dailyLimit = 50
        let connection = try world.connection(try await world.grant(), generators: generators)
        let arguments = world.studioID.with("prompt", Self.prompt).with("idempotencyKey", "k")
        let results = await withTaskGroup(of: ToolWorld.Outcome.self) { group in
            for _ in 0..<6 {
                group.addTask { await connection.call("create_ai_campaign", arguments) }
            }
            return await group.reduce(into: [JSONObject?]()) { $0.append($1.content) }
        }
        #expect(Set(results.compactMap { $0?["campaignId"]?.stringValue }).count == 1)
        #expect(results.allSatisfy { $0 != nil })
        #expect(try world.campaignCount() == 6)
        // Five drafts were taken, not thirty.
        let more = world.studioID.with("prompt", Self.prompt).with("count", 30)
        _ = try await connection.result("create_ai_campaign", more)
        let error = try await connection.error("create_ai_campaign", more)
        #expect(error["left"] == 15)
        let other = arguments.with("count", 6)
        let reused = try await connection.error("create_ai_campaign", other)
        #expect(reused["code"] == "idempotency_key_reused")
    }

    @Test func `a campaign that was given up says why and shows its posts`() async throws {
        let world = try await ToolWorld()
        let generators = Drafting.Generators(text: Moody(), image: CardPainter())
        let connection = try world.connection(try await world.grant(), generators: generators)
        let begun = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt)
        )
        await world.makeCampaigns(generators)
        let failed = try await connection.result(
            "get_ai_campaign",
            world.studioID.with("campaignId", begun["campaignId"])
        )
        #expect(failed["status"] == "FAILED")
        #expect(
            failed["failure"] == ["code": "generator_refused", "message": "The key is not valid."]
        )
        #expect(failed["progress"] == ["completed": 2, "total": 5])
        #expect(failed["postGroups"]?.arrayValue?.count == 2)
        #expect(failed["endedAt"] != nil)
    }

    @Test func `a page is read once for all posts, and each post knows its place`()
        async throws
    {
        let world = try await ToolWorld()
        let moody = Moody(refusesAt: 99)
        var generators = Drafting.Generators(text: moody, image: CardPainter())
        generators.references = moody
        let connection = try world.connection(try await world.grant(), generators: generators)
        _ = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt)
                .with("referenceUrls", ["https://example.com/a"])
        )
        await world.makeCampaigns(generators)
        #expect(moody.pages.value == ["https://example.com/a"])
        let briefs = moody.briefs.value.filter { !$0.references.isEmpty }
        #expect(briefs.compactMap { $0.place?.number } == [1, 2, 3, 4, 5])
        #expect(Set(briefs.map(\.seed)).count == 5)
        #expect(briefs.allSatisfy { $0.references.map(\.text) == ["A page."] })
    }
}

/// Writes until a certain post, and refuses from there on.
private final class Moody: TextGenerator, ReferenceFetcher {
    let briefs = Shared<[DraftBrief]>([])
    let pages = Shared<[String]>([])
    private let refusesAt: Int

    init(refusesAt: Int = 3) {
        self.refusesAt = refusesAt
    }

    func draft(_ brief: DraftBrief) async throws(GenerationError) -> TextDraft {
        briefs.change { $0.append(brief) }
        let number = brief.place?.number ?? 0
        guard number < refusesAt else { throw .lasting("The key is not valid.") }
        return TextDraft(
            caption: "Post \(number)",
            headline: "Head",
            generator: "moody",
            warnings: []
        )
    }

    func text(of url: String) async throws(PublishingFault) -> String {
        pages.change { $0.append(url) }
        return "A page."
    }
}
