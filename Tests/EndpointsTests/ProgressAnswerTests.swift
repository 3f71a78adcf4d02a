import HTTP
import HTTPServer
import JSON
import MCP
import Primitives
import TestSupport
import Testing
import Transport

@testable import Endpoints

@Suite("Progress over a socket", .timeLimit(.minutes(10)))
struct ProgressAnswerTests {
    @Test func `a report arrives while the tool is at work, and the connection goes on`()
        async throws
    {
        try await Scene.with { scene, peer in
            await peer.send(try Scene.request(token: true))
            let early = await peer.wait(for: "notifications/progress").text
            #expect(early.contains("Transfer-Encoding: chunked\r\n"))
            #expect(early.contains("Content-Type: text/event-stream\r\n"))
            #expect(!early.contains(#""result""#))
            scene.finish.continuation.yield()
            let whole = await peer.wait(for: "0\r\n\r\n").text
            #expect(whole.contains(#""greeting":"done""#))
            await peer.send(try Scene.request(token: false))
            scene.finish.continuation.yield()
            let second = await peer.wait(for: "HTTP/1.1 200 OK", count: 2).text
            #expect(second.contains("Content-Type: application/json\r\n"))
        }
    }

    @Test func `the tool of a client that goes away is told, and ends by itself`() async throws {
        try await Scene.with { scene, peer in
            await peer.send(try Scene.request(token: true))
            _ = await peer.wait(for: "notifications/progress")
            await peer.close()
            for await _ in scene.recorded.stream { break }
            #expect(scene.wasCancelled.value)
        }
    }
}

/// A server with the MCP endpoint over one tool that reports once and waits to be let go.
private final class Scene: TokenIntrospector {
    static let resource = "http://127.0.0.1/mcp"

    let finish = AsyncStream<Void>.makeStream()
    let recorded = AsyncStream<Void>.makeStream()
    let wasCancelled = Shared(false)

    func introspect(
        _ token: SecretText
    ) async throws(IntrospectionFailure) -> TokenIntrospection {
        .active(
            ActiveToken(subject: "usr_1", clientID: "c", scopes: [], audience: [Self.resource])
        )
    }

    static func with(_ body: (Scene, StreamPeer) async throws -> Void) async throws {
        let scene = Scene()
        let endpoint = MCPEndpoint(router: try scene.router(), origins: OriginPolicy([]))
        let group = try EventLoopGroup(count: 1)
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [SocketAddress(ip: .loopback, port: 0)]
            ),
            group: group,
            handler: endpoint
        )
        let address = try #require(try server.start().first).address
        try group.start()
        do {
            let peer = try await StreamPeer(connectingTo: address, on: group.loops[0])
            try await body(scene, peer)
            await peer.close()
        } catch {
            Issue.record(error)
        }
        await server.drain(withinMilliseconds: 2_000)
        group.stop()
    }

    private func router() throws -> MCPRouter {
        MCPRouter(
            resource: ProtectedResource(
                identifier: Self.resource,
                metadataURL: "http://127.0.0.1/.well-known/oauth-protected-resource/mcp",
                scopes: [],
                management: nil
            ),
            identity: ServerIdentity(name: "w", title: "W", version: "1", instructions: "None."),
            catalogue: try ToolCatalogue([tool]),
            introspector: self,
            log: SilentLog(),
            now: { MonotonicInstant.now() },
            observe: { _ in self.recorded.continuation.yield() }
        )
    }

    private var tool: Tool {
        var tool = Tool(
            name: "work",
            title: "Work",
            description: "Works.",
            scopes: [],
            annotations: .readOnly,
            schemas: (
                input: ["type": "object", "additionalProperties": false],
                output: ["type": "object", "properties": ["greeting": ["type": "string"]]]
            )
        ) { call in
            call.report(ToolProgress(completed: 1, total: 2))
            for await _ in self.finish.stream { break }
            self.wasCancelled.change { $0 = Task.isCancelled }
            return .success(["greeting": "done"])
        }
        tool.reportsProgress = true
        return tool
    }

    static func request(token: Bool) throws -> String {
        let meta = token ? #","_meta":{"progressToken":5}"# : ""
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"work""# + meta + "}}"
        return """
            POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer abc\r\n\
            Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2025-11-25\r\n\
            Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
    }
}
