/// Failed proofs of clients that hold a live code and a live refresh token.
enum AuthenticationRows {
    private static let code =
        "grant_type=authorization_code&code={code}&redirect_uri={redirect}"
        + "&code_verifier={verifier}"
    private static let refresh = "grant_type=refresh_token&refresh_token={refresh}"

    /// A public client, whose identifier is all it has.
    static let ofPublic = both(
        [
            ("a secret (S-51)", "&client_id={client}&client_secret=x", nil, 401, "invalid_client"),
            ("Basic with a secret (S-51)", "", "Basic {client}:x", 401, "invalid_client"),
            ("an unknown client (S-49)", "&client_id=dyn_nobody", nil, 401, "invalid_client"),
            ("no client", "", nil, 401, "invalid_client"),
            ("an empty client", "&client_id=", nil, 401, "invalid_client"),
        ]
    )

    /// A client that registered `client_secret_basic`.
    static let ofBasic = both(
        [
            ("a wrong secret (S-49)", "", "Basic {client}:wrong", 401, "invalid_client"),
            ("an unknown client (S-49)", "", "Basic dyn_nobody:{secret}", 401, "invalid_client"),
            ("an empty secret", "", "Basic {client}:", 401, "invalid_client"),
            ("no proof (S-50)", "&client_id={client}", nil, 401, "invalid_client"),
            (
                "the secret in the body (S-50)", "&client_id={client}&client_secret={secret}", nil,
                401, "invalid_client"
            ),
            (
                "both places (S-47)", "&client_id={client}&client_secret={secret}",
                "Basic {client}:{secret}", 400, "invalid_request"
            ),
            (
                "another client in the body", "&client_id={other}", "Basic {client}:{secret}", 400,
                "invalid_request"
            ),
            ("no colon", "", "Basic bm9ib2R5", 401, "invalid_client"),
            ("not base64", "", "Basic *", 401, "invalid_client"),
            ("another scheme", "&client_id={client}", "Bearer {secret}", 401, "invalid_client"),
        ]
    )

    /// A client that registered `client_secret_post`.
    static let ofPost = both(
        [
            (
                "a wrong secret (S-49)", "&client_id={client}&client_secret=wrong", nil, 401,
                "invalid_client"
            ),
            ("no proof (S-50)", "&client_id={client}", nil, 401, "invalid_client"),
            ("the secret by Basic (S-50)", "", "Basic {client}:{secret}", 401, "invalid_client"),
            (
                "the secret twice (S-07)",
                "&client_id={client}&client_secret={secret}&client_secret={secret}", nil, 400,
                "invalid_request"
            ),
        ]
    )

    private typealias Row = (String, String, String?, Int, String)

    /// Each failure at a code exchange and at a refresh.
    private static func both(_ rows: [Row]) -> [BadRequest] {
        [("code", code), ("refresh", refresh)].flatMap { kind, body in
            rows.map { what, rest, authorization, status, error in
                BadRequest(
                    "\(kind) with \(what)",
                    "/token",
                    body + rest,
                    status,
                    error
                ).proving(authorization)
            }
        }
    }
}
