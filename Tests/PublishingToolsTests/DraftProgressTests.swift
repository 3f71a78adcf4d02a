import JSON
import MCP
import Primitives
import Publishing
import TestSupport
import Testing

@Suite("Drafts and campaigns tell how far they have come", .timeLimit(.minutes(5)))
struct DraftProgressTests {
    private static let prompt: JSONValue = "Announce our oak desk. It is made of oak from Voss."

    private func steps(_ messages: [JSONValue]) -> [JSONValue] {
        messages.compactMap { $0["params"] }
    }

    private func numbers(_ messages: [JSONValue]) -> [Int64] {
        steps(messages).compactMap { $0["progress"]?.integerValue }
    }

    private func result(_ messages: [JSONValue]) -> JSONValue? {
        messages.last?["result"]?["structuredContent"]
    }

    @Test func `a draft has a step for each page, for text and picture, and for being stored`()
        async throws
    {
        let world = try await ToolWorld()
        let connection = try world.connection(
            try await world.grant(),
            generators: Scripted().generators(dailyLimit: 5)
        )
        let messages = try await connection.events(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt).with("generateImage", true)
                .with("referenceUrls", ["https://example.com/a", "https://example.com/gone"])
        )
        #expect(numbers(messages) == [0, 1, 2, 3, 4, 5])
        #expect(steps(messages).allSatisfy { $0["total"] == 5 })
        let told = steps(messages).compactMap { $0["message"]?.stringValue }
        #expect(told.first == "The draft is begun.")
        // Pages are read side by side, so either may be first.
        let pages = told.dropFirst().prefix(2)
        #expect(pages.map { $0.prefix(11) } == ["Page 1 of 2", "Page 2 of 2"])
        #expect(Set(pages.map { $0.dropFirst(12) }) == ["is read.", "is left out."])
        #expect(
            told.dropFirst(3) == [
                "The text is written.", "Picture 1 of 1 is drawn.", "The draft is stored.",
            ]
        )
        #expect(result(messages)?["status"] == "DRAFT")
    }

    @Test func `a step is told when it is done, and not before`() async throws {
        let world = try await ToolWorld()
        let told = Shared<[JSONValue?]>([])
        let (begins, begin) = AsyncStream.makeStream(of: Void.self)
        // The text is not written before its reader has heard that the draft is begun.
        let writer = Scripted {
            for await _ in begins { break }
            told.change { $0.append("writing") }
        }
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        let messages = try await connection.events(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt)
        ) { message in
            told.change { $0.append(message["params"]?["progress"]) }
            begin.yield()
        }
        #expect(told.value == [0, "writing", 1, 2, nil])
        #expect(steps(messages).allSatisfy { $0["total"] == 2 })
    }

    @Test func `a picture that fails is a step that came to nothing`() async throws {
        let world = try await ToolWorld()
        let writer = Scripted(drawing: .lasting("The image model is not there."))
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        let messages = try await connection.events(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt).with("generateImage", true)
        )
        #expect(numbers(messages) == [0, 1, 2, 3])
        #expect(steps(messages)[2]["message"] == "There is no picture.")
        #expect(result(messages)?["status"] == "DRAFT")
    }

    @Test func `what fails on the way ends the steps with its error`() async throws {
        let world = try await ToolWorld()
        let writer = Scripted(failures: [.lasting("The key is not valid.")])
        let connection = try world.connection(
            try await world.grant(),
            generators: writer.generators(dailyLimit: 5)
        )
        let messages = try await connection.events(
            "create_ai_post",
            world.studioID.with("prompt", Self.prompt)
        )
        #expect(numbers(messages) == [0])
        #expect(messages.last?["result"]?["isError"] == true)
        #expect(result(messages)?["error"]?["code"] == "generation_failed")
    }

    @Test func `what is refused or was done before has no steps`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let unknown = world.studioID.with("prompt", Self.prompt).with("brandId", "bk_x")
        #expect(try await connection.events("create_ai_post", unknown).isEmpty)
        #expect(try await connection.events("create_ai_campaign", unknown).isEmpty)
        for tool in ["create_ai_post", "create_ai_campaign"] {
            let key = JSONValue.string(tool)
            let again = world.studioID.with("prompt", Self.prompt).with("idempotencyKey", key)
            _ = try await connection.result(tool, again)
            #expect(try await connection.events(tool, again).isEmpty)
        }
    }

    @Test func `beginning a campaign has its own two steps`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let messages = try await connection.events(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt)
        )
        #expect(numbers(messages) == [1, 2])
        #expect(steps(messages).allSatisfy { $0["total"] == 2 })
        #expect(result(messages)?["status"] == "GENERATING")
    }

    @Test func `whoever waits for a campaign hears of its posts until it is ready`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let begun = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt).with("count", 6)
        )
        let look = world.studioID.with("campaignId", begun["campaignId"])
        // Without a token nobody waits: nothing is made before somebody works.
        let now = try await connection.result("get_ai_campaign", look)
        #expect(now["status"] == "GENERATING")

        let (begins, begin) = AsyncStream.makeStream(of: Void.self)
        let work = Task {
            for await _ in begins { break }
            await world.makeCampaigns()
        }
        let messages = try await connection.events("get_ai_campaign", look) { _ in
            begin.yield()
        }
        await work.value
        let numbers = numbers(messages)
        #expect(numbers.first == 0)
        #expect(steps(messages)[0]["message"] == "0 of 6 posts are made.")
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(steps(messages).allSatisfy { $0["total"] == 6 })
        #expect(result(messages)?["progress"]?["completed"]?.integerValue == numbers.last)
        let ready = try await connection.events("get_ai_campaign", look)
        #expect(self.numbers(ready) == [6])
        #expect(result(ready)?["status"] == "READY")
    }

    @Test func `a connection that ends lets nobody wait any longer`() async throws {
        let world = try await ToolWorld()
        let grant = try await world.grant()
        let connection = try world.connection(grant)
        let begun = try await connection.result(
            "create_ai_campaign",
            world.studioID.with("prompt", Self.prompt)
        )
        let messages = try await connection.events(
            "get_ai_campaign",
            world.studioID.with("campaignId", begun["campaignId"])
        ) { message in
            guard message["params"] != nil else { return }
            try await Interruption.revoked.happen(to: grant, in: world)
        }
        #expect(numbers(messages) == [0])
        #expect(result(messages)?["error"]?["code"] == "workspace_not_open")
    }
}
