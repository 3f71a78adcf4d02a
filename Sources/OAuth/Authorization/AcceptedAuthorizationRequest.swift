/// What a client asks to be shown or done before the answer (OpenID Connect Core §3.1.2.1).
public struct AuthorizationPrompt: OptionSet, Sendable, Hashable {
    /// The bits, as the sealed flow keeps them.
    public let rawValue: UInt8

    /// Takes the bits over.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The person should sign in again.
    public static let signIn = AuthorizationPrompt(rawValue: 1)
    /// The person should be able to choose another account.
    public static let chooseAccount = AuthorizationPrompt(rawValue: 2)
}

/// An authorization request that passed every check and waits for a person.
public struct AcceptedAuthorizationRequest: Sendable, Equatable {
    /// The client.
    public let client: Client
    /// Where the answer goes.
    public let redirectURI: RedirectURI
    /// The client's state, to be returned byte for byte; `nil` when none was sent.
    public let state: [UInt8]?
    /// The PKCE challenge.
    public let challenge: CodeChallenge
    /// The canonical resource.
    public let resource: String
    /// What is asked for.
    public let scopes: ScopeSet
    /// What the client wants shown first.
    public let prompt: AuthorizationPrompt
    /// The account the client expects, for the sign-in form.
    public let loginHint: String?
    /// What the registry of known clients makes of it.
    public internal(set) var recognition = ClientRecognition.unknown

    /// The answer with `refusal` in it.
    func refused(_ refusal: AuthorizationRefusal) -> AuthorizationRedirect {
        AuthorizationRedirect(
            redirectURI: redirectURI,
            state: state,
            clientName: client.metadata.displayName,
            error: refusal.wire
        )
    }

    /// The address that brings the client its code (RFC 6749 §4.1.2, RFC 9207 §2).
    func location(code: [UInt8], issuer: Issuer) -> String {
        var parameters: [(name: String, value: [UInt8])] = [("code", code)]
        if let state { parameters.append(("state", state)) }
        parameters.append(("iss", Array(issuer.text.utf8)))
        return redirectURI.adding(parameters)
    }
}
