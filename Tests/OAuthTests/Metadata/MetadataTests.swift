import JSON
import OAuth
import Testing

@Suite("Metadata documents (RFC 8414, RFC 9728)")
struct MetadataTests {
    @Test func `S-77 the authorization server lists exactly what works`() throws {
        let issuer = try #require(Issuer(parsing: "https://auth.example.com"))
        let document = AuthorizationServerMetadata(issuer: issuer).json
        let expected: JSONValue = [
            "issuer": "https://auth.example.com",
            "authorization_endpoint": "https://auth.example.com/authorize",
            "token_endpoint": "https://auth.example.com/token",
            "registration_endpoint": "https://auth.example.com/register",
            "revocation_endpoint": "https://auth.example.com/revoke",
            "introspection_endpoint": "https://auth.example.com/introspect",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": [
                "none", "client_secret_basic", "client_secret_post", "private_key_jwt",
            ],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "EdDSA"],
            "revocation_endpoint_auth_methods_supported": [
                "none", "client_secret_basic", "client_secret_post", "private_key_jwt",
            ],
            "revocation_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "EdDSA"],
            "introspection_endpoint_auth_methods_supported": [
                "client_secret_basic", "client_secret_post",
            ],
            "scopes_supported": [
                "workspace:read", "social_profiles:read", "social_profiles:connect", "posts:read",
                "posts:write", "posts:publish", "workflows:read", "workflows:run",
                "offline_access",
            ],
            "client_id_metadata_document_supported": true,
            "authorization_response_iss_parameter_supported": true,
        ]
        #expect(document == expected)
    }

    @Test func `the resource names its scopes, and offline_access is none of them`() throws {
        let issuer = try #require(Issuer(parsing: "https://auth.example.com"))
        let resource = try #require(ResourceIndicator(canonical: Fixture.resourceText))
        let document = ProtectedResourceMetadata(
            resource: resource,
            issuer: issuer,
            name: "Wayleave"
        ).json
        let expected: JSONValue = [
            "resource": .string(Fixture.resourceText),
            "authorization_servers": ["https://auth.example.com"],
            "scopes_supported": [
                "workspace:read", "social_profiles:read", "social_profiles:connect", "posts:read",
                "posts:write", "posts:publish", "workflows:read", "workflows:run",
            ],
            "bearer_methods_supported": ["header"],
            "resource_name": "Wayleave",
        ]
        #expect(document == expected)
    }

    @Test(
        arguments: [
            ("https://auth.example.com", true), ("https://auth.example.com:8443", true),
            ("http://127.0.0.1:8080", false), ("http://localhost:8080", false),
            ("http://[::1]:8080", false),
        ]
    )
    func `an issuer is an origin`(text: String, isSecure: Bool) throws {
        let issuer = try #require(Issuer(parsing: text))
        #expect(issuer.text == text && issuer.isSecure == isSecure)
        #expect(issuer.address(of: "/token") == text + "/token")
    }

    @Test(arguments: [
        "", "auth.example.com", "http://auth.example.com", "https://auth.example.com/",
        "https://auth.example.com/t", "https://auth.example.com?x", "https://auth.example.com#",
        "https://Auth.example.com", "https://a@auth.example.com", "https://", "ftp://localhost",
        "https://auth.example.com:", "https://auth.example.com:0",
    ])
    func `S-77 anything else is no issuer`(text: String) {
        #expect(Issuer(parsing: text) == nil)
    }
}
