import JSON
import OAuth
import Primitives
import Testing
import TestSupport

@Suite("Registration (RFC 7591)")
struct ClientRegistrarTests {
    private func failure(_ metadata: JSONValue) throws -> RegistrationFailure? {
        try failure(body: metadata.serialized())
    }

    private func failure(body: [UInt8]) throws -> RegistrationFailure? {
        let server = try Fixture()
        do {
            _ = try server.registrar.register(body, at: server.clock.now())
            return nil
        } catch {
            return error
        }
    }

    @Test func `the RFC's example is answered with what was kept`() async throws {
        let server = try Fixture()
        let answer = try server.register([
            "redirect_uris": [
                "https://client.example.org/callback", "https://client.example.org/callback2",
            ],
            "client_name": "My Example Client",
            "client_name#ja-Jpan-JP": "\u{30AF}\u{30E9}",
            "token_endpoint_auth_method": "client_secret_basic",
            "logo_uri": "https://client.example.org/logo.png",
            "jwks_uri": "https://client.example.org/my_public_keys.jwks",
            "example_extension_parameter": "example_value",
        ])
        let names = answer.objectValue?.members.map(\.name)
        #expect(
            names == [
                "client_id", "client_id_issued_at", "client_secret", "client_secret_expires_at",
                "registration_access_token", "registration_client_uri", "redirect_uris",
                "token_endpoint_auth_method", "grant_types", "response_types", "client_name",
            ]
        )
        let issued = server.clock.now().secondsSinceEpoch
        #expect(answer["client_id_issued_at"] == .integer(issued))
        #expect(answer["client_secret_expires_at"] == 0)
        #expect(answer["redirect_uris"]?.arrayValue?.count == 2)
        #expect(answer["token_endpoint_auth_method"] == "client_secret_basic")
        #expect(answer["grant_types"] == ["authorization_code", "refresh_token"])
        #expect(answer["response_types"] == ["code"])
        #expect(answer["client_name"] == "My Example Client")
    }

    @Test func `S-78 a public client gets no secret and nothing is stored`() async throws {
        let server = try Fixture()
        let answer = try server.register([
            "redirect_uris": ["https://client.example.org/callback"],
            "token_endpoint_auth_method": "none",
        ])
        #expect(answer["client_secret"] == nil)
        #expect(answer["client_secret_expires_at"] == nil)
        #expect(answer["token_endpoint_auth_method"] == "none")
        let identifier = try #require(answer["client_id"]?.stringValue)
        #expect(identifier.hasPrefix("dyn_"))
        #expect(server.store.look { $0.clients.isEmpty })
        #expect(try await server.client(identifier).identifier == identifier)
    }

    @Test func `equal metadata gives an equal id, other metadata another`() throws {
        let server = try Fixture()
        let one = try server.clientID(redirects: ["https://a.example/cb", "http://localhost:1/cb"])
        let two = try server.clientID(redirects: ["http://localhost:2/cb", "https://a.example/cb"])
        #expect(one == two)
        #expect(one != (try server.clientID(redirects: ["https://a.example/cb"])))
        #expect(one != (try server.clientID(redirects: ["https://a.example/cb"], name: "Other")))
    }

    @Test func `the answer repeats loopback URIs as they were sent`() throws {
        let server = try Fixture()
        let sent: JSONValue = ["http://localhost:49152/callback", "cursor://host.name/cb"]
        let answer = try server.register(["redirect_uris": sent])
        #expect(answer["redirect_uris"] == sent)
    }

    /// What real clients send besides the required members.
    @Test(
        arguments: [
            ["client_name": .null, "scope": .null, "grant_types": .null, "client_uri": .null],
            ["scope": "", "contacts": "", "client_uri": ""],
            ["scope": " offline_access", "application_type": "native"],
            ["application_type": "desktop", "token_endpoint_auth_method": .null],
            ["grant_types": ["authorization_code", "refresh_token", "urn:x:device_code"]],
            ["grant_types": [], "response_types": ["code"]],
            ["client_name": 7, "software_id": "x", "software_statement": "x.y.z"],
            ["application_type": "web", "redirect_uris": ["cursor://anysphere.cursor-mcp/cb"]],
            ["client_uri": "javascript:alert(1)", "tos_uri": "data:x"],
        ] as [JSONValue]
    )
    func `careless members are tolerated`(members: JSONValue) throws {
        var object: JSONObject = ["redirect_uris": ["https://client.example.org/callback"]]
        for member in try #require(members.objectValue).members {
            object[member.name] = member.value
        }
        let answer = try Fixture().register(.object(object))
        #expect(answer["client_id"] != nil)
        #expect(answer["client_uri"] == nil)
    }

    @Test func `the acceptable redirect URIs are kept and listed`() throws {
        let answer = try Fixture().register([
            "redirect_uris": [
                "http://evil.example/cb", "https://vscode.dev/redirect", "javascript:alert(1)",
                "http://127.0.0.1:33418/", "https://vscode.dev/redirect",
            ]
        ])
        #expect(
            answer["redirect_uris"] == ["https://vscode.dev/redirect", "http://127.0.0.1:33418/"]
        )
    }

    @Test func `scopes, type and home page are repeated when they mean something`() throws {
        let answer = try Fixture().register([
            "redirect_uris": ["https://client.example.org/callback"],
            "scope": "posts:write openid posts:read", "application_type": "native",
            "client_uri": "https://client.example.org/",
        ])
        #expect(answer["scope"] == "posts:read posts:write")
        #expect(answer["application_type"] == "native")
        #expect(answer["client_uri"] == "https://client.example.org/")
    }

    @Test(
        arguments: [
            ([:], .noRedirectURI),
            (["redirect_uris": []], .noRedirectURI),
            (["redirect_uris": "https://client.example.org/"], .noRedirectURI),
            (["redirect_uris": [7]], .noRedirectURI),
            (["redirect_uris": ["http://client.example.org/"]], .badRedirectURI(.plainHTTP)),
            (["redirect_uris": ["javascript:alert(1)"]], .badRedirectURI(.dangerousScheme)),
            (["redirect_uris": ["https://client.example.org/#f"]], .badRedirectURI(.fragment)),
            (
                [
                    "redirect_uris": ["https://client.example.org/"],
                    "token_endpoint_auth_method": "private_key_jwt",
                ],
                .unknownMethod
            ),
            (
                [
                    "redirect_uris": ["https://client.example.org/"],
                    "token_endpoint_auth_method": 1,
                ],
                .unknownMethod
            ),
            (
                [
                    "redirect_uris": ["https://client.example.org/"],
                    "grant_types": ["client_credentials"],
                ],
                .noOfferedGrantType
            ),
            (
                [
                    "redirect_uris": .array(
                        (0..<21).map { .string("https://client.example.org/\($0)") }
                    )
                ],
                .tooManyRedirectURIs
            ),
            ([1], .notAnObject), ("x", .notAnObject),
        ] as [(JSONValue, RegistrationFailure)]
    )
    func `S-03 S-04 S-05 what cannot be accepted is named`(
        metadata: JSONValue,
        expected: RegistrationFailure
    ) throws {
        #expect(try failure(metadata) == expected)
        #expect(expected.wire.status == 400)
    }

    @Test func `S-78 bodies that are too large, broken or repeat a member are refused`() throws {
        let long = String(repeating: "a", count: 2_000)
        let uris = (0..<4).map { JSONValue.string("https://client.example.org/\(long)\($0)") }
        #expect(try failure(["redirect_uris": .array(uris)]) == .tooLarge)
        #expect(try failure(body: [UInt8](repeating: 0x20, count: 20_000)) == .tooLarge)
        #expect(try failure(body: Array("{".utf8)) == .notAnObject)
        #expect(try failure(body: []) == .notAnObject)
        let repeated = #"{"redirect_uris":["https://a.example/"],"redirect_uris":[]}"#
        #expect(try failure(body: Array(repeated.utf8)) == .notAnObject)
    }

    @Test(arguments: [
        ("Claude", "Claude"), ("  A \t B\r\n ", "A B"), ("\u{202E}evil\u{200B}", "evil"),
        ("a\u{2066}b\u{2069}c", "abc"), ("\u{FEFF}x\u{00AD}y", "xy"), ("x\u{3164}y", "xy"),
        ("a\u{0000}b\u{001B}[31m", "ab[31m"), ("x\u{E0041}y", "xy"),
        ("<b>\"Name\"</b>", "<b>\"Name\"</b>"), ("日本語 クライアント", "日本語 クライアント"),
    ])
    func `S-25 names are cleaned`(sent: String, kept: String) throws {
        let answer = try Fixture().register([
            "redirect_uris": ["https://client.example.org/"], "client_name": .string(sent),
        ])
        #expect(answer["client_name"] == .string(kept))
    }

    @Test(arguments: ["", " ", "\u{200B}\u{202E}", "\u{0007}"])
    func `S-25 a name of which nothing is left is none`(sent: String) async throws {
        let server = try Fixture()
        let answer = try server.register([
            "redirect_uris": ["https://client.example.org/"], "client_name": .string(sent),
            "token_endpoint_auth_method": "none",
        ])
        #expect(answer["client_name"] == nil)
        let identifier = try #require(answer["client_id"]?.stringValue)
        let client = try await server.client(identifier)
        #expect(client.metadata.displayName == "An application without a name")
    }

    @Test func `S-25 a long name is cut`() throws {
        let answer = try Fixture().register([
            "redirect_uris": ["https://client.example.org/"],
            "client_name": .string(String(repeating: "ab ", count: 100)),
        ])
        #expect(answer["client_name"]?.stringValue?.unicodeScalars.count == 64)
    }

    @Test func `an id that was changed or made elsewhere is unknown`() async throws {
        let server = try Fixture()
        let identifier = try server.clientID()
        let other = String(identifier.dropLast(2)) + (identifier.hasSuffix("AA") ? "BA" : "AA")
        for unknown in [other, "dyn_", "dyn_AAAA", identifier + "A", "", "client 1", "kö"] {
            await #expect(throws: ClientAuthenticationFailure.self) {
                try await server.client(unknown)
            }
        }
    }

    @Test func `metadata survives its canonical form`() throws {
        let uris = try ["http://localhost:9/cb", "https://a.example/"].map {
            try RedirectURI(parsing: $0)
        }
        let made = ClientMetadata(name: "Operator's own", redirectURIs: uris, method: .post)
        let metadata = try #require(made)
        #expect(ClientMetadata(canonicalJSON: metadata.canonicalJSON) == metadata)
        #expect(metadata.redirectURIs.map(\.text) == ["http://localhost/cb", "https://a.example/"])
        for damaged in ["", "{}", "[]", #"{"r":[],"m":"none"}"#, #"{"r":["x"],"m":"none"}"#] {
            #expect(ClientMetadata(canonicalJSON: Array(damaged.utf8)) == nil)
        }
    }
}
