import HTTP

/// Malformed requests to the other machine endpoints.
enum EndpointRows {
    private static let metadata = "invalid_client_metadata"
    private static let redirect = "invalid_redirect_uri"

    /// Registration (RFC 7591 §3.2.2).
    static let register = [
        registering("nothing", "", metadata), registering("no JSON", "{", metadata),
        registering("a list", "[]", metadata), registering("a text", #""x""#, metadata),
        registering("a member twice (S-78)", #"{"a":1,"a":2}"#, metadata),
        registering("no redirect URI", "{}", redirect),
        registering("no list", #"{"redirect_uris":"https://a.example/"}"#, redirect),
        registering("an empty list", #"{"redirect_uris":[]}"#, redirect),
        registering("a number", #"{"redirect_uris":[1]}"#, redirect),
        registering("null", #"{"redirect_uris":null}"#, redirect),
        registering("plain http (S-03)", uris(["http://a.example/"]), redirect),
        registering("a fragment (S-05)", uris(["https://a.example/#x"]), redirect),
        registering("javascript (S-04)", uris(["javascript:alert(1)"]), redirect),
        registering("data (S-04)", uris(["data:text/html,x"]), redirect),
        registering("file (S-04)", uris(["file:///etc/passwd"]), redirect),
        registering("user information (T17)", uris(["https://a.example@evil.example/"]), redirect),
        registering("a bare scheme (S-04)", uris(["app:/callback"]), redirect),
        registering(
            "21 of them (S-78)",
            uris((0..<21).map { "https://a.example/\($0)" }),
            redirect
        ),
        registering("an unknown method", member("token_endpoint_auth_method", #""tls""#), metadata),
        registering(
            "a method that is a number",
            member("token_endpoint_auth_method", "1"),
            metadata
        ),
        registering("implicit alone (S-54)", member("grant_types", #"["implicit"]"#), metadata),
        registering(
            "too much (S-78)",
            member("client_uri", "\"\(String(repeating: "x", count: 17_000))\""),
            metadata
        ),
        registering("too deep (S-78)", String(repeating: "[", count: 200), metadata),
        BadRequest("GET", "/register", "", 405, "invalid_request", method: .get, type: nil),
    ]

    /// Revocation (RFC 7009 §2.2.1) by the public client `{client}`.
    static let revoke = [
        BadRequest("no client", "/revoke", "token={refresh}", 401, "invalid_client"),
        BadRequest(
            "an unknown client",
            "/revoke",
            "token={refresh}&client_id=dyn_nobody",
            401,
            "invalid_client"
        ),
        BadRequest("no token", "/revoke", "client_id={client}", 400, "invalid_request"),
        BadRequest(
            "an empty token",
            "/revoke",
            "client_id={client}&token=",
            400,
            "invalid_request"
        ),
        BadRequest(
            "two tokens",
            "/revoke",
            "client_id={client}&token={refresh}&token={access}",
            400,
            "invalid_request"
        ),
        BadRequest(
            "a JSON body",
            "/revoke",
            #"{"token":"{refresh}"}"#,
            400,
            "invalid_request",
            type: "application/json"
        ),
        BadRequest(
            "a wrong secret",
            "/revoke",
            "client_id={client}&client_secret=x&token={refresh}",
            401,
            "invalid_client"
        ),
        BadRequest(
            "GET",
            "/revoke?client_id={client}&token={refresh}",
            "",
            405,
            "invalid_request",
            method: .get,
            type: nil
        ),
    ]

    private static let server = "Basic rs_test:secret"

    /// Introspection (RFC 7662 §2.3).
    static let introspect = [
        BadRequest("nobody (S-71)", "/introspect", "token={access}", 401, "invalid_client"),
        introspecting("a wrong secret", "token={access}", 401, "invalid_client", "Basic rs_test:x"),
        introspecting("a stranger", "token={access}", 401, "invalid_client", "Basic nobody:secret"),
        introspecting("a client", "token={access}", 401, "invalid_client", "Basic {client}:"),
        introspecting("a bearer", "token={access}", 401, "invalid_client", "Bearer {access}"),
        introspecting("no token", "", 400, "invalid_request", server),
        introspecting("two tokens", "token={access}&token=x", 400, "invalid_request", server),
        introspecting("a broken escape", "token=%", 400, "invalid_request", server),
        BadRequest(
            "a JSON body",
            "/introspect",
            #"{"token":"{access}"}"#,
            400,
            "invalid_request",
            type: "application/json"
        ).proving(server),
        BadRequest(
            "GET",
            "/introspect?token={access}",
            "",
            405,
            "invalid_request",
            method: .get,
            type: nil
        ).proving(server),
    ]

    /// Metadata and what looks like it.
    static let metadataDocuments = [
        reading("POST", .post, "/.well-known/oauth-authorization-server", 405, "invalid_request"),
        reading("POST", .post, "/.well-known/oauth-protected-resource/mcp", 405, "invalid_request"),
        reading("a slash more", .get, "/.well-known/oauth-authorization-server/", 404, "not_found"),
        reading("another path", .get, "/.well-known/oauth-protected-resource/x", 404, "not_found"),
        reading("nothing of ours", .get, "/.well-known/jwks.json", 404, "not_found"),
        reading("the folder", .get, "/.well-known/", 404, "not_found"),
        reading("another case", .get, "/.well-known/OAuth-Authorization-Server", 404, "not_found"),
    ]

    private static func registering(_ what: String, _ body: String, _ code: String) -> BadRequest {
        BadRequest(what, "/register", body, 400, code, type: "application/json")
    }

    private static func introspecting(
        _ what: String,
        _ body: String,
        _ status: Int,
        _ code: String,
        _ authorization: String
    ) -> BadRequest {
        BadRequest(what, "/introspect", body, status, code).proving(authorization)
    }

    private static func reading(
        _ what: String,
        _ method: HTTPMethod,
        _ target: String,
        _ status: Int,
        _ code: String
    ) -> BadRequest {
        BadRequest(what, target, "", status, code, method: method, type: nil)
    }

    private static func uris(_ texts: [String]) -> String {
        #"{"redirect_uris":[\#(texts.map { "\"\($0)\"" }.joined(separator: ","))]}"#
    }

    private static func member(_ name: String, _ value: String) -> String {
        #"{"redirect_uris":["https://a.example/"],"\#(name)":\#(value)}"#
    }
}
