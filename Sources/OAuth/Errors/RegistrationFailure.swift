/// Why a registration was refused (RFC 7591 §3.2.2).
public enum RegistrationFailure: Error, Sendable, Equatable {
    /// The body is not one JSON object, or has a member twice.
    case notAnObject
    /// The body or the metadata is too large.
    case tooLarge
    /// `redirect_uris` is missing, empty or not a list of texts.
    case noRedirectURI
    /// There are more redirect URIs than one client may have.
    case tooManyRedirectURIs
    /// No redirect URI can be accepted; this is what is wrong with the last.
    case badRedirectURI(RedirectURIProblem)
    /// The authentication method is not offered.
    case unknownMethod
    /// Grant types are named, yet not `authorization_code`.
    case noOfferedGrantType
    /// An operator has disabled or removed a client with this very metadata.
    case shutOut
    /// The store could not answer.
    case store(StoreError)

    /// What the client learns.
    public var wire: OAuthError {
        switch self {
        case .notAnObject:
            OAuthError(
                .invalidClientMetadata,
                "The body must be one JSON object without repeated members."
            )
        case .tooLarge:
            OAuthError(.invalidClientMetadata, "The client metadata is too large.")
        case .noRedirectURI:
            OAuthError(.invalidRedirectURI, "Send redirect_uris, a list with at least one URI.")
        case .tooManyRedirectURIs:
            OAuthError(.invalidRedirectURI, "Register at most 20 redirect URIs.")
        case .badRedirectURI(let problem):
            OAuthError(.invalidRedirectURI, "No redirect URI can be accepted. \(problem.text)")
        case .unknownMethod:
            OAuthError(
                .invalidClientMetadata,
                "Use none, client_secret_basic or client_secret_post as "
                    + "token_endpoint_auth_method."
            )
        case .shutOut:
            OAuthError(
                .invalidClientMetadata,
                "An operator of this server has shut this client out. Registering again does not "
                    + "change that; ask the operator to let it in."
            )
        case .store: .unavailable
        case .noOfferedGrantType:
            OAuthError(
                .invalidClientMetadata,
                "This server offers the grant types authorization_code and refresh_token."
            )
        }
    }

    /// A short name for the log.
    public var reason: String { "\(self)" }
}
