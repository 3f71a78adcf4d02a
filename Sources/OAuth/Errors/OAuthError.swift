public import JSON

/// An error as a client reads it: a code of the RFCs, the HTTP status and a sentence.
///
/// The sentence says what to do next, is ASCII without `"`, `\` and `=`, and never repeats what the
/// client sent: some clients search whole headers for `scope=`.
public struct OAuthError: Error, Sendable, Equatable {
    /// The codes of RFC 6749, 7009, 7591, 8707 and OpenID Connect Core that this server uses.
    public enum Code: String, Sendable, CaseIterable {
        /// A parameter is missing, repeated or malformed (RFC 6749 §5.2).
        case invalidRequest = "invalid_request"
        /// The client is unknown or did not prove itself (RFC 6749 §5.2).
        case invalidClient = "invalid_client"
        /// The code or refresh token cannot be used (RFC 6749 §5.2).
        case invalidGrant = "invalid_grant"
        /// This client may not do that (RFC 6749 §5.2).
        case unauthorizedClient = "unauthorized_client"
        /// The grant type is not offered (RFC 6749 §5.2).
        case unsupportedGrantType = "unsupported_grant_type"
        /// The scope exceeds what was granted (RFC 6749 §5.2).
        case invalidScope = "invalid_scope"
        /// The resource is not one of this server's (RFC 8707 §2).
        case invalidTarget = "invalid_target"
        /// The person said no (RFC 6749 §4.1.2.1).
        case accessDenied = "access_denied"
        /// Only `code` is offered (RFC 6749 §4.1.2.1).
        case unsupportedResponseType = "unsupported_response_type"
        /// Something broke here (RFC 6749 §4.1.2.1).
        case serverError = "server_error"
        /// The same request may succeed later (RFC 6749 §4.1.2.1).
        case temporarilyUnavailable = "temporarily_unavailable"
        /// `prompt=none` was asked for, and consent is needed (OpenID Connect Core §3.1.2.6).
        case consentRequired = "consent_required"
        /// Request objects are not offered (OpenID Connect Core §3.1.2.6).
        case requestNotSupported = "request_not_supported"
        /// Request objects by reference are not offered (OpenID Connect Core §3.1.2.6).
        case requestURINotSupported = "request_uri_not_supported"
        /// No redirect URI of a registration can be accepted (RFC 7591 §3.2.2).
        case invalidRedirectURI = "invalid_redirect_uri"
        /// A member of a registration cannot be accepted (RFC 7591 §3.2.2).
        case invalidClientMetadata = "invalid_client_metadata"
    }

    /// The code.
    public let code: Code
    /// The HTTP status for machine endpoints.
    public let status: Int
    /// What to do, in one or two sentences of ASCII.
    public let description: String
    /// Whether the answer names the `Basic` scheme in `WWW-Authenticate` (RFC 6749 §5.2).
    public let challengesBasic: Bool
    /// After how many seconds to try again, where that helps.
    public let retryAfterSeconds: Int?

    /// Creates an error whose status follows from its code.
    init(
        _ code: Code,
        _ description: String,
        challengesBasic: Bool = false,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.description = description
        self.challengesBasic = challengesBasic
        self.retryAfterSeconds = retryAfterSeconds
        status =
            switch code {
            case .invalidClient: 401
            case .serverError: 500
            case .temporarilyUnavailable: 503
            default: 400
            }
    }

    /// The body of the answer (RFC 6749 §5.2).
    public var json: JSONValue {
        ["error": .string(code.rawValue), "error_description": .string(description)]
    }

    /// The answer when a store or another part cannot work for the moment.
    public static let unavailable = OAuthError(
        .temporarilyUnavailable,
        "The server cannot answer right now. Try again in a few seconds.",
        retryAfterSeconds: 5
    )

    /// The answer to a parameter that is sent twice (RFC 6749 §3.2).
    static let repeatedParameter = OAuthError(
        .invalidRequest,
        "A parameter is sent more than once. Send each parameter once."
    )
}
