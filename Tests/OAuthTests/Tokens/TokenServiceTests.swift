import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Token service")
struct TokenServiceTests {
    @Test func `S-55 a code exchange answers with every member`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client, scopes: [.postsRead, .postsWrite]).code
        let answer = try await server.exchange(
            code,
            of: client,
            ["redirect_uri": Fixture.redirect, "resource": Fixture.resourceText]
        )
        let text = String(decoding: answer.serialized(), as: UTF8.self)
        let expected =
            #"{"access_token":"\#(answer.accessToken.exposed)","token_type":"Bearer","#
            + #""expires_in":600,"refresh_token":"\#(answer.refreshToken.exposed)","#
            + #""scope":"posts:read posts:write","authorization_details":["#
            + #"{"type":"workspace","identifier":"ws_1","name":"Workspace 1","role":"owner","#
            + #""scopes":["posts:read","posts:write"]},"#
            + #"{"type":"workspace","identifier":"ws_2","name":"Workspace 2","role":"editor","#
            + #""scopes":["posts:read","posts:write"]},"#
            + #"{"type":"workspace","identifier":"ws_3","name":"Workspace 3","role":"viewer","#
            + #""scopes":["posts:read"]}]}"#
        #expect(text == expected)
        #expect(try await server.isActive(answer.accessToken))
    }

    @Test func `S-37 a code used twice ends what came from it`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client).code
        let answer = try await server.exchange(code, of: client)
        let failure = try await tokenFailure { try await server.exchange(code, of: client) }
        #expect(failure == .codeReplayed(grant: answer.grant))
        #expect(failure?.wire.code == .invalidGrant)
        #expect(try await !server.isActive(answer.accessToken))
        let next = try await tokenFailure {
            try await server.refresh(answer.refreshToken, of: client)
        }
        #expect(next == .revoked(.codeReplay))
    }

    @Test func `S-38 S-41 a code replayed by a stranger leaves the tokens alone`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let stranger = try server.clientID(name: "Stranger")
        let code = try await server.approve(client).code
        let early = try await tokenFailure { try await server.exchange(code, of: stranger) }
        #expect(early == .otherClient)
        let answer = try await server.exchange(code, of: client)
        let late = try await tokenFailure { try await server.exchange(code, of: stranger) }
        #expect(late == .otherClient)
        let wrong = String(repeating: "v", count: 43)
        let guess = try await tokenFailure {
            try await server.exchange(code, of: client, ["code_verifier": wrong])
        }
        #expect(guess == .wrongVerifier)
        #expect(try await server.isActive(answer.accessToken))
    }

    @Test func `S-39 of sixty-four parallel exchanges one succeeds`() async throws {
        for _ in 0..<20 {
            let server = try Fixture()
            let client = try server.clientID()
            let code = try await server.approve(client).code
            let successes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await tokenFailure { try await server.exchange(code, of: client) }
                            == nil
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(successes == 1)
        }
    }

    @Test func `S-61 parallel refreshes converge on one successor`() async throws {
        for _ in 0..<20 {
            let server = try Fixture()
            let client = try server.clientID()
            let code = try await server.approve(client).code
            let first = try await server.exchange(code, of: client)
            let successors = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        let next = try await server.refresh(first.refreshToken, of: client)
                        return [next.refreshToken.exposed, next.accessToken.exposed]
                    }
                }
                return try await group.reduce(into: Set<[String]>()) { $0.insert($1) }
            }
            #expect(successors.count == 1)
            let generation = server.store.look { $0.grants.values.first?.tokens.generation }
            #expect(generation == 2)
        }
    }

    @Test func `a convergent answer tells the honest rest of its life`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let first = try await server.exchange(try await server.approve(client).code, of: client)
        let second = try await server.refresh(first.refreshToken, of: client)
        #expect(second.expiresInSeconds == 600)
        server.clock.advance(seconds: 45)
        let writes = server.store.look { $0.traces.updates }
        let again = try await server.refresh(first.refreshToken, of: client)
        #expect(again.expiresInSeconds == 555)
        #expect(again.refreshToken.exposed == second.refreshToken.exposed)
        #expect(server.store.look { $0.traces.updates } == writes)
    }

    @Test func `S-59 a replayed refresh token ends its grant and no other`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let first = try await server.exchange(try await server.approve(client).code, of: client)
        let otherCode = try await server.approve(client, requestID: "other").code
        let other = try await server.exchange(otherCode, of: client)
        let second = try await server.refresh(first.refreshToken, of: client)
        let third = try await server.refresh(second.refreshToken, of: client)
        #expect(try await server.isActive(second.accessToken))
        let failure = try await tokenFailure {
            try await server.refresh(first.refreshToken, of: client)
        }
        #expect(failure == .refreshReplayed(grant: first.grant, generationGap: 2))
        #expect(try await !server.isActive(third.accessToken))
        #expect(try await server.isActive(other.accessToken))
        let reason = server.store.look { state in
            state.grants.values.first { $0.identifier == first.grant }?.revocation?.reason
        }
        #expect(reason == .refreshReplay)
    }

    @Test func `S-43 garbage never reaches the writer`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        _ = try await server.approve(client)
        let garbage = "wlc_" + Base64URL.encode([1] + server.random.bytes(48))
        for code in [garbage, "", "wlc_", "x", String(garbage.dropLast()) + "*"] {
            let failure = try await tokenFailure { try await server.exchange(code, of: client) }
            #expect(failure != nil)
        }
        #expect(server.store.look { $0.traces.updates } == 0)
    }

    @Test func `S-66 an access token does not refresh`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let first = try await server.exchange(try await server.approve(client).code, of: client)
        let failure = try await tokenFailure {
            try await server.refresh(first.accessToken, of: client)
        }
        #expect(failure == .notARefreshToken)
    }

    @Test func `a narrower access token stays narrow and the next one is whole`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let asked: ScopeSet = [.postsRead, .postsWrite, .offlineAccess]
        let code = try await server.approve(client, scopes: asked).code
        let first = try await server.exchange(code, of: client)
        #expect(first.scopes.text == "posts:read posts:write offline_access")
        let narrow = try await server.refresh(
            first.refreshToken,
            of: client,
            ["scope": "posts:read offline_access"]
        )
        #expect(narrow.scopes == [.postsRead])
        guard case .active(let access) = try await server.introspect(narrow.accessToken) else {
            throw Unexpected()
        }
        #expect(access.life.scopes == [.postsRead])
        let whole = try await server.refresh(narrow.refreshToken, of: client)
        #expect(whole.scopes == asked)
    }

    @Test func `a store that cannot answer is a moment's trouble`() async throws {
        let server = try Fixture()
        let client = try await server.client(try server.clientID())
        let code = try await server.approve(client.identifier).code
        server.store.change { $0.failure = .unavailable("disk full") }
        let pairs = [
            ("grant_type", "authorization_code"), ("code", code),
            ("code_verifier", Fixture.verifier),
        ]
        let request = try TokenRequest(parsing: Fixture.parameters(pairs))
        let failure = try await tokenFailure {
            try await server.tokens.answer(request, from: client)
        }
        #expect(failure == .store(.unavailable("disk full")))
        #expect(failure?.wire.code == .temporarilyUnavailable)
        #expect(failure?.wire.status == 503)
    }
}
