import JSON
import MCP
import Primitives
import Storage
import TestSupport
import Testing

@testable import Server

@Suite("What is written down of a tool call")
struct CallJournalTests {
    @Test func `a change is in the audit log before its answer, without content`() async throws {
        let fixture = try await JourneyFixture()
        let clock = ManualClock()
        let journal = CallJournal(log: SilentLog(), audit: fixture.store.audit, clock: clock)
        await journal.write(try await record("create_post"))
        let newest = try #require(try fixture.store.audit.newestEvents(limit: 1).first)
        #expect(newest.at == clock.now())
        #expect(
            newest.event
                == AuditEvent(
                    .toolCalled,
                    by: .client,
                    person: "usr_1",
                    client: "client-1",
                    grant: "grt_1",
                    workspace: "ws_1",
                    detail: "create_post succeeded 0 us"
                )
        )
    }

    /// The record that the real router makes of a call of a tool named `tool`.
    private func record(_ tool: String) async throws -> CallRecord {
        let records = Shared<[CallRecord]>([])
        let definition = Tool(
            name: tool,
            title: "T",
            description: "T",
            scopes: ["posts:write"],
            annotations: ToolAnnotations(
                isReadOnly: false,
                isDestructive: false,
                isIdempotent: false,
                isOpenWorld: false
            ),
            schemas: (
                input: [
                    "type": "object", "properties": ["workspaceId": ["type": "string"]],
                    "required": ["workspaceId"],
                ],
                output: ["type": "object"]
            ),
            run: { _ in .success([:]) }
        )
        let router = MCPRouter(
            resource: ProtectedResource(identifier: "r", metadataURL: "m", scopes: []),
            identity: ServerIdentity(name: "n", title: "t", version: "1"),
            catalogue: try ToolCatalogue([definition]),
            introspector: OneToken(),
            log: SilentLog(),
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { record in records.change { $0.append(record) } }
        )
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":""# + tool
            + #"","arguments":{"workspaceId":"ws_1"}}}"#
        var request = MCPRequest(method: .post, body: Array(body.utf8), requestID: "r")
        request.authorization = "Bearer good"
        _ = await router.handle(request)
        return try #require(records.value.first)
    }

    private struct OneToken: TokenIntrospector {
        func introspect(
            _ token: SecretText
        ) async throws(IntrospectionFailure) -> TokenIntrospection {
            var token = ActiveToken(
                subject: "usr_1",
                clientID: "client-1",
                scopes: ["posts:write"],
                audience: ["r"]
            )
            token.grantID = "grt_1"
            token.workspaces = [
                .init(id: "ws_1", name: "One", role: "owner", scopes: ["posts:write"])
            ]
            return .active(token)
        }
    }
}
