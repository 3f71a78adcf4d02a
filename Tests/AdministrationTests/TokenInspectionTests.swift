import TestSupport
import Storage
import Administration
import JSON
import OAuth
import Primitives
import Testing

@Suite("wayleave token inspect")
struct TokenInspectionTests {
    private func redeemed(_ desk: Desk) async throws -> Grant {
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        try await desk.redeem(grant)
        return grant
    }

    @Test(arguments: [TokenKind.access, .refresh])
    func `a good token shows whose it is and never itself`(kind: TokenKind) async throws {
        let desk = try Desk()
        let grant = try await redeemed(desk)
        let token = try desk.token(kind, of: grant, generation: 1)
        let output = try await desk.office.inspect(token)
        #expect(output.json["active"] == true)
        #expect(output.json["grant_id"] == .string(grant.identifier))
        #expect(output.json["user"]["email"] == "ada@example.com")
        #expect(output.json["scopes"].strings == ["workspace:read", "posts:read"])
        #expect(output.json["workspaces"].arrayValue?.count == 2)
        let everything = output.text + String(decoding: output.json.serialized(), as: UTF8.self)
        #expect(!everything.contains(token.exposed))
        #expect(output.text.contains("Works       yes"))
    }

    @Test func `a code works once and not for long`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        let code = try desk.token(.code, of: grant, generation: 0)
        #expect(try await desk.office.inspect(code).json["active"] == true)
        desk.clock.advance(seconds: 61)
        #expect(try await desk.office.inspect(code).json["reason"] == "It has expired.")
        let other = try await desk.approve("Editor", client: "dyn_editor-one")
        try await desk.redeem(other)
        let used = try desk.token(.code, of: other, generation: 0)
        let reason = try await desk.office.inspect(used).json["reason"].stringValue
        #expect(reason?.hasPrefix("It was redeemed before") == true)
    }

    @Test func `each way to stop working has its own words`() async throws {
        let desk = try Desk()
        let grant = try await redeemed(desk)
        let access = try desk.token(.access, of: grant, generation: 1)
        let refresh = try desk.token(.refresh, of: grant, generation: 1)
        let reason: (SecretText) async throws -> String = {
            try await desk.office.inspect($0).json["reason"].stringValue ?? "none"
        }
        desk.clock.advance(seconds: 631)
        #expect(try await reason(access) == "It has expired; its client should refresh.")
        try await desk.refresh(grant, generation: 1)
        desk.clock.advance(seconds: 61)
        #expect(try await reason(refresh).hasPrefix("It was used before"))
        try await desk.refresh(grant, generation: 2)
        desk.clock.advance(seconds: 61)
        #expect(try await reason(access) == "Newer tokens have replaced it.")
        _ = try await desk.office.setPerson("ada@example.com", isDisabled: true)
        #expect(try await reason(access) == "The person is disabled.")
        _ = try await desk.office.setPerson("ada@example.com", isDisabled: false)
        let plan = try desk.office.planRevocation(of: [grant.identifier], query: GrantQuery())
        _ = try await desk.office.revoke(plan)
        for token in [access, refresh] {
            #expect(try await reason(token).contains("Revoked by an operator."))
        }
    }

    @Test func `looking changes nothing, even at a replayed token`() async throws {
        let desk = try Desk()
        let grant = try await redeemed(desk)
        let old = try desk.token(.refresh, of: grant, generation: 1)
        try await desk.refresh(grant, generation: 1)
        desk.clock.advance(seconds: 3_600)
        _ = try await desk.office.inspect(old)
        let now = try #require(try await desk.office.store.grants.grant(grant.key))
        #expect(now.revocation == nil)
        #expect(now.tokens.generation == 2)
    }

    @Test func `what this server did not make is said plainly`() async throws {
        let desk = try Desk()
        let grant = try await redeemed(desk)
        let token = try desk.token(.access, of: grant, generation: 1).exposed
        for text in ["", "wla_garbage", "eyJhbGciOiJub25lIn0.e30.", "wls_secret"] {
            let output = try await desk.office.inspect(SecretText(text))
            #expect(output.text == "This is not a token that this server has issued.")
            #expect(output.json["active"] == false)
        }
        let last = token.hasSuffix("A") ? "E" : "A"
        let forged = try await desk.office.inspect(SecretText(token.dropLast() + last))
        #expect(forged.json["active"] == false)
        #expect(forged.json["grant_id"] == nil)
    }
}
