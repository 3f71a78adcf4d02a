import Directory
import Storage
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@Suite("Media of posts")
struct MediaToolTests {
    /// Serves files by their address, and counts how often it was asked.
    private final class Shelf: MediaFetcher {
        let asked = Shared<[String]>([])
        let files: [String: [UInt8]]

        init(_ files: [String: [UInt8]]) {
            self.files = files
        }

        func fetch(
            _ url: String,
            maximumBytes: Int
        ) async throws(PublishingFault) -> [UInt8] {
            asked.change { $0.append(url) }
            guard let file = files[url] else { throw .media(url: url, problem: "it is not there") }
            return file
        }
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]
    private let shelf = Shelf([
        "https://example.com/a.png": png,
        "https://example.com/b.gif": Array("GIF89a".utf8),
        "https://example.com/page": Array("<html>".utf8),
        "https://example.com/large": [0xff, 0xd8, 0xff]
            + [UInt8](repeating: 0, count: MediaFile.maximumBytes),
    ])

    @Test func `files are fetched, recognised and stored`() async throws {
        let world = try await ToolWorld()
        let connection = try world.connection(try await world.grant(), fetcher: shelf)
        let urls: JSONValue = ["https://example.com/a.png", "https://example.com/b.gif"]
        let post = try await connection.result(
            "create_post",
            world.studioID.with("mediaUrls", urls)
        )
        let expected: JSONValue = [
            ["type": "image/png", "bytes": 11, "sourceUrl": "https://example.com/a.png"],
            ["type": "image/gif", "bytes": 6, "sourceUrl": "https://example.com/b.gif"],
        ]
        #expect(post["media"] == expected)
        let content = try await world.content.content(of: world.access(world.studio))
        #expect(content.media.map(\.bytes) == [Self.png, Array("GIF89a".utf8)])
    }

    @Test func `files that no post shows any more are removed`() async throws {
        let world = try await ToolWorld()
        let connection = try world.connection(try await world.grant(), fetcher: shelf)
        let post = try await connection.result(
            "create_post",
            world.studioID.with("mediaUrls", ["https://example.com/a.png"]).with("caption", "A")
        )
        let arguments = world.studioID.with("postGroupId", post["postGroupId"])
        let other = arguments.with("mediaUrls", ["https://example.com/b.gif"])
        let changed = try await connection.result("update_post", other)
        #expect(changed["media"]?.arrayValue?.map { $0["type"] } == ["image/gif"])
        #expect(try await world.storedFiles() == 1)
        let kept = try await connection.result("update_post", arguments.with("caption", "B"))
        #expect(kept["media"] == changed["media"])
        _ = try await connection.result("delete_post", arguments)
        #expect(try await world.storedFiles() == 0)
    }

    @Test(arguments: ["page", "large", "missing"])
    func `one bad file refuses the post, and nothing is kept`(name: String) async throws {
        let world = try await ToolWorld()
        let connection = try world.connection(try await world.grant(), fetcher: shelf)
        let bad = "https://example.com/\(name)"
        let urls: JSONValue = ["https://example.com/a.png", .string(bad)]
        let error = try await connection.error(
            "create_post",
            world.studioID.with("mediaUrls", urls)
        )
        #expect(error["code"] == "media_unavailable")
        #expect(error["url"] == .string(bad))
        #expect(try await world.storedFiles() == 0)
        #expect(try await world.digest(of: world.studio) == world.digest(of: world.untouched))
    }

    @Test func `a repeated call fetches nothing`() async throws {
        let world = try await ToolWorld()
        let connection = try world.connection(try await world.grant(), fetcher: shelf)
        let arguments = world.studioID.with("mediaUrls", ["https://example.com/a.png"])
            .with("idempotencyKey", "m")
        let first = try await connection.result("create_post", arguments)
        #expect(try await connection.result("create_post", arguments) == first)
        #expect(shelf.asked.value.count == 1)
    }

    @Test func `a server that cannot fetch says so`() async throws {
        let world = try await ToolWorld()
        let error = try await world.connection().error(
            "create_post",
            world.studioID.with("mediaUrls", ["https://example.com/a.png"])
        )
        #expect(error["code"] == "not_available")
    }
}
