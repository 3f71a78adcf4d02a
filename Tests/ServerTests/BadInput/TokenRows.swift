import HTTP

/// Malformed requests to the token endpoint, by grant type.
enum TokenRows {
    private static let end =
        "client_id={client}&redirect_uri={redirect}&code_verifier={verifier}"
    private static let start = "grant_type=authorization_code&"

    /// Code exchanges of a public client that holds a live code.
    static let code = [
        BadRequest("no code", "/token", start + end, 400, "invalid_request"),
        BadRequest("empty code", "/token", start + "code=&" + end, 400, "invalid_request"),
        BadRequest("garbage", "/token", start + "code=x&" + end, 400, "invalid_grant"),
        BadRequest("a byte more", "/token", start + "code={code}A&" + end, 400, "invalid_grant"),
        BadRequest(
            "the refresh token as code (S-66)",
            "/token",
            start + "code={refresh}&" + end,
            400,
            "invalid_grant"
        ),
        BadRequest(
            "the access token as code (S-66)",
            "/token",
            start + "code={access}&" + end,
            400,
            "invalid_grant"
        ),
        row("no verifier (S-34)", "client_id={client}&redirect_uri={redirect}", "invalid_grant"),
        row("a wrong verifier (S-34)", verifier(String(repeating: "w", count: 50))),
        row("the challenge as verifier (S-34)", verifier("{challenge}")),
        row("42 characters (S-33)", verifier(String(repeating: "v", count: 42))),
        row("129 characters (S-33)", verifier(String(repeating: "v", count: 129))),
        row("a verifier with a space (S-33)", verifier(String(repeating: "v", count: 49) + "+")),
        row(
            "another redirect URI (S-42)",
            "client_id={client}&redirect_uri=https%3A%2F%2Fevil.example%2F&code_verifier={verifier}"
        ),
        row("a slash more (S-42)", end.replacing("{redirect}", with: "{redirect}%2F")),
        row("another client (S-41)", end.replacing("{client}", with: "{other}")),
        row("another resource (S-67)", end + "&resource=https%3A%2F%2Fevil.example%2Fmcp", target),
        row("a relative resource (S-67)", end + "&resource=%2Fmcp", target),
        row("a resource with a fragment", end + "&resource={origin}%2Fmcp%23a", target),
        row(
            "two resources, one foreign",
            end + "&resource={origin}%2Fmcp&resource=https%3A%2F%2Fevil.example",
            target
        ),
        row("the code twice (S-07)", end + "&code={code}", "invalid_request"),
        row("the client twice (S-07)", end + "&client_id={client}", "invalid_request"),
        row("the verifier twice (S-07)", end + "&code_verifier={verifier}", "invalid_request"),
        row("the redirect twice (S-07)", end + "&redirect_uri={redirect}", "invalid_request"),
        row("the grant type twice (S-07)", end + "&grant_type=authorization_code", repeated),
        row("an escape that is broken", end + "&x=%zz", "invalid_request"),
        row("text that is not UTF-8", end + "&x=%FF", "invalid_request"),
        row("too many parameters", end + String(repeating: "&x=", count: 100), "invalid_request"),
    ]

    /// The same exchange, in another shape than a form post.
    static let shape = [
        BadRequest("no grant type", "/token", "code={code}&" + end, 400, "invalid_request"),
        grant("password", "username=ada&password=x&"), grant("implicit", ""),
        grant("client_credentials", ""),
        grant("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer", "assertion=x&"),
        grant("AUTHORIZATION_CODE", "code={code}&"),
        BadRequest(
            "a JSON body (S-46)",
            "/token",
            #"{"grant_type":"authorization_code","code":"{code}"}"#,
            400,
            "invalid_request",
            type: "application/json"
        ),
        BadRequest(
            "multipart (S-46)",
            "/token",
            "--a\r\n\r\n--a--\r\n",
            400,
            "invalid_request",
            type: "multipart/form-data; boundary=a"
        ),
        typed("no media type (S-46)", nil), typed("plain text (S-46)", "text/plain"),
        typed("another charset", "application/x-www-form-urlencoded; charset=ISO-8859-1"),
        BadRequest(
            "everything in the query (S-45)",
            "/token?" + start + "code=x&client_id=x",
            "",
            401,
            "invalid_client"
        ),
        BadRequest("GET (S-45)", "/token", "", 405, "invalid_request", method: .get, type: nil),
        BadRequest("PUT (S-45)", "/token", "", 405, "invalid_request", method: .put),
    ]

    /// Refreshes of a public client that holds a live refresh token with two scopes.
    static let refresh = [
        refreshing("no token", "", "invalid_request"),
        refreshing("empty token", "&refresh_token=", "invalid_request"),
        refreshing("garbage", "&refresh_token=wlr_AAAA", "invalid_grant"),
        refreshing("the access token (S-66)", "&refresh_token={access}", "invalid_grant"),
        refreshing("the code (S-66)", "&refresh_token={code}", "invalid_grant"),
        refreshing("a byte less", "&refresh_token={shortened}", "invalid_grant"),
        refreshing(
            "the token twice (S-07)",
            "&refresh_token={refresh}&refresh_token={refresh}",
            repeated
        ),
        refreshing("more scopes (S-63)", held + "&scope=workspace%3Aread+posts%3Awrite", scope),
        refreshing("one other scope (S-63)", held + "&scope=posts%3Apublish", scope),
        refreshing(
            "another resource (S-63)",
            held + "&resource=https%3A%2F%2Fevil.example",
            target
        ),
        BadRequest(
            "another client (S-62)",
            "/token",
            "grant_type=refresh_token&refresh_token={refresh}&client_id={other}",
            400,
            "invalid_grant"
        ),
        BadRequest(
            "an unknown client (S-62)",
            "/token",
            "grant_type=refresh_token&refresh_token={refresh}&client_id=dyn_nobody",
            401,
            "invalid_client"
        ),
        BadRequest(
            "no client at all (S-62)",
            "/token",
            "grant_type=refresh_token&refresh_token={refresh}",
            401,
            "invalid_client"
        ),
    ]

    private static let target = "invalid_target"
    private static let repeated = "invalid_request"
    private static let scope = "invalid_scope"
    private static let held = "&refresh_token={refresh}"

    private static func row(_ what: String, _ rest: String, _ code: String = "invalid_grant")
        -> BadRequest
    {
        BadRequest(what, "/token", start + "code={code}&" + rest, 400, code)
    }

    private static func verifier(_ text: String) -> String {
        "client_id={client}&redirect_uri={redirect}&code_verifier=\(text)"
    }

    private static func grant(_ type: String, _ rest: String) -> BadRequest {
        BadRequest(
            "grant type \(type) (S-54)",
            "/token",
            "grant_type=\(type)&\(rest)client_id={client}",
            400,
            "unsupported_grant_type"
        )
    }

    private static func typed(_ what: String, _ type: String?) -> BadRequest {
        BadRequest(
            what,
            "/token",
            start + "code={code}&" + end,
            400,
            "invalid_request",
            type: type
        )
    }

    private static func refreshing(_ what: String, _ rest: String, _ code: String) -> BadRequest {
        BadRequest(
            what,
            "/token",
            "grant_type=refresh_token&client_id={client}" + rest,
            400,
            code
        )
    }
}
