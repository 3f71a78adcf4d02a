private import JSON
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
        var writer = JSONWriter(capacity: 1_024)
        writer.beginObject()
        writer.name("active")
        writer.bool(true)
        let texts = [
            ("iss", issuer),
            ("sub", access.user.identifier),
            ("username", access.user.email),
            ("name", access.user.name),
            ("client_id", access.client.identifier),
            ("client_name", access.client.name),
            ("scope", life.scopes.text),
            ("aud", audience),
            ("token_type", "Bearer"),
            ("grant_id", access.grant.identifier),
        ]
        for (name, text) in texts {
            writer.name(name)
            writer.string(text)
        }
        writer.name("iat")
        writer.integer(life.issuedAt.secondsSinceEpoch)
        writer.name("exp")
        writer.integer(life.expiresAt.secondsSinceEpoch)
        writer.name("authorization_details")
        let start = writer.bytes.count
        WorkspaceDetails.write(access.workspaces, scopes: life.scopes, to: &writer)
        let revision = Self.revision(of: writer.bytes[start...], scopes: life.scopes)
        writer.name("revision")
        writer.string(revision)
        writer.endObject()
        return writer.bytes
    }

    /// A text that changes when the scopes or workspaces change: FNV-1a over both, for caches only.
    private static func revision(of details: ArraySlice<UInt8>, scopes: ScopeSet) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(scopes.mask)
        for byte in details { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) })
    }
}
