import HTTP
import JSON

/// The requests of the four official SDKs, which most clients are built on.
extension RecordedClient {
    /// The authorization request of the TypeScript SDK.
    static func typeScriptLogin(
        scope: String? = "{asked} offline_access",
        resource: String? = "{resource}"
    ) -> [Parameter] {
        var parameters: [Parameter] = [
            ("response_type", "code"), ("client_id", "{client_id}"),
            ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
            ("redirect_uri", "{redirect_uri}"), ("state", "{state}"),
        ]
        if let scope {
            parameters.append(("scope", scope))
            if scope.contains("offline_access") { parameters.append(("prompt", "consent")) }
        }
        if let resource { parameters.append(("resource", resource)) }
        return parameters
    }

    /// The code exchange of the TypeScript SDK, for a public client.
    static func typeScriptExchange(resource: String? = "{resource}") -> TokenCall {
        var parameters: [Parameter] = [
            ("grant_type", "authorization_code"), ("code", "{code}"),
            ("code_verifier", "{verifier}"), ("redirect_uri", "{redirect_uri}"),
            ("client_id", "{client_id}"),
        ]
        if let resource { parameters.append(("resource", resource)) }
        return TokenCall(parameters: parameters)
    }

    /// The refresh of the TypeScript SDK, for a public client.
    static func typeScriptRefresh(resource: String? = "{resource}") -> TokenCall {
        var parameters: [Parameter] = [
            ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
            ("client_id", "{client_id}"),
        ]
        if let resource { parameters.append(("resource", resource)) }
        return TokenCall(parameters: parameters)
    }

    /// The authorization request of the Python SDK.
    static func pythonLogin(scope: String, prompt: String?) -> [Parameter] {
        var parameters: [Parameter] = [
            ("response_type", "code"), ("client_id", "{client_id}"),
            ("redirect_uri", "{redirect_uri}"), ("state", "{state}"),
            ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
            ("resource", "{resource}"), ("scope", scope),
        ]
        if let prompt { parameters.append(("prompt", prompt)) }
        return parameters
    }

    /// The code exchange of the Python SDK; `client_id` stands in the body beside `Basic` too.
    static func pythonExchange(_ authentication: Authentication) -> TokenCall {
        var parameters: [Parameter] = [
            ("grant_type", "authorization_code"), ("code", "{code}"),
            ("redirect_uri", "{redirect_uri}"), ("client_id", "{client_id}"),
            ("code_verifier", "{verifier}"), ("resource", "{resource}"),
        ]
        if case .body = authentication { parameters.append(("client_secret", "{secret}")) }
        return TokenCall(authentication: authentication, parameters: parameters)
    }

    /// The refresh of the Python SDK.
    static func pythonRefresh(_ authentication: Authentication) -> TokenCall {
        var parameters: [Parameter] = [
            ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
            ("client_id", "{client_id}"), ("resource", "{resource}"),
        ]
        if case .body = authentication { parameters.append(("client_secret", "{secret}")) }
        return TokenCall(authentication: authentication, parameters: parameters)
    }

    /// The authorization request of the Rust SDK, which always names the resource.
    static let rustLogin: [Parameter] = [
        ("response_type", "code"), ("client_id", "{client_id}"), ("state", "{state}"),
        ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
        ("redirect_uri", "{redirect_uri}"), ("scope", "{asked} offline_access"),
        ("resource", "{resource}"),
    ]

    /// The code exchange of the Rust SDK.
    static let rustExchange = TokenCall(parameters: [
        ("grant_type", "authorization_code"), ("code", "{code}"),
        ("code_verifier", "{verifier}"), ("resource", "{resource}"),
        ("client_id", "{client_id}"), ("redirect_uri", "{redirect_uri}"),
    ])

    /// The refresh of the Rust SDK, which names `offline_access` whether or not it holds it.
    static let rustRefresh = TokenCall(parameters: [
        ("grant_type", "refresh_token"), ("refresh_token", "{refresh_token}"),
        ("scope", "{asked} offline_access"), ("resource", "{resource}"),
        ("client_id", "{client_id}"),
    ])

    /// Where the Rust SDK looks, one place more than the others for either document.
    static let rustDiscovery = Discovery(
        openings: [.get, .initialize("2025-06-18")],
        resourceProbes: [
            "/.well-known/oauth-protected-resource/mcp",
            "/mcp/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource",
        ]
    )

    /// The registration of a public client.
    static func publicRegistration(
        _ name: String,
        _ redirects: [String],
        _ more: JSONObject = JSONObject()
    ) -> Identity {
        var body: JSONObject = [
            "client_name": .string(name),
            "redirect_uris": .array(redirects.map { .string($0) }),
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        ]
        for member in more { body.append(member.name, member.value) }
        return .registers(.object(body))
    }
}
