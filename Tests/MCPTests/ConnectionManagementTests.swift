import JSON
import Testing

@testable import MCP

@Suite("Links to the page of a connection")
struct ConnectionManagementTests {
    private let management = ConnectionManagement(
        address: "https://auth.example.com/account/connection"
    )

    private func token(grant: String?) -> ActiveToken {
        var token = ActiveToken(
            subject: "usr_1",
            clientID: "c",
            scopes: ["posts:read"],
            audience: []
        )
        token.grantID = grant
        return token
    }

    @Test func `a link names the grant and what is missing`() {
        let link = management.link(
            for: token(grant: "grt_aB-_9"),
            adding: "ws_7",
            addingScopes: ["posts:read", "posts:write"]
        )
        #expect(
            link == "https://auth.example.com/account/connection?grant=grt_aB-_9&add=ws_7"
                + "&scope=posts:write"
        )
    }

    @Test(arguments: [
        "ws_1&grant=grt_other", "ws 1", "", "ws_%31", String(repeating: "w", count: 65),
    ])
    func `what a client made up never gets into a link`(workspace: String) {
        let link = management.link(for: token(grant: "grt_1"), adding: workspace)
        #expect(link == "https://auth.example.com/account/connection?grant=grt_1")
    }

    @Test(arguments: [nil, "1", "grt_1#", "grant-of-another-product"])
    func `without a grant of ours there is no link`(grant: String?) {
        #expect(management.link(for: token(grant: grant)) == nil)
    }

    @Test func `a workspace that is not open is answered with a way to open it`() {
        var token = token(grant: "grt_1")
        token.workspaces = [.init(id: "ws_1", name: "One", role: "owner", scopes: [])]
        let call = ToolCall(token: token, arguments: [:], management: management)
        let error = call.workspaceNotOpen("ws_2")
        let link = "https://auth.example.com/account/connection?grant=grt_1&add=ws_2"
        #expect(error.details["upgrade_url"] == .string(link))
        #expect(error.details["workspaces"] == [["id": "ws_1", "name": "One"]])
        #expect(error.hint.contains(link))
        let other = call.workspaceNotOpen("ws_absent")
        #expect(other.message == error.message && other.code == error.code)
        let bare = ToolCall(token: token, arguments: [:]).workspaceNotOpen("ws_2")
        #expect(bare.details["upgrade_url"] == nil)
    }

    @Test func `a refused call names the page where the permission can be added`() async throws {
        let fixture = RouterFixture()
        let router = try fixture.router(management: management)
        var request = MCPRequest(
            method: .post,
            body: RouterFixture.legacy("tools/call", ["name": "write"]).serialized(),
            requestID: "r1"
        )
        request.authorization = "Bearer good"
        let response = await router.handle(request)
        #expect(response.status == 403)
        #expect(
            response.json?["upgrade_url"]
                == .string(
                    "https://auth.example.com/account/connection?grant=grt_1&scope=posts:write"
                )
        )
    }
}
