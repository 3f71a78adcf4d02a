import HTTP
import JSON
import Primitives
import TestSupport
import Testing

@Suite("A client that describes itself, through the whole server", .timeLimit(.minutes(10)))
struct DocumentJourneyTests {
    private static let client = "https://app.example/oauth/client.json"
    private static let keys = "https://app.example/oauth/jwks.json"
    private static let scopes = ["workspace:read", "posts:read"]

    private static func document(_ members: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = [
            "client_id": .string(client), "client_name": "Described app",
            "redirect_uris": ["http://127.0.0.1/callback"],
        ]
        for member in members.members { object.append(member.name, member.value) }
        return .object(object)
    }

    private func approve(
        _ visitor: Visitor,
        _ fixture: JourneyFixture
    ) async throws -> Visitor.Tokens {
        try await visitor.approve(
            try await visitor.openConsent(Self.client),
            Self.client,
            scopes: Self.scopes,
            workspaces: [fixture.workspaces[0]]
        )
    }

    @Test(arguments: [false, true])
    func `it is read after the sign-in, shown, and gets its tokens`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        fixture.published.publish(Self.document(), at: Self.client)
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let target = try await visitor.authorize(Self.client)
            #expect(target.hasPrefix("/sign-in?flow="))
            let signIn = try await visitor.get(target)
            #expect(signIn.body.contains("app.example") && !signIn.body.contains("Described app"))
            #expect(fixture.published.reads.isEmpty, "nobody has signed in yet")

            let consent = try await visitor.get(try await visitor.signIn(target))
            #expect(consent.answer.status == 200 && consent.body.contains("Described app"))
            #expect(!consent.body.contains("It has changed since you approved it"))
            let tokens = try await visitor.approve(
                consent,
                Self.client,
                scopes: Self.scopes,
                workspaces: [fixture.workspaces[0]]
            )
            #expect(tokens.scope == "workspace:read posts:read")
            #expect(try await visitor.call("get_me", tokens.access).status == 200)
            #expect(try await visitor.refresh(tokens, Self.client).status == 200)
            #expect(fixture.published.reads == [Self.client])
        }
    }

    @Test func `a trouble with its document is a page with Retry-After, never a redirect`()
        async throws
    {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: false) { road in
            let visitor = Visitor(road)
            let target = try await visitor.authorize(Self.client)
            let page = try await visitor.get(try await visitor.signIn(target))
            #expect(page.answer.status == 503)
            #expect(page.answer.fields.text(.retryAfter) == "30")
            #expect(page.body.contains("app.example"))
            #expect(!page.body.contains("nothing is published"))
            fixture.published.publish(Self.document(["client_secret": "x"]), at: Self.client)
            let refused = try await visitor.get(try await visitor.authorize(Self.client))
            #expect(refused.answer.status == 400)
            #expect(refused.body.contains("It holds a secret"))
            let address = try await visitor.get(
                "/authorize?client_id=https%3A%2F%2Flocalhost%2Fx&response_type=code"
            )
            #expect(address.answer.status == 400)
        }
    }

    @Test func `T27 a changed document is shown, and earlier choices do not carry over`()
        async throws
    {
        let fixture = try await JourneyFixture()
        fixture.published.publish(Self.document(), at: Self.client)
        try await fixture.travel(bySocket: false) { road in
            let visitor = Visitor(road)
            _ = try await approve(visitor, fixture)
            let same = try await visitor.openConsent(Self.client)
            #expect(same.ticked("workspace") == [fixture.workspaces[0]])
            #expect(!same.body.contains("It has changed since you approved it"))

            let moved = ["http://127.0.0.1/callback", "https://elsewhere.example/cb"] as JSONValue
            fixture.published.publish(
                Self.document(["client_uri": "https://elsewhere.example"]).replacing(moved),
                at: Self.client
            )
            let changed = try await visitor.openConsent(Self.client)
            #expect(changed.body.contains("It has changed since you approved it"))
            #expect(changed.body.contains("<ins>https://elsewhere.example/cb</ins>"))
            #expect(changed.body.contains("Its home page"))
            #expect(changed.ticked("workspace").isEmpty)

            fixture.published.publish(Self.document(), at: Self.client)
            let flow = try #require(changed.values("flow").first)
            let csrf = try #require(changed.values("csrf").last)
            let pairs = [
                ("flow", flow), ("csrf", csrf), ("decision", "approve"),
                ("scope", "posts:read"), ("workspace", fixture.workspaces[0]),
            ]
            let pressed = try await visitor.post("/consent", pairs).answer
            #expect(try Browser.callback(in: pressed).contains("code="), "its flow has its copy")
        }
    }

    @Test(arguments: [false, true])
    func `with private_key_jwt it proves itself at /token and /revoke`(bySocket: Bool) async throws
    {
        let fixture = try await JourneyFixture()
        let document = Self.document([
            "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": .string(Self.keys),
        ])
        fixture.published.publish(document, at: Self.client)
        var key = JSONObject()
        for member in TestSigner.p256.publicMembers {
            key.append(member.name, .string(member.value))
        }
        fixture.published.publish(["keys": [.object(key)]], at: Self.keys)
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let page = try await visitor.openConsent(Self.client)
            let location = try await visitor.press(
                page,
                scopes: Self.scopes,
                workspaces: [fixture.workspaces[0]]
            )
            let code = try #require(try Wire.query("code", of: location))
            let redemption = [
                ("grant_type", "authorization_code"), ("code", code),
                ("code_verifier", Visitor.verifier),
            ]
            let bare = try await visitor.post(
                "/token",
                redemption + [("client_id", Self.client)]
            )
            #expect(bare.answer.status == 401)
            let proof = try Self.proof(audience: JourneyFixture.issuer + "/token")
            let tokens = try Visitor.Tokens(
                try await visitor.post("/token", redemption + proof).answer
            )
            let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh)]
            let replayed = try await visitor.post("/token", refresh + proof)
            #expect(replayed.answer.status == 401)
            #expect(try Visitor.json(replayed.answer)["error"] == "invalid_client")
            let next = try Self.proof(audience: JourneyFixture.issuer)
            #expect(try await visitor.post("/token", refresh + next).answer.status == 200)
            let revocation = [("token", tokens.access)]
            let last = try Self.proof(audience: JourneyFixture.issuer)
            #expect(try await visitor.post("/revoke", revocation + last).answer.status == 200)
            #expect(try await visitor.call("get_me", tokens.access).status == 401)
        }
    }

    /// The parameters of a fresh assertion.
    private static func proof(audience: String) throws -> [(String, String)] {
        let now = SystemWallClock().now().secondsSinceEpoch
        let header: JSONValue = ["alg": "ES256", "typ": "JWT"]
        let claims: JSONValue = [
            "iss": .string(client), "sub": .string(client), "aud": .string(audience),
            "exp": .integer(now + 60), "jti": .string(UInt64.random(in: .min ... .max).description),
        ]
        let message = [header, claims].map { Base64URL.encode($0.serialized()) }
            .joined(separator: ".")
        let signature = Base64URL.encode(TestSigner.p256.sign(Array(message.utf8)))
        return [
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            ),
            ("client_assertion", "\(message).\(signature)"),
        ]
    }
}

extension JSONValue {
    /// This document with other redirect URIs.
    fileprivate func replacing(_ redirectURIs: JSONValue) -> JSONValue {
        var object = JSONObject()
        for member in objectValue?.members ?? [] where member.name != "redirect_uris" {
            object.append(member.name, member.value)
        }
        object.append("redirect_uris", redirectURIs)
        return .object(object)
    }
}
