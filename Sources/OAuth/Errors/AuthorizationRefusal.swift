/// Why an authorization request with a proven client and redirect URI is answered with an error.
public enum AuthorizationRefusal: Error, Sendable, Equatable {
    /// A parameter was sent twice.
    case repeatedParameter
    /// `state` is longer than this server returns unharmed.
    case longState
    /// `request` was sent.
    case requestObject
    /// `request_uri` was sent.
    case requestReference
    /// `response_type` is missing.
    case missingResponseType
    /// `response_type` is not `code`.
    case otherResponseType
    /// `response_mode` is not `query`.
    case otherResponseMode
    /// `code_challenge` is missing.
    case missingChallenge
    /// `code_challenge_method` is missing or not `S256`.
    case otherChallengeMethod
    /// `code_challenge` is not an `S256` challenge.
    case malformedChallenge
    /// `resource` is another resource.
    case otherResource(ResourceRefusal)
    /// `prompt` joins `none` with something else.
    case contradictoryPrompt
    /// `prompt=none`, and consent is always asked for.
    case silentConsent
    /// The person said no.
    case denied
    /// The operator's policy does not let the client in.
    case notAdmitted

    /// What the client learns (RFC 6749 §4.1.2.1).
    public var wire: OAuthError {
        switch self {
        case .repeatedParameter: .repeatedParameter
        case .longState: OAuthError(.invalidRequest, "The state is longer than 2048 bytes.")
        case .requestObject:
            OAuthError(.requestNotSupported, "Send the parameters themselves, not in request.")
        case .requestReference:
            OAuthError(
                .requestURINotSupported,
                "Send the parameters themselves, not in request_uri."
            )
        case .missingResponseType:
            OAuthError(.invalidRequest, "The parameter response_type is missing. Send code.")
        case .otherResponseType:
            OAuthError(.unsupportedResponseType, "This server offers the response type code.")
        case .otherResponseMode:
            OAuthError(.invalidRequest, "This server offers the response mode query.")
        case .missingChallenge:
            OAuthError(.invalidRequest, "PKCE is required. Send code_challenge with S256.")
        case .otherChallengeMethod:
            OAuthError(.invalidRequest, "Send S256 as code_challenge_method.")
        case .malformedChallenge:
            OAuthError(
                .invalidRequest,
                "The code_challenge must be the 43 base64url characters of a SHA-256 digest."
            )
        case .otherResource(let refusal): refusal.wire
        case .contradictoryPrompt:
            OAuthError(.invalidRequest, "The prompt none cannot be joined with others.")
        case .silentConsent:
            OAuthError(.consentRequired, "The person must be asked. Leave prompt none out.")
        case .denied: OAuthError(.accessDenied, "The person did not approve the request.")
        case .notAdmitted:
            OAuthError(
                .accessDenied,
                "The operator of this server does not allow this application."
            )
        }
    }

    /// A short name for the log.
    public var reason: String {
        if case .otherResource(let refusal) = self { return "other resource: \(refusal.reason)" }
        return "\(self)"
    }
}
