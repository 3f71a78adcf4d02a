import JSON
import Primitives
import Publishing
import Testing

@Suite("publish_post")
struct PublishToolTests {
    @Test func `each network's answer is told, and a second call tries only the rest`()
        async throws
    {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.scheduled))
        let first = try await connection.result("publish_post", arguments)
        #expect(first["status"] == "PARTLY_POSTED")
        let profiles = try #require(first["profiles"]?.arrayValue)
        #expect(profiles.map { $0["published"] } == [true, false])
        let attempts = profiles.map { $0["attempts"]?.arrayValue?.last }
        #expect(attempts[0]?["url"] == "https://demo.example/northwind/1")
        #expect(attempts[1]?["errorCode"] == "refused")
        #expect(attempts[1]?["message"] == "Not today.")
        let second = try await connection.result("publish_post", arguments)
        let counts = second["profiles"]?.arrayValue?.map { $0["attempts"]?.arrayValue?.count }
        #expect(counts == [1, 2])
    }

    @Test func `a post that is out is not published again`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let arguments = world.studioID.with("postGroupId", .string(items.posted))
        let error = try await world.connection().error("publish_post", arguments)
        #expect(error["code"] == "wrong_status")
    }

    @Test func `a draft without profiles says what it lacks`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let arguments = world.studioID.with("postGroupId", .string(items.draft))
        let error = try await world.connection().error("publish_post", arguments)
        #expect(error["code"] == "not_publishable")
        #expect(error["problems"]?.arrayValue?.map { $0["code"] } == ["no_profiles"])
    }

    @Test func `an outcome that nobody knows is left to the person`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let arguments = world.studioID.with("postGroupId", .string(items.failed))
        let error = try await world.connection().error("publish_post", arguments)
        #expect(error["problems"]?.arrayValue?.map { $0["code"] } == ["outcome_unknown"])
        let hint = try #require(error["hint"]?.stringValue)
        #expect(hint.contains("Ask the person to look there") && !hint.contains("update_post"))
    }

    @Test func `a repeated call publishes nothing more and tells how it stands`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let arguments = world.studioID.with("postGroupId", .string(items.scheduled))
            .with("idempotencyKey", "p")
        let first = try await connection.result("publish_post", arguments)
        #expect(try await connection.result("publish_post", arguments) == first)
    }

    @Test func `calls at once publish once`() async throws {
        let world = try await ToolWorld()
        let items = try await world.items(in: world.studio)
        let connection = try await world.connection()
        let created = try await connection.result(
            "create_post",
            world.studioID.with("caption", "Once").with(
                "socialProfileIds",
                [.string(items.profile)]
            )
        )
        let arguments = world.studioID.with("postGroupId", created["postGroupId"])
        await withTaskGroup { group in
            for _ in 0..<10 {
                group.addTask { _ = await connection.call("publish_post", arguments) }
            }
        }
        let post = try await connection.result("get_post", arguments)
        #expect(post["status"] == "POSTED")
        #expect(post["profiles"]?.arrayValue?.first?["attempts"]?.arrayValue?.count == 1)
    }
}
