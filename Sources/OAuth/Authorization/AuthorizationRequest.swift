internal import Primitives

/// Checks an authorization request, in the order that decides how its errors are told.
///
/// First whatever proves who asks and where the answer may go; until then errors are pages. Then
/// everything else; those errors go to the client (RFC 6749 §4.1.2.1).
enum AuthorizationRequest {
    /// The longest `state` that is returned; a longer one is refused, never cut.
    static let maximumStateBytes = 2_048

    /// Defined parameters, which must not repeat (RFC 6749 §3.1); `resource` may (RFC 8707 §2).
    private static let singleParameters = [
        "response_type", "response_mode", "state", "scope", "code_challenge",
        "code_challenge_method", "prompt", "login_hint", "request", "request_uri", "nonce",
        "display", "max_age",
    ]

    /// Every parameter that has a meaning here; others are ignored (RFC 6749 §3.1).
    static let definedParameters =
        singleParameters + ["client_id", "redirect_uri", "resource"]

    /// The `client_id` of a request.
    static func clientIdentifier(
        in parameters: RequestParameters
    ) throws(AuthorizationProblem) -> [UInt8] {
        guard !parameters.repeatsAny(of: ["client_id"]),
            let identifier = parameters.first("client_id")
        else { throw .noClient }
        return identifier
    }

    /// The proven redirect URI of a request of `client`.
    static func redirectURI(
        in parameters: RequestParameters,
        of client: Client
    ) throws(AuthorizationProblem) -> RedirectURI {
        let name = client.metadata.displayName
        guard client.disabledAt == nil else { throw .disabledClient(name: name) }
        guard !parameters.repeatsAny(of: ["redirect_uri"]) else {
            throw .noRedirectURI(clientName: name)
        }
        guard let bytes = parameters.first("redirect_uri") else {
            guard let only = client.metadata.onlyRedirectURI else {
                throw .noRedirectURI(clientName: name)
            }
            return only
        }
        let requested: RedirectURI
        do {
            requested = try RedirectURI(parsing: bytes)
        } catch {
            throw .badRedirectURI(clientName: name, error)
        }
        guard client.metadata.allows(requested) else {
            throw .unregisteredRedirectURI(clientName: name)
        }
        return requested
    }

    /// Checks everything else.
    static func accept(
        _ parameters: RequestParameters,
        of client: Client,
        to redirectURI: RedirectURI,
        resources: OfferedResources
    ) throws(AuthorizationRefusal) -> AcceptedAuthorizationRequest {
        guard !parameters.repeatsAny(of: singleParameters) else { throw .repeatedParameter }
        let state = parameters.first("state")
        guard (state ?? []).count <= maximumStateBytes else { throw .longState }
        guard parameters.all("request").isEmpty else { throw .requestObject }
        guard parameters.all("request_uri").isEmpty else { throw .requestReference }
        try checkResponse(parameters)
        let challenge = try challenge(in: parameters)
        let resource: OfferedResource
        do {
            resource = try resources.resource(for: parameters.all("resource"))
        } catch {
            throw .otherResource(error)
        }
        return AcceptedAuthorizationRequest(
            client: client,
            redirectURI: redirectURI,
            state: state,
            challenge: challenge,
            resource: resource.canonical,
            scopes: ScopeParameter.asked(by: parameters.first("scope"), at: resource.scopes),
            prompt: try prompt(in: parameters),
            loginHint: loginHint(in: parameters)
        )
    }

    /// The state that an error may return: none that was sent twice or is too long.
    static func returnableState(in parameters: RequestParameters) -> [UInt8]? {
        guard !parameters.repeatsAny(of: ["state"]), let state = parameters.first("state"),
            state.count <= maximumStateBytes
        else { return nil }
        return state
    }

    private static func checkResponse(
        _ parameters: RequestParameters
    ) throws(AuthorizationRefusal) {
        guard let type = parameters.first("response_type") else { throw .missingResponseType }
        guard type.elementsEqual("code".utf8) else { throw .otherResponseType }
        guard let mode = parameters.first("response_mode") else { return }
        guard mode.elementsEqual("query".utf8) else { throw .otherResponseMode }
    }

    /// The PKCE challenge; a missing method would mean `plain` (RFC 7636 §4.3).
    private static func challenge(
        in parameters: RequestParameters
    ) throws(AuthorizationRefusal) -> CodeChallenge {
        guard let bytes = parameters.first("code_challenge") else { throw .missingChallenge }
        let method = parameters.first("code_challenge_method") ?? []
        guard method.elementsEqual("S256".utf8) else { throw .otherChallengeMethod }
        guard let challenge = CodeChallenge(parsing: bytes) else { throw .malformedChallenge }
        return challenge
    }

    static func prompt(
        in parameters: RequestParameters
    ) throws(AuthorizationRefusal) -> AuthorizationPrompt {
        let words = (parameters.first("prompt") ?? []).split(separator: 0x20)
        if words.contains(where: { $0.elementsEqual("none".utf8) }) {
            throw words.count == 1 ? .silentConsent : .contradictoryPrompt
        }
        var prompt: AuthorizationPrompt = []
        for word in words {
            if word.elementsEqual("login".utf8) { prompt.insert(.signIn) }
            if word.elementsEqual("select_account".utf8) { prompt.insert(.chooseAccount) }
        }
        return prompt
    }

    static func loginHint(in parameters: RequestParameters) -> String? {
        guard let bytes = parameters.first("login_hint"), bytes.count <= 254,
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
