import Directory
import JSON
import MCP
import Primitives
import TestSupport
import Testing

@Suite("publish_post tells how far it has come", .timeLimit(.minutes(10)))
struct PublishProgressTests {
    @Test func `there is one step for each profile, then the result`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let profiles = try await connection.result(
            "list_social_profiles",
            ["workspaceId": .string(world.studio.identifier)]
        )
        let chosen = (profiles["profiles"]?.arrayValue ?? []).filter { profile in
            ["demo", "x"].contains(profile["provider"]?.stringValue)
                && profile["status"] == "connected"
        }
        let identifiers = chosen.compactMap { $0["id"] }
        try #require(identifiers.count >= 2)
        let made = try await connection.result(
            "create_post",
            [
                "workspaceId": .string(world.studio.identifier), "caption": "To several",
                "socialProfileIds": .array(identifiers),
            ]
        )
        let messages = try await connection.events(
            "publish_post",
            [
                "workspaceId": .string(world.studio.identifier),
                "postGroupId": try #require(made["postGroupId"]),
            ]
        )
        let steps = messages.compactMap { $0["params"] }
        let numbers = steps.compactMap { $0["progress"]?.integerValue }
        #expect(numbers == (1...Int64(identifiers.count)).map { $0 })
        #expect(steps.allSatisfy { $0["total"]?.integerValue == Int64(identifiers.count) })
        #expect(steps.contains { $0["message"]?.stringValue?.hasSuffix(": published.") == true })
        let status = messages.last?["result"]?["structuredContent"]?["status"]?.stringValue
        #expect(["POSTED", "PARTLY_POSTED"].contains(status ?? ""))
    }
}
