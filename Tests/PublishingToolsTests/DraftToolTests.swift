import Database
import Directory
import JSON
import MCP
import Primitives
import Publishing
import PublishingTools
import Storage
import TestSupport
import Testing

@Suite("Drafts by the server's own generator")
struct DraftToolTests {
    private static let prompt: JSONValue = """
        Announce our oak desk. It is made of oak from Voss. Delivery in Oslo is free.
        """

    @Test func `a prompt alone becomes a draft that says how it was made`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let post = try await connection.result(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt)
        )
        #expect(post["status"] == "DRAFT")
        #expect(post["media"] == [])
        let caption = try #require(post["caption"]?.stringValue)
        #expect(caption.contains("ur oak desk"))
        #expect(caption.contains("Delivery in Oslo is free."))
        let generation = try #require(post["generation"])
        #expect(generation["generator"] == "embedded")
        #expect(generation["imageGenerator"] == nil)
        let stored = try await connection.result(
            "get_post",
            world.studioID.with("postGroupId", post["postGroupId"])
        )
        #expect(stored["caption"] == post["caption"])
    }

    @Test func `everything that is named comes together`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let profiles: JSONValue = [.string(items.profile), .string(items.pictureProfile)]
        let post = try await connection.result(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt).with("brandId", .string(items.brand.kit))
                .with("hashtagLibraryId", .string(items.library)).with("generateImage", true)
                .with("socialProfileIds", profiles).with("tone", "friendly")
                .with("referenceDesignIds", [.string(items.brand.template)]).with("length", "long")
        )
        #expect(post["hashtagLibraryId"] == .string(items.library))
        #expect(post["profiles"]?.arrayValue?.count == 2)
        #expect(post["media"]?.arrayValue?.map { $0["type"] } == ["image/svg+xml"])
        #expect(
            post["problems"]?.arrayValue?.contains { $0["code"] == "media_unsupported" } == true
        )
        #expect(post["caption"]?.stringValue?.contains("!") == false, "the kit forbids it")
        let generation = try #require(post["generation"])
        let card = try #require(generation["card"]?.stringValue)
        #expect(card.contains("#1b4d3e"))
        #expect(card.contains(">Northwind Studio</text>"))
        #expect(generation["imageGenerator"] == "embedded")
        #expect(try await world.storedFiles() == 1)
    }

    @Test(
        arguments: [
            (["prompt": "Too short"], "invalid_arguments", "prompt"),
            (["prompt": "          "], "invalid_arguments", "prompt"),
            (["prompt": prompt, "tone": "loud"], "invalid_arguments", "tone"),
            (["prompt": prompt, "length": 3], "invalid_arguments", "length"),
            (["prompt": prompt, "brandId": "bk_x"], "not_found", "bk_x"),
            (["prompt": prompt, "hashtagLibraryId": "hl_x"], "not_found", "hl_x"),
            (["prompt": prompt, "socialProfileIds": ["spr_x"]], "not_found", "spr_x"),
            (["prompt": prompt, "referenceDesignIds": ["tpl_x"]], "not_found", "tpl_x"),
            (["prompt": prompt, "scheduledAt": "2026-12-24T10:00:00Z"], "invalid_arguments", ""),
        ] as [(JSONObject, String, String)]
    )
    func `what cannot be done is said, and costs nothing`(
        arguments: JSONObject,
        code: String,
        part: String
    ) async throws {
        let world = try await ToolWorld()
        let writer = Scripted()
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 1)
        )
        var all = world.studioID
        for member in arguments { all.append(member.name, member.value) }
        let error = try await connection.error("create_ai_post", all)
        #expect(error["code"] == .string(code))
        #expect(error["message"]?.stringValue?.contains(part) == true)
        #expect(writer.briefs.value.isEmpty)
        let good = world.studioID.with("prompt", Self.prompt)
        _ = try await connection.result("create_ai_post", good)
    }

    @Test func `a repeated call asks no generator again`() async throws {
        let world = try await ToolWorld()
        let writer = Scripted()
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        let arguments = world.studioID.with("prompt", Self.prompt).with("idempotencyKey", "k")
        let first = try await connection.result("create_ai_post", arguments)
        #expect(try await connection.result("create_ai_post", arguments) == first)
        #expect(writer.briefs.value.count == 1)
        let other = arguments.with("tone", "bold")
        let error = try await connection.error("create_ai_post", other)
        #expect(error["code"] == "idempotency_key_reused")
    }

    @Test func `the day's budget ends and comes back the day after`() async throws {
        let world = try await ToolWorld()
        let generators = Scripted().generators(dailyLimit: 2)
        let connection = try world.connection(try await world.grant(), generators: generators)
        let arguments = world.studioID.with("prompt", Self.prompt)
        for _ in 0..<2 { _ = try await connection.result("create_ai_post", arguments) }
        let error = try await connection.error("create_ai_post", arguments)
        #expect(error["code"] == "budget_spent")
        #expect(error["freesAt"] == "2026-11-25T00:00:00Z")
        #expect(error["hint"]?.stringValue?.contains("2026-11-25T00:00:00Z") == true)
        let elsewhere = arguments.with("workspaceId", .string(world.coffee.identifier))
        _ = try await connection.result("create_ai_post", elsewhere)
        world.clock.advance(seconds: 86_400)
        let later = try world.connection(try await world.grant(), generators: generators)
        _ = try await later.result("create_ai_post", arguments)
        let rows = try world.store.database.read { connection throws(DatabaseError) in
            try connection.all("SELECT used FROM draft_budgets") { $0.integer(0) }
        }
        #expect(rows.sorted() == [1, 1])
    }

    @Test(arguments: [true, false])
    func `a generator that fails leaves nothing, and its draft is given back`(
        isTemporary: Bool
    ) async throws {
        let world = try await ToolWorld()
        let failure: GenerationError =
            isTemporary
            ? .temporary("The generator is busy.", retryAfterSeconds: 40)
            : .lasting("The generator refused the prompt.")
        let writer = Scripted(failures: [failure])
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 1)
        )
        let arguments = world.studioID.with("prompt", Self.prompt).with("idempotencyKey", "k")
        let error = try await connection.error("create_ai_post", arguments)
        #expect(error["code"] == "generation_failed")
        #expect(error["temporary"] == .bool(isTemporary))
        #expect(error["retry_after_seconds"] == (isTemporary ? 40 : nil))
        #expect(try await world.digest(of: world.studio) == world.digest(of: world.untouched))
        _ = try await connection.result("create_ai_post", arguments)
    }

    @Test func `the brief holds what was asked, and no transaction is open meanwhile`() async throws
    {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        // A write from within would wait for ever if the call held the writer.
        let writer = Scripted {
            try await world.store.workspaces.setArchived(world.attic.key, at: nil)
        }
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        _ = try await connection.result(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt).with("brandId", .string(items.brand.kit))
                .with("hashtagLibraryId", .string(items.library))
                .with("referenceDesignIds", [.string(items.brand.template)])
                .with("referenceUrls", ["https://example.com/a", "https://example.com/gone"])
        )
        let brief = try #require(writer.briefs.value.first)
        #expect(brief.brand?.name == "House")
        #expect(brief.hashtags == ["#handmade", "#oak"])
        #expect(brief.designs == ["Quote"])
        #expect(brief.tone == .professional)
        #expect(brief.references.map(\.text) == ["Page of https://example.com/a"])
        #expect(brief.deadline != nil, "somebody waits for it")
    }

    @Test func `a reference or a picture that fails is a warning`() async throws {
        let world = try await ToolWorld()
        let writer = Scripted(drawing: .lasting("The image model is not there."))
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        let post = try await connection.result(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt).with("generateImage", true)
                .with("referenceUrls", ["https://example.com/gone"])
        )
        let warnings = post["generation"]?["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(warnings.contains { $0.contains("https://example.com/gone") })
        #expect(warnings.contains { $0.contains("The image model is not there.") })
        #expect(post["media"] == [])
    }
}
