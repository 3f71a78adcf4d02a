/// Why a client or resource server did not prove who it is: the exact reason, for the log.
public enum ClientAuthenticationFailure: Error, Sendable, Equatable {
    /// A parameter was sent twice.
    case repeatedParameter
    /// Neither a header nor `client_id` names a client.
    case noClient
    /// Credentials are in the header and in the body.
    case twoMethods
    /// Header and body name different clients.
    case twoClients
    /// A client assertion was sent, which is not offered.
    case unsupportedMethod
    /// The `Authorization` scheme is not `Basic`.
    case unsupportedScheme
    /// The `Basic` credentials cannot be read.
    case malformedBasic
    /// Nobody knows the client.
    case unknownClient(usedBasic: Bool)
    /// The secret is wrong.
    case wrongSecret(usedBasic: Bool)
    /// The client used another method than the one it registered.
    case otherMethod(usedBasic: Bool)
    /// The client was disabled.
    case disabled(usedBasic: Bool)
    /// The store could not answer.
    case store(StoreError)

    /// What the client learns; it cannot tell an unknown client from a wrong secret.
    public var wire: OAuthError {
        switch self {
        case .repeatedParameter: .repeatedParameter
        case .noClient: Self.refused(usedBasic: false)
        case .twoMethods:
            OAuthError(
                .invalidRequest,
                "Credentials are sent in the header and in the body. Use one of the two."
            )
        case .twoClients:
            OAuthError(.invalidRequest, "The header and the body name different clients.")
        case .unsupportedMethod: Self.refused(usedBasic: false)
        case .unsupportedScheme, .malformedBasic: Self.refused(usedBasic: true)
        case .unknownClient(let usedBasic), .wrongSecret(let usedBasic):
            Self.refused(usedBasic: usedBasic)
        case .otherMethod(let usedBasic), .disabled(let usedBasic):
            Self.refused(usedBasic: usedBasic)
        case .store: .unavailable
        }
    }

    /// A short name for the log.
    public var reason: String { "\(self)" }

    private static func refused(usedBasic: Bool) -> OAuthError {
        OAuthError(
            .invalidClient,
            "The client is unknown or did not authenticate with the method it registered. "
                + "Register again, or check its id and secret.",
            challengesBasic: usedBasic
        )
    }
}
