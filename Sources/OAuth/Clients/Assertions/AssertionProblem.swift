/// Why a client assertion proves nothing: the exact reason, for the log.
public enum AssertionProblem: Error, Sendable, Equatable, CaseIterable {
    /// `client_assertion_type` is missing or not that of a JWT.
    case otherAssertionType
    /// It is not three parts of base64url with JSON in the first two, or has a critical extension.
    case malformed
    /// The header states the type of another kind of token.
    case otherType
    /// The algorithm is none of those that are verified: `none` and `HS256` never are.
    case otherAlgorithm
    /// `iss` or `sub` is missing, they differ, or they are not the client of the request.
    case otherSubject
    /// `aud` is missing, or names another server as well.
    case otherAudience
    /// `exp` is missing or not a number.
    case noExpiry
    /// It has expired.
    case expired
    /// It would be valid for longer than five minutes.
    case longLived
    /// `nbf` or `iat` is later than a wrong clock explains.
    case fromTheFuture
    /// `jti` is missing or longer than 256 bytes.
    case noIdentifier
    /// No published key has the name in the header.
    case unknownKey
    /// The signature is not that of a published key.
    case wrongSignature
    /// The client said that it signs with another algorithm.
    case unannouncedAlgorithm
    /// It was presented before.
    case replayed
}
