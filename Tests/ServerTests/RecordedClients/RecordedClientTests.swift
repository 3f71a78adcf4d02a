import JSON
import Testing

/// The clients that people use today, each with what it sends and what it needs.
@Suite("Recorded clients", .sharedServer, .timeLimit(.minutes(10)))
struct RecordedClientTests {
    /// Every client and SDK whose behaviour is known, in the order of the reference.
    static let all = [
        RecordedClient.claudeAI, RecordedClient.claudeCode, RecordedClient.chatGPT,
        RecordedClient.codex, RecordedClient.vsCode, RecordedClient.copilotCLI,
        RecordedClient.cursor, RecordedClient.windsurf, RecordedClient.zed, RecordedClient.goose,
        RecordedClient.openCode, RecordedClient.inspector, RecordedClient.mcpRemote,
        RecordedClient.geminiCLI, RecordedClient.antigravity, RecordedClient.grok,
        RecordedClient.perplexity, RecordedClient.mistral, RecordedClient.devin,
        RecordedClient.copilotStudio, RecordedClient.openWebUI, RecordedClient.n8n,
        RecordedClient.typeScriptSDK, RecordedClient.pythonSDK, RecordedClient.rustSDK,
        RecordedClient.goSDK, RecordedClient.pythonLibraries,
        RecordedClient.documentClients,
    ].flatMap { $0 }

    @Test(arguments: all, [false, true])
    func `a client gets in, works, refreshes and survives its troubles`(
        client: RecordedClient,
        bySocket: Bool
    ) async throws {
        let server = try SharedServer.current
        var replay = Replay(client, server, on: server.road(bySocket: bySocket))
        try await replay.run()
    }

    @Test func `AS-24 an old client that finds no metadata guesses the addresses that there are`()
        async throws
    {
        let server = try SharedServer.current
        let metadata = try await server.memory.send(
            Wire.get("/.well-known/oauth-authorization-server")
        ).json()
        for name in ["authorize", "token", "register"] {
            let member =
                name == "register" ? "registration" : name == "token" ? name : "authorization"
            let address = metadata["\(member)_endpoint"]?.stringValue
            #expect(address == JourneyFixture.issuer + "/" + name)
        }
    }
}
