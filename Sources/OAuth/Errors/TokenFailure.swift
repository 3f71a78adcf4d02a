/// Why the token endpoint refused a request: the exact reason, for the log.
///
/// ``wire`` is what the client learns. All failures that could help somebody probe for codes or
/// tokens share one text there.
public enum TokenFailure: Error, Sendable, Equatable {
    /// A parameter was sent twice.
    case repeatedParameter
    /// `grant_type` is missing.
    case missingGrantType
    /// `grant_type` is not one of the two that are offered.
    case unsupportedGrantType
    /// `code` is missing.
    case missingCode
    /// `refresh_token` is missing.
    case missingRefreshToken
    /// The text is not a code of this server.
    case notACode
    /// The text is not a refresh token of this server.
    case notARefreshToken
    /// The token is well formed and its MAC is wrong, or its grant does not exist.
    case notAuthentic
    /// The token belongs to another client.
    case otherClient
    /// The redirect URI is not the one the code was sent to.
    case otherRedirectURI
    /// The PKCE verifier is missing, malformed or of another challenge.
    case wrongVerifier
    /// The resource is not the one that was approved.
    case otherResource(ResourceRefusal)
    /// The scope exceeds what was granted.
    case excessiveScope
    /// The person was disabled.
    case userDisabled
    /// The client was disabled.
    case clientDisabled
    /// The grant had ended before.
    case revoked(RevocationReason)
    /// The code is older than it may be.
    case codeExpired
    /// The code was redeemed before, so its grant has just been ended.
    case codeReplayed(grant: String)
    /// The refresh token was not used for too long.
    case idleExpired
    /// The grant is older than it may be.
    case absoluteExpired
    /// The token's successor was used, so its grant has just been ended.
    case refreshReplayed(grant: String, generationGap: UInt32)
    /// The token is from a generation that the database does not know yet.
    case fromTheFuture
    /// The store could not answer.
    case store(StoreError)

    /// What the client learns.
    public var wire: OAuthError {
        switch self {
        case .repeatedParameter: .repeatedParameter
        case .missingGrantType:
            OAuthError(
                .invalidRequest,
                "The parameter grant_type is missing. Send authorization_code or refresh_token."
            )
        case .unsupportedGrantType:
            OAuthError(
                .unsupportedGrantType,
                "This server offers the grant types authorization_code and refresh_token."
            )
        case .missingCode:
            OAuthError(.invalidRequest, "The parameter code is missing.")
        case .missingRefreshToken:
            OAuthError(.invalidRequest, "The parameter refresh_token is missing.")
        case .notACode, .otherRedirectURI, .wrongVerifier, .codeExpired, .codeReplayed:
            Self.unusable
        case .notARefreshToken, .idleExpired, .absoluteExpired, .refreshReplayed, .fromTheFuture:
            Self.unusable
        case .notAuthentic, .otherClient, .revoked, .userDisabled, .clientDisabled:
            Self.unusable
        case .otherResource(let refusal): refusal.wire
        case .excessiveScope:
            OAuthError(
                .invalidScope,
                "The scope exceeds what was granted. Leave scope out, or start a new authorization "
                    + "to ask the person for more."
            )
        case .store: .unavailable
        }
    }

    /// A short name for the log, without a secret.
    public var reason: String {
        switch self {
        case .otherResource(let refusal): "other resource: \(refusal.reason)"
        case .revoked(let reason): "revoked: \(reason.rawValue)"
        case .codeReplayed(let grant): "code replayed, ended \(grant)"
        case .refreshReplayed(let grant, let gap):
            "refresh token replayed \(gap) generations late, ended \(grant)"
        case .store(.unavailable(let text)): "store unavailable: \(text)"
        case .store(.damaged(let text)): "store damaged: \(text)"
        default: "\(self)"
        }
    }

    private static let unusable = OAuthError(
        .invalidGrant,
        "The code or refresh token is unknown, expired, revoked, already used, or was issued for "
            + "another client, redirect URI or verifier. Start a new authorization."
    )
}
