import JSON
import Primitives
import TestSupport
import Testing

@testable import MCP

@Suite("The answer to a tool call that is one too many")
struct RateLimitedCallTests {
    private let fixture = RouterFixture()
    private let clock = Shared(MonotonicInstant(nanoseconds: 1))

    /// A router that admits two calls a minute and reads the hand-set clock.
    private func router() throws -> MCPRouter {
        let plain = try fixture.router()
        var router = MCPRouter(
            resource: plain.resource,
            identity: ServerIdentity(name: "wayleave", title: "Wayleave", version: "1"),
            catalogue: plain.catalogue,
            introspector: StubIntrospector(),
            log: fixture.log,
            now: { [clock] in clock.value },
            observe: plain.observe
        )
        router.limiter = ToolCallLimiter(callsPerMinute: 2)
        return router
    }

    private func send(_ router: MCPRouter, _ body: JSONValue, version: String) async -> MCPResponse
    {
        var request = MCPRequest(method: .post, body: body.serialized(), requestID: "r1")
        request.authorization = "Bearer good"
        request.protocolVersionHeader = version
        request.contentType = "application/json"
        return await router.handle(request)
    }

    private func call(_ router: MCPRouter, _ tool: String = "greet") async -> MCPResponse {
        let body = RouterFixture.legacy("tools/call", ["name": .string(tool)])
        return await send(router, body, version: "2025-11-25")
    }

    @Test func `a model reads how long to wait, and no client signs in again`() async throws {
        let router = try router()
        for _ in 1...2 { #expect(await call(router).result?["isError"] == false) }
        let refused = await call(router)
        #expect(refused.status == 200)
        #expect(refused.header("WWW-Authenticate") == nil)
        #expect(refused.result?["isError"] == true)
        let error = refused.result?["structuredContent"]?["error"]
        #expect(error?["code"] == "rate_limited")
        #expect(error?["retry_after_seconds"] == 30)
        #expect(error?["hint"]?.stringValue?.hasPrefix("Wait 30 seconds, then call greet") == true)
        clock.change { $0 = $0.adding(milliseconds: 30_000) }
        #expect(await call(router).result?["isError"] == false)
    }

    @Test func `a refused call runs no tool and is recorded once`() async throws {
        let router = try router()
        for _ in 1...50 { _ = await call(router) }
        let outcomes = fixture.records.withLock { $0.map(\.outcome) }
        #expect(outcomes == [.succeeded, .succeeded, .rateLimited(refusals: 1)])
        clock.change { $0 = $0.adding(milliseconds: 60_000) }
        for _ in 1...3 { _ = await call(router) }
        let last = fixture.records.withLock { $0.last }
        #expect(last?.outcome == .rateLimited(refusals: 48))
        #expect(last?.tool == "greet")
    }

    @Test func `calls without a permission count too`() async throws {
        let router = try router()
        for _ in 1...2 { #expect(await call(router, "write").status == 403) }
        #expect(await call(router, "write").status == 200)
    }

    @Test func `every entry of a batch counts by itself`() async throws {
        let call = RouterFixture.legacy("tools/call", ["name": "greet"])
        let batch = JSONValue.array([call, call, call])
        let response = await send(try router(), batch, version: "2025-03-26")
        guard case .array(let answers)? = response.json else {
            Issue.record("no list: \(response.text)")
            return
        }
        #expect(answers.map { $0["result"]?["isError"] } == [false, false, true])
    }

    @Test func `what is no call is not rationed`() async throws {
        let router = try router()
        for _ in 1...2 { _ = await call(router) }
        for _ in 1...5 {
            let list = await send(router, RouterFixture.legacy("tools/list"), version: "2025-11-25")
            #expect(list.result?["tools"] != nil)
        }
    }
}
