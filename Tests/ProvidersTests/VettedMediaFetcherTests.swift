import HTTP
import HTTPClient
import HTTPServer
import Primitives
import Publishing
import TestSupport
import Testing
import Transport

@testable import Providers

@Suite("Media files over a real socket", .timeLimit(.minutes(10)))
struct VettedMediaFetcherTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2]
    private static let page = Array("<!doctype html><script>alert(1)</script>".utf8)

    @Test func `a file arrives as it was sent`() async throws {
        try await MediaScene.with { _, _ in
            MediaScene.answer(Self.png, "image/png")
        } _: { scene in
            let bytes = try await scene.fetch("picture.png")
            #expect(bytes == Self.png)
            #expect(try MediaScene.file(bytes).item.type == .png)
        }
    }

    @Test func `what a file is shows in its bytes, whatever its server says`() async throws {
        try await MediaScene.with { request, _ in
            request.path == "/picture"
                ? MediaScene.answer(Self.png, "text/html")
                : MediaScene.answer(Self.page, "image/png")
        } _: { scene in
            let picture = try await scene.fetch("picture")
            #expect(try MediaScene.file(picture).item.type == .png)
            let page = try await scene.fetch("page")
            #expect(throws: PublishingFault.self) { try MediaScene.file(page) }
        }
    }

    @Test func `five mebibytes are taken, and one byte more is not`() async throws {
        let limit = MediaFile.maximumBytes
        try await MediaScene.with { request, _ in
            let count = request.path == "/limit" ? limit : limit + 1
            return MediaScene.answer(Array(repeating: 7, count: count), "video/mp4")
        } _: { scene in
            let bytes = try await scene.fetch("limit")
            #expect(bytes.count == limit)
            let problem = await scene.problem(of: "larger")
            #expect(problem?.contains("more than \(limit) bytes") == true)
        }
    }

    @Test func `a file without an end is cut off at the limit`() async throws {
        let written = Shared(0)
        let part = [UInt8](repeating: 7, count: 64 * 1_024)
        try await MediaScene.with { _, _ in
            HTTPResponse(
                status: .ok,
                body: .stream { writer in
                    while true {
                        try await writer.write(part)
                        written.change { $0 += part.count }
                    }
                }
            )
        } _: { scene in
            let problem = await scene.problem(of: "endless")
            #expect(problem?.contains("more than \(MediaFile.maximumBytes) bytes") == true)
        }
        // What a socket takes in beyond what is read, and no more.
        #expect(written.value < 64 * 1_024 * 1_024)
    }

    @Test(arguments: [HTTPStatus.movedPermanently, .found, .seeOther, .notFound, .noContent])
    func `only a 200 is a file, and no redirect is followed`(status: HTTPStatus) async throws {
        let asked = Shared<[String]>([])
        try await MediaScene.with { request, _ in
            asked.change { $0.append(request.path) }
            var response = HTTPResponse(status: status)
            response.fields.append(HTTPFieldName(literal: "Location"), "/elsewhere")
            return response
        } _: { scene in
            #expect(await scene.problem(of: "moved") == "it cannot be fetched")
        }
        #expect(asked.value == ["/moved"])
    }

    @Test func `content that is packed although nobody asked is refused`() async throws {
        try await MediaScene.with { _, _ in
            var response = MediaScene.answer(Self.png, "image/png")
            response.fields.append(HTTPFieldName(literal: "Content-Encoding"), "gzip")
            return response
        } _: { scene in
            #expect(await scene.problem(of: "packed") == "it cannot be fetched")
        }
    }

    @Test(arguments: [false, true])
    func `a server that takes too long is left`(beginsToAnswer: Bool) async throws {
        let gate = AsyncStream<Void>.makeStream()
        try await MediaScene.with(deadlineMilliseconds: 150) { _, _ in
            guard beginsToAnswer else {
                for await _ in gate.stream {}
                return MediaScene.answer(Self.png, "image/png")
            }
            return HTTPResponse(
                status: .ok,
                body: .stream { writer in
                    try await writer.write(Self.png)
                    for await _ in gate.stream {}
                }
            )
        } _: { scene in
            #expect(await scene.problem(of: "slow") == "it cannot be fetched")
            gate.continuation.finish()
        }
    }

    @Test func `an address that is not public is never asked, and nothing of it is told`()
        async throws
    {
        let asked = Shared(0)
        try await MediaScene.with(isAllowed: false) { _, _ in
            asked.change { $0 += 1 }
            return MediaScene.answer(Self.png, "image/png")
        } _: { scene in
            let problem = await scene.problem(of: "inside")
            #expect(problem == "it is not a public https address")
            for url in ["https://localhost/a.png", "https://[::1]/", "file:///etc/passwd", ""] {
                let problem = await scene.problem(ofURL: url)
                #expect(problem?.contains("127") == false && problem?.contains("::1") == false)
            }
        }
        #expect(asked.value == 0)
    }
}

/// A server of files on a loopback port, and a fetcher that may reach it.
private struct MediaScene {
    private let fetcher: VettedMediaFetcher
    private let origin: String

    private struct Server: HTTPHandler {
        let answer: @Sendable (HTTPRequest, RequestContext) async -> HTTPResponse

        func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
            await answer(request, context)
        }
    }

    static func with(
        isAllowed: Bool = true,
        deadlineMilliseconds: UInt64 = 120_000,
        _ answer: @escaping @Sendable (HTTPRequest, RequestContext) async -> HTTPResponse,
        _ body: (MediaScene) async throws -> Void
    ) async throws {
        try await LoopbackServer.with(Server(answer: answer)) { server in
            let fetcher = VettedMediaFetcher(
                client: try server.client(isAllowed: isAllowed),
                log: SilentLog(),
                deadlineMilliseconds: deadlineMilliseconds
            )
            try await body(MediaScene(fetcher: fetcher, origin: server.origin))
        }
    }

    func fetch(_ path: String) async throws -> [UInt8] {
        try await fetcher.fetch("\(origin)/\(path)", maximumBytes: MediaFile.maximumBytes)
    }

    /// What the model is told of a file that was not fetched.
    func problem(of path: String) async -> String? {
        await problem(ofURL: "\(origin)/\(path)")
    }

    func problem(ofURL url: String) async -> String? {
        do {
            _ = try await fetcher.fetch(url, maximumBytes: MediaFile.maximumBytes)
            return nil
        } catch {
            guard case .media(_, let problem) = error else { return nil }
            return problem
        }
    }

    static func answer(_ bytes: [UInt8], _ type: String) -> HTTPResponse {
        HTTPResponse(status: .ok, contentType: HTTPFieldValue(proven: type), bytes: bytes)
    }

    static func file(_ bytes: [UInt8]) throws(PublishingFault) -> MediaFile {
        try MediaFile(
            bytes,
            from: "https://example.com/",
            ItemIdentifiers(random: SeededRandom(seed: 1))
        )
    }
}
