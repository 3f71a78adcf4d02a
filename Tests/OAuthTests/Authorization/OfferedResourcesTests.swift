import Primitives
import Testing

@testable import OAuth

@Suite("Offered resources (RFC 8707)")
struct OfferedResourcesTests {
    private static let own = "https://auth.example.com/mcp"
    private static let tools = "https://tools.example.com/mcp"
    private static let twin = "https://tools.example.com/other"
    private static let alone = "https://alone.example.com/api/mcp"

    private func offered(_ audiences: [String]) throws -> OfferedResources {
        OfferedResources(
            own: try #require(ResourceIndicator(canonical: Self.own)),
            registered: audiences.map { OfferedResource(canonical: $0, scopes: .resource) }
        )
    }

    private func canonical(_ values: [String]) throws -> String {
        try offered([Self.own, Self.tools, Self.twin, Self.alone, "not canonical/"])
            .resource(for: values.map { Array($0.utf8) }).canonical
    }

    @Test(arguments: [
        ([], own), ([own], own), ([own + "/"], own), (["https://auth.example.com"], own),
        (["HTTPS://AUTH.example.com/mcp"], own), (["https://auth.example.com:443/mcp"], own),
        ([own, own + "/"], own), ([tools], tools), ([tools + "/"], tools),
        (["https://TOOLS.example.com/mcp"], tools), ([twin], twin), ([alone], alone),
        (["https://alone.example.com"], alone), (["https://alone.example.com/"], alone),
    ])
    func `a spelling of an offered resource becomes its canonical form`(
        values: [String],
        expected: String
    ) throws {
        #expect(try canonical(values) == expected)
    }

    @Test(arguments: [
        ([own, tools], ResourceRefusal.several(canonical: own)),
        (["https://tools.example.com"], .ambiguous(canonical: tools)),
        (["https://tools.example.com/third"], .otherPath(canonical: tools)),
        (["https://auth.example.com/third"], .otherPath(canonical: own)),
        (["https://elsewhere.example/mcp"], .otherOrigin(canonical: own)),
        ([tools + "#part"], .hasFragment(canonical: own)),
        (["mcp"], .notAbsolute(canonical: own)),
    ])
    func `anything else is refused, and no request gets a token for two`(
        values: [String],
        refusal: ResourceRefusal
    ) throws {
        #expect(throws: refusal) { try canonical(values) }
    }

    @Test func `a resource has scopes of its own, asked for, granted and reported`() async throws {
        let fixture = try Fixture()
        func register(_ scopes: ScopeSet) {
            fixture.store.change { state in
                state.resourceServers["rs_tools"] = ResourceServer(
                    identifier: "rs_tools",
                    audience: Self.tools,
                    scopes: scopes,
                    secretHash: []
                )
            }
        }
        register([.postsRead, .postsWrite])
        let client = try fixture.clientID()
        func asked(_ scope: String?) async throws -> ScopeSet {
            var pairs = Fixture.authorizePairs(client).filter { $0.0 != "resource" }
            pairs.append(("resource", Self.tools))
            if let scope { pairs.append(("scope", scope)) }
            return try await fixture.accepted(pairs).scopes
        }
        #expect(try await asked(nil) == [.postsRead, .postsWrite])
        #expect(try await asked("workflows:run") == [.postsRead, .postsWrite])
        #expect(try await asked("posts:read workspace:read") == [.postsRead])
        #expect(
            try await asked("posts:read offline_access workspace:read")
                == [.postsRead, .offlineAccess]
        )
        let (_, code) = try await fixture.approve(
            client,
            scopes: [.postsRead, .postsWrite],
            resource: Self.tools
        )
        let tokens = try await fixture.exchange(code, of: client)
        let token = Array(tokens.accessToken.exposed.utf8)
        register([.postsRead])
        let server = try #require(
            try fixture.store.resourceServer(identifier: "rs_tools")
        )
        let answer = try await fixture.tokens.introspect(
            token,
            audience: server.audience,
            offered: server.scopes
        )
        guard case .active(let active) = answer else { throw Unexpected() }
        #expect(active.life.scopes == [.postsRead], "what the resource lost is not reported")
    }

    @Test func `a grant for one resource server is worth nothing at another`() async throws {
        let fixture = try Fixture()
        fixture.store.change { state in
            state.resourceServers["rs_tools"] = ResourceServer(
                identifier: "rs_tools",
                audience: Self.tools,
                secretHash: []
            )
        }
        let client = try fixture.clientID()
        let (_, code) = try await fixture.approve(client, resource: Self.tools)
        await #expect(throws: TokenFailure.self) {
            try await fixture.exchange(code, of: client, ["resource": Fixture.resourceText])
        }
        let tokens = try await fixture.exchange(code, of: client, ["resource": Self.tools])
        let token = Array(tokens.accessToken.exposed.utf8)
        let there = try await fixture.tokens.introspect(token, audience: Self.tools)
        let here = try await fixture.tokens.introspect(token, audience: Fixture.resourceText)
        guard case .active = there else { throw Unexpected() }
        #expect(here == .inactive(.otherAudience))
        await #expect(throws: TokenFailure.self) {
            try await fixture.refresh(
                tokens.refreshToken,
                of: client,
                ["resource": Fixture.resourceText]
            )
        }
    }
}
