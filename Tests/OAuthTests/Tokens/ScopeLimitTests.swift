import OAuth
import Primitives
import Testing

@Suite("Scopes of access tokens when the grant changes")
struct ScopeLimitTests {
    private func scopes(_ server: Fixture, _ token: SecretText) async throws -> ScopeSet? {
        guard case .active(let active) = try await server.introspect(token) else { return nil }
        return active.life.scopes
    }

    private func set(_ server: Fixture, _ scopes: ScopeSet) {
        server.store.change { state in
            for key in state.grants.keys { state.grants[key]?.terms.scopes = scopes }
        }
    }

    @Test func `what the person takes away or adds holds for the token in use`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client, scopes: [.postsRead, .postsWrite]).code
        let first = try await server.exchange(code, of: client)
        set(server, [.postsRead])
        #expect(try await scopes(server, first.accessToken) == [.postsRead])
        set(server, [.postsRead, .postsPublish])
        #expect(try await scopes(server, first.accessToken) == [.postsRead, .postsPublish])
        let next = try await server.refresh(first.refreshToken, of: client)
        #expect(next.scopes == [.postsRead, .postsPublish])
    }

    @Test func `S-63 a token for fewer scopes stays narrow, the refresh token does not`()
        async throws
    {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client, scopes: [.postsRead, .postsWrite]).code
        let first = try await server.exchange(code, of: client)
        let narrow = try await server.refresh(
            first.refreshToken,
            of: client,
            ["scope": "posts:read"]
        )
        #expect(narrow.scopes == [.postsRead])
        set(server, [.postsRead, .postsWrite, .postsPublish])
        #expect(try await scopes(server, narrow.accessToken) == [.postsRead])
        set(server, [.postsWrite])
        #expect(try await scopes(server, narrow.accessToken) == ScopeSet.none)
        set(server, [.postsRead, .postsWrite])
        let wide = try await server.refresh(narrow.refreshToken, of: client)
        #expect(wide.scopes == [.postsRead, .postsWrite])
    }

    @Test func `naming every scope of the grant is no limit`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let scopes: ScopeSet = [.postsRead, .postsWrite, .offlineAccess]
        let code = try await server.approve(client, scopes: scopes).code
        let first = try await server.exchange(code, of: client)
        let same = try await server.refresh(
            first.refreshToken,
            of: client,
            ["scope": "posts:write posts:read offline_access"]
        )
        set(server, [.postsRead, .postsWrite, .postsPublish])
        #expect(
            try await self.scopes(server, same.accessToken)
                == [.postsRead, .postsWrite, .postsPublish]
        )
    }
}
