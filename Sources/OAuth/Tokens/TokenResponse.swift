private import JSON
public import Primitives

/// A successful answer of the token endpoint (RFC 6749 §5.1).
///
/// Every answer carries every member: some clients take a missing scope for an empty one, lose a
/// refresh token that is not repeated, or believe that a token without `expires_in` never expires.
public struct TokenResponse: Sendable {
    /// The access token.
    public let accessToken: SecretText
    /// The refresh token, of the same generation.
    public let refreshToken: SecretText
    /// Seconds until the client should refresh; at least 1, for 0 sends some clients into a loop.
    public let expiresInSeconds: Int64
    /// What the access token allows.
    public let scopes: ScopeSet
    /// The workspaces it opens now.
    public let workspaces: [EffectiveWorkspace]
    /// The identifier of the grant, for the log.
    public let grant: String
    /// The identifier of the person.
    let person: String

    /// The JSON body.
    public func serialized() -> [UInt8] {
        let details = DetailsCache.details(of: person, workspaces, scopes: scopes)
        var writer = JSONWriter(capacity: 512 + details.json.count)
        writer.beginObject()
        writer.name(literal: "access_token")
        writer.string(accessToken.exposed)
        writer.name(literal: "token_type")
        writer.string("Bearer")
        writer.name(literal: "expires_in")
        writer.integer(expiresInSeconds)
        writer.name(literal: "refresh_token")
        writer.string(refreshToken.exposed)
        writer.name(literal: "scope")
        writer.string(details.scope)
        writer.name(literal: "authorization_details")
        writer.json(details.json)
        writer.endObject()
        return writer.bytes
    }
}
