private import Primitives

/// What a resource server learns about a token (RFC 7662 §2.2).
public enum Introspection: Sendable, Equatable {
    /// The token is good.
    case active(ActiveAccess)
    /// It is not; the reason is for the log, the answer is the same for all.
    case inactive(Inactivity)

    /// Why a token is inactive.
    public enum Inactivity: Sendable, Equatable {
        /// It is not an access token of this server; codes and refresh tokens are none either.
        case notAnAccessToken
        /// Its MAC is wrong or its grant does not exist.
        case notAuthentic
        /// It is for another resource than the asking server's.
        case otherAudience
        /// The rule of its life refused it.
        case refused(AccessCheck.Refusal)

        /// A short name for the log.
        public var reason: String {
            switch self {
            case .notAnAccessToken: "not an access token"
            case .notAuthentic: "not authentic"
            case .otherAudience: "other audience"
            case .refused(.revoked(let reason)): "revoked: \(reason.rawValue)"
            case .refused(.userDisabled): "user disabled"
            case .refused(.clientDisabled): "client disabled"
            case .refused(.otherGeneration): "replaced by newer tokens"
            case .refused(.expired): "expired"
            }
        }
    }

    /// The JSON body; an inactive one carries nothing else (RFC 7662 §2.2).
    public func serialized() -> [UInt8] {
        switch self {
        case .active(let access): access.serialized()
        case .inactive: Array(#"{"active":false}"#.utf8)
        }
    }
}

/// What a good access token allows at this moment.
public struct ActiveAccess: Sendable, Equatable {
    /// The issuer.
    public let issuer: String
    /// The grant, its person, its client, and the workspaces it opens now.
    public let access: GrantAccess
    /// When the token was issued and ends, and its scopes.
    public let life: AccessCheck.Life

    /// The resource the token is for.
    public var audience: String { access.grant.terms.resource }

    func serialized() -> [UInt8] {
        WrittenAnswer.serialized(self)
    }
}
