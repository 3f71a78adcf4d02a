import Cryptography
import HTTP
import JSON
import OAuth
import Primitives
import Storage
import Testing

@Suite("Several resources on one server (RFC 8707, RFC 9728)", .timeLimit(.minutes(10)))
struct ResourceTests {
    private static let reports = JourneyFixture.issuer + "/reports"

    private func register(_ fixture: JourneyFixture) async throws {
        _ = try await fixture.store.resourceServers.add(
            ResourceServer(
                identifier: "rs_reports",
                audience: Self.reports,
                scopes: [.postsRead, .postsWrite],
                secretHash: SHA256.digest(Array("secret".utf8))
            ),
            at: SystemWallClock().now()
        )
    }

    private func introspect(
        _ visitor: Visitor,
        _ token: String,
        as credential: HTTPFieldValue
    ) async throws -> JSONValue {
        let answer = try await visitor.road.send(
            HTTPRequest(
                method: .post,
                path: "/introspect",
                fields: [
                    .authorization: credential,
                    .contentType: "application/x-www-form-urlencoded",
                ],
                body: FormEncoder.encode([(name: "token", value: token)])
            )
        )
        return try Visitor.json(answer)
    }

    @Test(arguments: [false, true])
    func `a registered resource on this origin has its metadata here, as soon as it is there`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let path = "/.well-known/oauth-protected-resource/reports"
            let before = try await visitor.get(path)
            #expect(before.answer.status == 404)
            #expect(before.answer.fields.text(.contentType) == "application/json")
            try await register(fixture)
            let after = try await visitor.get(path)
            #expect(after.answer.status == 200)
            let document = try Visitor.json(after.answer)
            #expect(document["resource"] == .string(Self.reports))
            #expect(document["authorization_servers"] == [.string(JourneyFixture.issuer)])
            #expect(document["scopes_supported"] == ["posts:read", "posts:write"])
            for other in ["/reports/", "/report", "/reports/x", "/reports%2f", "//reports"] {
                let answer = try await visitor.get("/.well-known/oauth-protected-resource" + other)
                #expect(answer.answer.status != 200, "\(other)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `S-67 a token is for the one resource that was asked for`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await register(fixture)
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            let page = try await visitor.openConsent(client, resource: Self.reports + "/")
            #expect(page.values("scope") == ["posts:read", "posts:write"])
            #expect(page.body.contains(Self.reports))
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read", "posts:write", "workspace:read"],
                workspaces: fixture.workspaces
            )
            #expect(tokens.scope == "posts:read posts:write")
            #expect(try await visitor.call("get_me", tokens.access).status == 401)
            // rs_test:secret and rs_reports:secret
            let own: HTTPFieldValue = "Basic cnNfdGVzdDpzZWNyZXQ="
            let theirs: HTTPFieldValue = "Basic cnNfcmVwb3J0czpzZWNyZXQ="
            #expect(try await introspect(visitor, tokens.access, as: own) == ["active": false])
            let active = try await introspect(visitor, tokens.access, as: theirs)
            #expect(active["active"] == true)
            #expect(active["aud"] == .string(Self.reports))

            for (resource, status) in [(JourneyFixture.issuer + "/mcp", 400), (Self.reports, 200)] {
                let answer = try await visitor.post(
                    "/token",
                    [
                        ("grant_type", "refresh_token"), ("refresh_token", tokens.refresh),
                        ("client_id", client), ("resource", resource),
                    ]
                ).answer
                #expect(answer.status == status, "\(resource)")
                guard status == 400 else { continue }
                #expect(try Visitor.json(answer)["error"] == "invalid_target")
                let text = try Visitor.json(answer)["error_description"]?.stringValue ?? ""
                #expect(text.contains("Ask for \(Self.reports) instead"))
            }
        }
    }

    @Test(arguments: [
        ("https://elsewhere.example/mcp", "on a host that this server does not serve"),
        (JourneyFixture.issuer + "/other", "not a path that this server protects"),
        (JourneyFixture.issuer + "/mcp#x", "has a fragment"),
        (JourneyFixture.issuer + "/mcp?x", "has a query"), ("mcp", "not an absolute"),
    ])
    func `a resource that is not offered is explained`(
        resource: String,
        words: String
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: false) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register()
            var target = try await visitor.authorize(client, resource: resource)
            if target.hasPrefix("/sign-in") { target = try await visitor.signIn(target) }
            let page = try await visitor.get(target)
            #expect(page.body.contains(words))
            #expect(page.body.contains(JourneyFixture.issuer + "/mcp"))
            #expect(page.body.contains("error=invalid_target"))
        }
    }
}
