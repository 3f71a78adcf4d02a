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
    /// The client assertion proves nothing.
    case badAssertion(AssertionProblem)
    /// The client's keys cannot be had now; the reason is for the log.
    case keysUnavailable(afterSeconds: Int64, reason: String)
    /// The client presented more assertions than are remembered.
    case tooManyAssertions
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
        case .badAssertion: Self.refused(usedBasic: false)
        case .keysUnavailable(let seconds, _): Self.later(afterSeconds: Int(clamping: seconds))
        case .tooManyAssertions: Self.later(afterSeconds: 60)
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
                + "Register again, or check its id and its secret or assertion.",
            challengesBasic: usedBasic
        )
    }

    /// Never `invalid_client` for a passing trouble: some clients forget everything then.
    private static func later(afterSeconds seconds: Int) -> OAuthError {
        OAuthError(
            .temporarilyUnavailable,
            "The proof of the client cannot be checked right now. Try again a little later.",
            retryAfterSeconds: seconds
        )
    }
}
