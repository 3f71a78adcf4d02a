import Cryptography
import HTTP
import JSON
import OAuth
import Primitives
import Testing

@Suite("The whole journey, in memory and over a socket", .timeLimit(.minutes(10)))
struct JourneyTests {
    private static let verifier = String(repeating: "v", count: 50)
    private static let redirect = "http://127.0.0.1:7777/callback"

    private func form(_ path: String, _ pairs: [(String, String)], _ extra: HTTPFields = [:])
        -> HTTPRequest
    {
        var fields = extra
        fields.append(.contentType, "application/x-www-form-urlencoded")
        let body = FormEncoder.encode(pairs.map { (name: $0.0, value: $0.1) })
        return HTTPRequest(method: .post, path: path, fields: fields, body: body)
    }

    private func cookie(_ values: [String]) throws -> HTTPFields {
        [.cookie: try #require(HTTPFieldValue(values.joined(separator: "; ")))]
    }

    private func setCookie(_ answer: Answer) throws -> String {
        let value = try #require(answer.fields.text(.setCookie))
        return String(value.prefix { $0 != ";" })
    }

    private func hidden(_ name: String, after marker: String, in html: String) throws -> String {
        let tail = html[(try #require(html.firstRange(of: marker))).upperBound...]
        let start = try #require(tail.firstRange(of: "name=\"\(name)\" value=\""))
        return String(tail[start.upperBound...].prefix { $0 != "\"" })
    }

    private func json(_ answer: Answer) throws -> JSONValue {
        try JSONValue(parsing: Array(answer.body.utf8))
    }

    private func query(_ name: String, of location: String) throws -> String {
        let query = location.split(separator: "?", maxSplits: 1).last ?? ""
        return try #require(try FormDecoder.decode(Array(query.utf8)).only(name).value)
    }

    /// Registers, signs in, and stops at the consent page.
    private func openConsent(_ road: any Road) async throws -> (
        client: String, cookies: HTTPFields, flow: String, csrf: String
    ) {
        let registration: JSONValue = [
            "redirect_uris": [.string(Self.redirect)], "client_name": "Journey",
            "token_endpoint_auth_method": "none",
        ]
        let registered = try await road.send(
            HTTPRequest(
                method: .post,
                path: "/register",
                fields: [.contentType: "application/json"],
                body: registration.serialized()
            )
        )
        #expect(registered.status == 201)
        let client = try #require(try json(registered)["client_id"]?.stringValue)
        let challenge = Base64URL.encode(SHA256.digest(Array(Self.verifier.utf8)))
        let query = FormEncoder.encode([
            (name: "response_type", value: "code"), (name: "client_id", value: client),
            (name: "redirect_uri", value: Self.redirect), (name: "state", value: "a+/="),
            (name: "code_challenge", value: challenge),
            (name: "code_challenge_method", value: "S256"),
        ])
        let begun = try await road.send(
            HTTPRequest(method: .get, path: "/authorize", query: query)
        )
        #expect(begun.status == 303)
        let flow = try self.query("flow", of: try #require(begun.fields.text(.location)))
        let binding = try setCookie(begun)
        let signIn = try await road.send(
            HTTPRequest(
                method: .get,
                path: "/sign-in",
                query: Array("flow=\(flow)".utf8),
                fields: try cookie([binding])
            )
        )
        let signedIn = try await road.send(
            form(
                "/sign-in",
                [
                    ("flow", flow), ("email", "ada@example.com"),
                    ("password", JourneyFixture.password),
                    ("csrf", try hidden("csrf", after: "action=\"/sign-in\"", in: signIn.body)),
                ],
                try cookie([binding])
            )
        )
        #expect(signedIn.status == 303)
        let cookies = try cookie([binding, try setCookie(signedIn)])
        let consent = try await road.send(
            HTTPRequest(
                method: .get,
                path: "/consent",
                query: Array("flow=\(flow)".utf8),
                fields: cookies
            )
        )
        #expect(consent.status == 200)
        let csrf = try hidden("csrf", after: "action=\"/consent\"", in: consent.body)
        return (client, cookies, flow, csrf)
    }

    private func call(_ road: any Road, _ token: String) async throws -> Answer {
        try await road.send(
            HTTPRequest(
                method: .post,
                path: "/mcp",
                fields: [
                    .authorization: HTTPFieldValue(proven: "Bearer \(token)"),
                    .contentType: "application/json",
                ],
                body: Array(
                    #"{"jsonrpc":"2.0","id":1,"method":"tools/call","#.utf8
                ) + Array(#""params":{"name":"list_workspaces","arguments":{}}}"#.utf8)
            )
        )
    }

    @Test(arguments: [false, true])
    func `a client gets exactly what was ticked, until the person ends it`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let (client, cookies, flow, csrf) = try await openConsent(road)
            let ticks = [
                ("flow", flow), ("csrf", csrf), ("decision", "approve"),
                ("scope", "workspace:read"), ("scope", "posts:read"),
                ("workspace", fixture.workspaces[0]), ("workspace", fixture.workspaces[2]),
            ]
            let approved = try await road.send(form("/consent", ticks, cookies))
            #expect(approved.status == 200 && approved.body.contains("You can close this tab"))
            let location = try Browser.callback(in: approved)
            #expect(try query("state", of: location) == "a+/=")
            #expect(try query("iss", of: location) == JourneyFixture.issuer)
            let again = try await road.send(form("/consent", ticks, cookies))
            #expect(try Browser.callback(in: again) == location)

            let wrong = try await redeem(road, client, location, verifier: "wrong" + Self.verifier)
            #expect(wrong.status == 400)
            #expect(try json(wrong)["error"] == "invalid_grant")
            let issued = try await redeem(road, client, location, verifier: Self.verifier)
            #expect(issued.status == 200)
            #expect(issued.fields.text(.cacheControl) == "no-store")
            #expect(try json(issued)["scope"] == "workspace:read posts:read")
            let refresh = try #require(try json(issued)["refresh_token"]?.stringValue)
            let refreshed = try await road.send(
                form(
                    "/token",
                    [
                        ("grant_type", "refresh_token"), ("refresh_token", refresh),
                        ("client_id", client),
                    ]
                )
            )
            let token = try #require(try json(refreshed)["access_token"]?.stringValue)

            let listed = try await call(road, token)
            #expect(listed.status == 200)
            #expect(listed.body.contains(fixture.workspaces[0]))
            #expect(listed.body.contains(fixture.workspaces[2]))
            #expect(!listed.body.contains(fixture.workspaces[1]))
            #expect(try await isActive(road, token))

            try await end(road, cookies)
            #expect(try await call(road, token).status == 401)
            #expect(try await !isActive(road, token))
        }
    }

    private func redeem(
        _ road: any Road,
        _ client: String,
        _ location: String,
        verifier: String
    ) async throws -> Answer {
        try await road.send(
            form(
                "/token",
                [
                    ("grant_type", "authorization_code"), ("client_id", client),
                    ("code", try query("code", of: location)), ("code_verifier", verifier),
                    ("redirect_uri", Self.redirect),
                ]
            )
        )
    }

    private func isActive(_ road: any Road, _ token: String) async throws -> Bool {
        let answer = try await road.send(
            form(
                "/introspect",
                [("token", token)],
                // rs_test:secret
                [.authorization: "Basic cnNfdGVzdDpzZWNyZXQ="]
            )
        )
        #expect(answer.status == 200)
        let member: JSONValue? = try json(answer)["active"]
        let isActive = member == true
        if !isActive { #expect(answer.body == #"{"active":false}"#) }
        return isActive
    }

    private func end(_ road: any Road, _ cookies: HTTPFields) async throws {
        let account = try await road.send(
            HTTPRequest(method: .get, path: "/account", fields: cookies)
        )
        let ended = try await road.send(
            form(
                "/account",
                [
                    ("csrf", try hidden("csrf", after: "action=\"/account\"", in: account.body)),
                    ("action", "end-all"),
                ],
                cookies
            )
        )
        #expect(ended.status == 200)
    }

    @Test(arguments: [false, true])
    func `a consent form from elsewhere changes nothing (S-22)`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let (_, cookies, flow, csrf) = try await openConsent(road)
            func post(_ token: String, _ extra: HTTPFields) async throws -> Answer {
                var fields = cookies
                fields.append(contentsOf: extra)
                let pairs = [
                    ("flow", flow), ("csrf", token), ("decision", "approve"),
                    ("scope", "workspace:read"), ("workspace", fixture.workspaces[0]),
                ]
                return try await road.send(form("/consent", pairs, fields))
            }
            let foreign: [(String, HTTPFields)] = [
                ("", [:]), (String(csrf.reversed()), [:]),
                (csrf, [.secFetchSite: "cross-site"]), (csrf, [.origin: "null"]),
                (csrf, [.origin: "https://evil.example"]),
            ]
            for (token, extra) in foreign {
                let answer = try await post(token, extra)
                #expect(answer.status == 403)
                #expect(answer.fields.text(.location) == nil)
                #expect(answer.fields.text(.xFrameOptions) == "DENY")
            }
            #expect(try await post(csrf, [.secFetchSite: "same-origin"]).status == 200)
        }
    }

    /// Path, body, the `Authorization` field, and the exact status and error code.
    private static let malformed: [(String, String, String?, Int, String)] = [
        ("/token", "", nil, 401, "invalid_client"),
        ("/token", "client_id=nobody&grant_type=authorization_code", nil, 401, "invalid_client"),
        (
            "/token", "grant_type=a&grant_type=b&client_id=x&client_id=x", nil, 400,
            "invalid_request"
        ),
        ("/token", "grant_type=%zz", nil, 400, "invalid_request"),
        ("/token", "grant_type=password", "Bearer x", 401, "invalid_client"),
        ("/revoke", "token=x", nil, 401, "invalid_client"),
        ("/introspect", "token=x", nil, 401, "invalid_client"),
        ("/introspect", "token=x", "Basic cnNfdGVzdDp3cm9uZw==", 401, "invalid_client"),
        ("/introspect", "", "Basic cnNfdGVzdDpzZWNyZXQ=", 400, "invalid_request"),
        ("/introspect", "token=a&token=b", "Basic cnNfdGVzdDpzZWNyZXQ=", 400, "invalid_request"),
        ("/register", "[]", nil, 400, "invalid_client_metadata"),
        ("/register", "{}", nil, 400, "invalid_redirect_uri"),
        ("/register", #"{"redirect_uris":["javascript:x"]}"#, nil, 400, "invalid_redirect_uri"),
    ]

    @Test(arguments: [false, true])
    func `a malformed request is answered in the endpoint's own language`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            for (path, body, authorization, status, code) in Self.malformed {
                let type: HTTPFieldValue =
                    path == "/register" ? "application/json" : "application/x-www-form-urlencoded"
                var request = HTTPRequest(
                    method: .post,
                    path: path,
                    fields: [.contentType: type],
                    body: Array(body.utf8)
                )
                if let authorization {
                    request.fields.append(.authorization, HTTPFieldValue(proven: authorization))
                }
                let answer = try await road.send(request)
                #expect(answer.status == status, "\(path) \(body)")
                #expect(try json(answer)["error"] == .string(code), "\(path) \(body)")
                #expect(answer.fields.text(.cacheControl) == "no-store")
                #expect(answer.fields.text(.contentType) == "application/json")
            }
            let wrongMethod = try await road.send(HTTPRequest(method: .get, path: "/token"))
            #expect(wrongMethod.status == 405)
            #expect(wrongMethod.fields.text(.allow) == "OPTIONS, POST")
        }
    }
}
