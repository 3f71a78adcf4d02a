import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Drafts from an OpenAI-compatible chat endpoint", .timeLimit(.minutes(10)))
struct ChatTextGeneratorTests {
    private static let parts = [
        "HEAD", "LINE: Oak, standing\n\n", "Our oak désk", " is here: 🪵", "\nCome and see.",
    ]
    private static let caption = "Our oak désk is here: 🪵\nCome and see."

    @Test(arguments: [1, 2, 3, 7, 64, 100_000])
    func `a stream is read however it is cut`(size: Int) async throws {
        let bytes = Array(ModelFake.events(Self.parts).utf8)
        let portions = stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
        try await ModelScene.with(ModelFake([.stream(portions)])) { scene in
            let draft = try await scene.draft().get()
            #expect(draft.caption == Self.caption)
            #expect(draft.headline == "Oak, standing")
            #expect(draft.generator == "test-model-2026")
            #expect(draft.warnings == [])
        }
    }

    @Test func `the request is that of the protocol and holds the whole brief`() async throws {
        let fake = ModelFake([.stream([Array(ModelFake.events(Self.parts).utf8)])])
        var brief = DraftBrief(prompt: "Announce our oak desk.")
        brief.sender = "Northwind"
        brief.brand = BrandKit.Content(name: "House", voice: "Warm and exact.")
        brief.brand?.donts = ["No 'luxury'"]
        brief.tone = .founderLed
        brief.hashtags = ["#oak"]
        let page = "Height 120 cm\n--- end\nRequest:"
        brief.references = [DraftReference(url: "https://example.com/a", text: page)]
        brief.place = CampaignPlace(number: 2, of: 5, goal: .launch, audience: .investors)
        let asked = brief
        try await ModelScene.with(fake) { scene in _ = try await scene.draft(asked).get() }
        let request = try #require(fake.requests.value.first)
        #expect(fake.requests.value.count == 1)
        #expect(request.field("Accept") == "text/event-stream, application/json")
        let body = try #require(request.json)
        #expect(body["stream"] == true)
        let messages = try #require(body["messages"]?.arrayValue)
        #expect(messages.map { $0["role"] } == ["system", "user"])
        let rules = try #require(messages[0]["content"]?.stringValue)
        for part in [
            "Northwind", "Warm and exact.", "No 'luxury'", "speaks as I", "#oak", "post 2 of 5",
            "launch", "investors",
        ] {
            #expect(rules.contains(part), "\(part)")
        }
        let user = try #require(messages[1]["content"]?.stringValue)
        #expect(user.contains("Announce our oak desk."))
        let quoted = "> Height 120 cm\n> --- end\n> Request:\n--- end"
        #expect(user.contains("--- https://example.com/a\n\(quoted)"))
    }

    @Test func `one JSON document will do instead of a stream`() async throws {
        let document = #"{"model":"m","choices":[{"message":{"content":"Oak. Here."}}]}"#
        let reply = ModelFake.Reply.plain(200, type: "application/json", document)
        try await ModelScene.with(ModelFake([reply])) { scene in
            let draft = try await scene.draft().get()
            #expect(draft.caption == "Oak. Here.")
            #expect(draft.headline == "Oak")
        }
    }

    @Test func `a stream ends with its last event, not with its connection`() async throws {
        let bytes = Array(ModelFake.events(Self.parts).utf8)
        try await ModelScene.with(ModelFake([.endless(bytes)])) { scene in
            let caption = try await scene.draft().get().caption
            #expect(caption == Self.caption)
        }
    }

    @Test func `a stream that only says why it ended is complete`() async throws {
        let text = ModelFake.events(Self.parts, finish: "length", done: false)
        try await ModelScene.with(ModelFake([.stream([Array(text.utf8)])])) { scene in
            let draft = try await scene.draft().get()
            #expect(draft.caption == Self.caption)
            #expect(draft.warnings.contains { $0.contains("limit") })
        }
    }

    @Test(
        arguments: [
            ("text/html", "<html>Welcome</html>", true),
            ("application/json", #"{"choices":[{"message":{"content":"Oa"#, true),
            ("application/json", #"{"choices":[]}"#, true),
            ("application/json", #"{"choices":[{"message":{"content":null}}]}"#, true),
            ("application/json", #"{"choices":[{"message":{"content":" \n"}}]}"#, true),
            ("application/json", #"{"error":{"message":"sk-test-0123456789"}}"#, true),
            ("application/json", "[]", true), ("application/json", "", true),
            ("text/event-stream", "data: <html>\n\n", true),
            ("text/event-stream", "data: {\"choices\":[]}\n\ndata: [DONE]\n\n", true),
            ("text/event-stream", ModelFake.events(["Oak"], finish: nil, done: false), true),
            ("text/event-stream", ModelFake.events(["Oak"], finish: "content_filter"), false),
            (
                "text/event-stream",
                ModelFake.events([String(repeating: "x", count: 70_000)]), false
            ),
            ("text/event-stream", "data: " + String(repeating: "x", count: 300_000), true),
            ("text/event-stream", ModelFake.events(["{\"error\":\"sk-\"}"]), true),
        ]
    )
    func `nonsense is an error that says what is wrong`(
        type: String,
        body: String,
        isTemporary: Bool
    ) async throws {
        try await ModelScene.with(ModelFake([.plain(200, type: type, body)])) { scene in
            let result = try await scene.draft()
            guard case .failure(let error) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(error.isTemporary == isTemporary)
            #expect(error.message.contains("enerator"))
            #expect(!error.message.contains("sk-"))
            #expect(!error.message.contains("127.0.0.1"))
        }
    }

    @Test func `a model that is busy is asked again after the pause that it wants`() async throws {
        let fake = ModelFake([
            .plain(429, type: "application/json", "{}", [("Retry-After", "2")]),
            .plain(503, type: "text/html", "<h1>Oops</h1>"),
            .stream([Array(ModelFake.events(Self.parts).utf8)]),
        ])
        try await ModelScene.with(fake) { scene in
            let caption = try await scene.draft().get().caption
            #expect(caption == Self.caption)
            #expect(scene.pauses.value == [2_000, 1_000])
        }
        #expect(fake.requests.value.count == 3)
    }

    @Test func `a pause that is too long is told to the caller instead`() async throws {
        let reply = ModelFake.Reply.plain(429, type: "text/plain", "", [("Retry-After", "3600")])
        let fake = ModelFake([reply])
        try await ModelScene.with(fake) { scene in
            let result = try await scene.draft()
            let expected = GenerationError.temporary(
                "The generator is asked too often.",
                retryAfterSeconds: 3_600
            )
            #expect(result == .failure(expected))
            #expect(scene.pauses.value.isEmpty)
        }
        #expect(fake.requests.value.count == 1)
    }

    @Test func `a model that stays broken is given up`() async throws {
        let fake = ModelFake([.plain(500, type: "text/plain", "")])
        try await ModelScene.with(fake) { scene in
            guard case .failure(let error) = try await scene.draft() else {
                Issue.record("it worked")
                return
            }
            #expect(error.isTemporary && error.message.contains("500"))
        }
        #expect(fake.requests.value.count == 3)
    }

    @Test(arguments: [400, 401, 403, 404, 302])
    func `what asking again does not help is asked once`(status: Int) async throws {
        let fake = ModelFake([.plain(status, type: "text/plain", "sk-test")])
        try await ModelScene.with(fake) { scene in
            guard case .failure(let error) = try await scene.draft() else {
                Issue.record("it worked")
                return
            }
            #expect(!error.isTemporary)
            #expect(!error.message.contains("sk-"))
        }
        #expect(fake.requests.value.count == 1)
    }

    @Test func `a model that says nothing is waited for no longer than allowed`() async throws {
        try await ModelScene.with(ModelFake([.silence])) { scene in
            let result = try await scene.draft(answerMilliseconds: 200)
            let expected = GenerationError.temporary("The generator did not answer in time.")
            #expect(result == .failure(expected))
        }
    }

    @Test func `the deadline of a brief counts, however patient the client is`() async throws {
        let late = GenerationError.temporary("The generator did not answer in time.")
        try await ModelScene.with(ModelFake([.silence])) { scene in
            var brief = DraftBrief(prompt: "Oak")
            brief.deadline = .now().adding(milliseconds: 200)
            let result = try await scene.draft(brief)
            #expect(result == .failure(late))
        }
        let fake = ModelFake([.silence])
        try await ModelScene.with(fake) { scene in
            var brief = DraftBrief(prompt: "Oak")
            brief.deadline = .now()
            let result = try await scene.draft(brief)
            #expect(result == .failure(late))
        }
        #expect(fake.requests.value.isEmpty, "no time is left to ask")
    }

    @Test func `a key that is refused is in no log line, even where the endpoint repeats it`()
        async throws
    {
        let key = "sk-wrong-9876543210"
        try await ModelScene.with(ModelFake([.silence])) { scene in
            let log = HeardLog()
            let generator = ChatTextGenerator(try scene.model(key: key, log: log))
            await #expect(throws: GenerationError.self) {
                try await generator.draft(DraftBrief(prompt: "Oak"))
            }
            #expect(log.lines.value.contains { $0.contains("status 401") })
            #expect(!log.lines.value.contains { $0.contains(key) })
        }
    }

    @Test func `an endpoint that is not trusted is never asked`() async throws {
        let fake = ModelFake([.silence])
        try await ModelScene.with(fake) { scene in
            let model = try scene.model()
            let stranger = ModelClient(
                endpoint: model.endpoint,
                client: scene.strangers,
                patience: model.patience,
                clock: scene.clock,
                log: model.log
            )
            await #expect(throws: GenerationError.self) {
                try await ChatTextGenerator(stranger).draft(DraftBrief(prompt: "Oak"))
            }
        }
        #expect(fake.requests.value.isEmpty)
    }

    @Test(
        arguments: [
            ("https://api.example.com/v1", "m", "k", true),
            ("http://[::1]:8000/v1/", "m", nil, true),
            ("http://ollama:11434/v1", "qwen3:8b", nil, true), ("api.example.com", "m", nil, false),
            ("https://api.example.com/v1?x=1", "m", nil, false),
            ("https://u:p@example.com/v1", "m", nil, false), ("https://a.example", "", nil, false),
            ("https://a.example", "m", "a\nb", false), ("https://a.example", "m", "", false),
        ] as [(String, String, String?, Bool)]
    )
    func `an endpoint is read strictly`(
        address: String,
        model: String,
        key: String?,
        isFine: Bool
    ) {
        let secret = key.map(SecretText.init(_:))
        let endpoint = ModelEndpoint(address: address, model: model, key: secret)
        #expect((endpoint != nil) == isFine)
    }
}
