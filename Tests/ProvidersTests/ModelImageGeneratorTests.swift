import HTTP
import HTTPServer
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Pictures from an OpenAI-compatible images endpoint", .timeLimit(.minutes(10)))
struct ModelImageGeneratorTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]
    private static let path = "/v1/images/generations"

    private func image(
        _ scene: ModelScene
    ) async throws -> Result<GeneratedImage, GenerationError> {
        let generator = ModelImageGenerator(try scene.model(), strangers: scene.strangers)
        var brief = DraftBrief(prompt: "Announce our oak desk.")
        brief.brand = BrandKit.Content(name: "House", voice: "Warm.")
        brief.brand?.colours = [BrandKit.Colour(name: "Fir", hex: "#1b4d3e")]
        do throws(GenerationError) {
            return .success(try await generator.image(for: brief, headline: "Oak"))
        } catch {
            return .failure(error)
        }
    }

    private func fake(_ body: String) -> ModelFake {
        ModelFake([.plain(200, type: "application/json", body)], path: Self.path)
    }

    @Test func `a picture in the answer is recognised by its content`() async throws {
        let fake = fake(#"{"data":[{"b64_json":"\#(Base64.encode(Self.png))"}]}"#)
        try await ModelScene.with(fake) { scene in
            let image = try await self.image(scene).get()
            #expect(image.bytes == Self.png)
            #expect(image.type == .png)
            #expect(image.generator == "test-model")
        }
        let body = try #require(fake.requests.value.first?.json)
        #expect(body["n"] == 1)
        #expect(body["size"] == "1024x1024")
        #expect(body["prompt"]?.stringValue?.contains("Fir #1b4d3e") == true)
        #expect(body["prompt"]?.stringValue?.contains("Announce our oak desk.") == true)
    }

    @Test(
        arguments: [
            "[]", "{}", #"{"data":[]}"#, #"{"data":[{}]}"#, #"{"data":[{"b64_json":"%%%"}]}"#,
            #"{"data":[{"b64_json":"\#(Base64.encode(Array("<svg>".utf8)))"}]}"#,
            #"{"data":[{"url":"http://127.0.0.1:1/secret"}]}"#,
            #"{"data":[{"url":"https://169.254.169.254/latest"}]}"#,
            #"{"data":[{"url":"file:///etc/passwd"}]}"#, "<html>",
        ]
    )
    func `an answer without a usable picture is an error`(body: String) async throws {
        try await ModelScene.with(fake(body)) { scene in
            guard case .failure(let error) = try await self.image(scene) else {
                Issue.record("it worked")
                return
            }
            #expect(error.message.contains("image generator"))
            #expect(!error.message.contains("127.0.0.1"))
        }
    }

    @Test func `a picture at the endpoint's own origin is fetched without the key`() async throws {
        let shelf = PictureShelf(Self.png)
        try await ModelScene.with(shelf) { scene in
            shelf.origin.change { $0 = scene.origin }
            let image = try await self.image(scene).get()
            #expect(image.bytes == Self.png)
        }
        let fetched = try #require(shelf.requests.value.last)
        #expect(fetched.path == "/files/1.png")
        #expect(fetched.field("Authorization") == nil)
    }

    @Test func `a picture elsewhere is fetched as from a stranger, without the key`() async throws {
        let shelf = PictureShelf(Self.png)
        try await ModelScene.with(shelf) { elsewhere in
            let url = "\(elsewhere.origin)/files/2.png"
            try await ModelScene.with(self.fake(#"{"data":[{"url":"\#(url)"}]}"#)) { scene in
                // The client for strangers, to which only this one loopback address is public.
                let generator = ModelImageGenerator(
                    try scene.model(),
                    strangers: elsewhere.client
                )
                let brief = DraftBrief(prompt: "Oak")
                let image = try await generator.image(for: brief, headline: "Oak")
                #expect(image.bytes == Self.png)
                // The usual client for strangers goes to no loopback address.
                guard case .failure(let error) = try await self.image(scene) else {
                    Issue.record("it worked")
                    return
                }
                #expect(error.message.contains("could not be fetched"))
            }
        }
        let fetched = shelf.requests.value
        #expect(fetched.map(\.path) == ["/files/2.png"])
        #expect(fetched.first?.field("Authorization") == nil)
    }

    @Test func `a picture for which no time is left is neither asked for nor fetched`()
        async throws
    {
        let fake = fake("{}")
        try await ModelScene.with(fake) { scene in
            let generator = ModelImageGenerator(try scene.model(), strangers: scene.strangers)
            var brief = DraftBrief(prompt: "Oak")
            brief.deadline = .now()
            await #expect(throws: ModelClient.late) {
                try await generator.image(for: brief, headline: "Oak")
            }
        }
        #expect(fake.requests.value.isEmpty)
    }
}

/// Answers with an address of its own, and serves the picture there.
private final class PictureShelf: HTTPHandler {
    let requests = Shared<[HTTPRequest]>([])
    let origin = Shared("")
    private let picture: [UInt8]

    init(_ picture: [UInt8]) {
        self.picture = picture
    }

    func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        requests.change { $0.append(request) }
        guard request.method == .get else {
            return .json(200, ["data": [["url": .string("\(origin.value)/files/1.png")]]])
        }
        var response = HTTPResponse(status: .ok)
        response.body = .bytes(picture)
        return response
    }
}
