import Storage
import TestSupport
import Directory
import JSON
import Primitives
import Publishing
import Testing

@Suite("Idempotency keys")
struct IdempotencyTests {
    @Test func `a repeated call returns the first result and makes no second post`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let arguments = world.studioID.with("caption", "Once").with("idempotencyKey", "k")
        let first = try await connection.result("create_post", arguments)
        let changed: JSONObject = world.studioID
            .with("postGroupId", first["postGroupId"]).with("caption", "Changed meanwhile")
        _ = try await connection.result("update_post", changed)
        #expect(try await connection.result("create_post", arguments) == first)
        #expect(try await count(world) == 6)
    }

    @Test func `calls at once with one key make one post`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let arguments = world.studioID.with("caption", "Once").with("idempotencyKey", "k")
        let results = await withTaskGroup { group in
            for _ in 0..<20 {
                group.addTask { await connection.call("create_post", arguments).content }
            }
            return await group.reduce(into: [JSONObject?]()) { $0.append($1) }
        }
        #expect(results.count == 20)
        #expect(results.allSatisfy { $0 != nil && $0 == results[0] })
        #expect(try await count(world) == 6)
    }

    @Test(
        arguments: [
            ("create_post", ["caption": "Other"]),
            ("create_post", ["caption": "Once", "scheduledAt": nil]),
            ("update_post", ["caption": "Once", "postGroupId": "pg_x"]),
        ] as [(String, JSONObject)]
    )
    func `the key of another call is refused`(tool: String, other: JSONObject) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let base = world.studioID.with("idempotencyKey", "k")
        _ = try await connection.result("create_post", base.with("caption", "Once"))
        var arguments = base
        for member in other { arguments.append(member.name, member.value) }
        let error = try await connection.error(tool, arguments)
        #expect(error["code"] == "idempotency_key_reused")
        #expect(try await count(world) == 6)
    }

    @Test func `the order of arguments does not make another call`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let key: JSONObject = ["idempotencyKey": "k", "caption": "Once"]
        let first = try await connection.result(
            "create_post",
            world.studioID.with("caption", "Once").with("idempotencyKey", "k")
        )
        let again = key.with("workspaceId", .string(world.studio.identifier))
        #expect(try await connection.result("create_post", again) == first)
    }

    @Test func `keys belong to a grant and are forgotten after a week`() async throws {
        let world = try await ToolWorld()
        let arguments = world.studioID.with("caption", "Once").with("idempotencyKey", "k")
        let connection = try await world.connection()
        let first = try await connection.result("create_post", arguments)
        let other = try await world.connection()
        #expect(try await other.result("create_post", arguments) != first)
        world.clock.advance(seconds: OnceKey.lifetimeInSeconds + 1)
        let fresh = try await world.connection()
        _ = try await fresh.result("create_post", arguments)
        #expect(try await count(world) == 8)
    }

    @Test func `a call that failed may be corrected under its key`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let base = world.studioID.with("idempotencyKey", "k")
        _ = try await connection.error("create_post", base.with("hashtagLibraryId", "hl_x"))
        let post = try await connection.result("create_post", base.with("caption", "Right"))
        #expect(post["caption"] == "Right")
    }

    private func count(_ world: ToolWorld) async throws -> Int {
        try await world.content.content(of: world.access(world.studio)).posts.count
    }
}
