import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Revocation (RFC 7009)")
struct RevocationTests {
    private func revoke(
        _ token: SecretText,
        _ server: Fixture,
        _ clientID: String
    ) async throws -> TokenService.RevocationOutcome {
        let client = try await server.client(clientID)
        return try await server.tokens.revoke(Array(token.exposed.utf8), from: client)
    }

    @Test(arguments: [TokenKind.access, .refresh])
    func `S-73 either token of a pair ends the grant`(kind: TokenKind) async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        let token = kind == .access ? answer.accessToken : answer.refreshToken
        #expect(try await revoke(token, server, client) == .ended(grant: answer.grant))
        #expect(try await !server.isActive(answer.accessToken))
        let failure = try await tokenFailure {
            try await server.refresh(answer.refreshToken, of: client)
        }
        #expect(failure == .revoked(.endedByClient))
        #expect(try await revoke(token, server, client) == .nothing)
    }

    @Test func `S-73 another client's token is untouched`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let stranger = try server.clientID(name: "Stranger")
        let answer = try await server.exchange(try await server.approve(client).code, of: client)
        #expect(try await revoke(answer.refreshToken, server, stranger) == .nothing)
        #expect(try await revoke(answer.accessToken, server, stranger) == .nothing)
        #expect(try await server.isActive(answer.accessToken))
    }

    @Test func `codes, spent tokens and garbage end nothing`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let code = try await server.approve(client).code
        let first = try await server.exchange(code, of: client)
        let second = try await server.refresh(first.refreshToken, of: client)
        let third = try await server.refresh(second.refreshToken, of: client)
        for text in [code, first.refreshToken.exposed, first.accessToken.exposed, "", "wla_x"] {
            #expect(try await revoke(SecretText(text), server, client) == .nothing)
        }
        #expect(try await server.isActive(third.accessToken))
        server.clock.advance(seconds: 700)
        #expect(try await revoke(third.accessToken, server, client) == .nothing)
    }

    @Test func `T23 whatever is sent, one row is read, and a stranger learns nothing`() async throws
    {
        let server = try Fixture()
        let client = try server.clientID()
        let stranger = try server.clientID(name: "Stranger")
        let code = try await server.approve(client).code
        let tokens = try await server.exchange(code, of: client)
        let genuine = tokens.accessToken.exposed
        let forged = String(genuine.dropLast(3)) + "AAA"
        for text in [genuine, tokens.refreshToken.exposed, forged, code, "wla_x", "", "garbage"] {
            let client = try await server.client(stranger)
            let before = server.store.look { $0.traces.reads }
            #expect(try await server.tokens.revoke(Array(text.utf8), from: client) == .nothing)
            #expect(server.store.look { $0.traces.reads } == before + 1, "\(text.prefix(4))")
        }
        #expect(try await server.isActive(tokens.accessToken))
    }

    @Test func `a refresh that races a revocation leaves no living token`() async throws {
        for _ in 0..<50 {
            let server = try Fixture()
            let client = try server.clientID()
            let first = try await server.exchange(
                try await server.approve(client).code,
                of: client
            )
            async let revocation = revoke(first.refreshToken, server, client)
            async let refresh = tokenResponse {
                try await server.refresh(first.refreshToken, of: client)
            }
            #expect(try await revocation == .ended(grant: first.grant))
            #expect(try await !server.isActive(first.accessToken))
            if let second = try await refresh {
                #expect(try await !server.isActive(second.accessToken))
            }
        }
    }

    /// The answer that `body` returns, or `nil` when it was refused.
    private func tokenResponse(
        _ body: @Sendable () async throws -> TokenResponse
    ) async throws -> TokenResponse? {
        do {
            return try await body()
        } catch is TokenFailure {
            return nil
        }
    }
}
