internal import JSON
public import Primitives

/// The claims of a client assertion (RFC 7523 §3), read but not yet verified.
struct ClientAssertion: Sendable {
    /// The signed text.
    let signature: CompactSignature
    /// The client that it names as issuer and subject.
    let client: [UInt8]

    private let audiences: [String]
    private let expiry: Timestamp
    private let notBefore: Timestamp?
    private let issuedAt: Timestamp?
    private let identifier: String

    /// The value of `client_assertion_type` (RFC 7523 §2.2).
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// The longest life from now on, in seconds.
    static let maximumLifeSeconds: Int64 = 300
    /// How far the client's clock may be off, in seconds.
    static let skewSeconds: Int64 = 60

    /// Reads an assertion.
    ///
    /// - Parameter text: The parameter `client_assertion`.
    /// - Throws: ``AssertionProblem`` for a claim that is missing or of the wrong type.
    init(parsing text: [UInt8]) throws(AssertionProblem) {
        signature = try CompactSignature(parsing: text)
        let claims = signature.payload
        guard let issuer = claims["iss"]?.stringValue, let subject = claims["sub"]?.stringValue,
            issuer.isIdentical(to: subject), !subject.isEmpty
        else { throw .otherSubject }
        client = Array(subject.utf8)
        audiences = try Self.audiences(claims["aud"])
        guard let expiry = try Self.time("exp", claims) else { throw .noExpiry }
        self.expiry = expiry
        notBefore = try Self.time("nbf", claims)
        issuedAt = try Self.time("iat", claims)
        guard let identifier = claims["jti"]?.stringValue,
            (1...256).contains(identifier.utf8.count)
        else { throw .noIdentifier }
        self.identifier = identifier
    }

    /// Checks what does not need a key.
    ///
    /// - Parameters:
    ///   - accepted: The names of this server: its issuer and its token endpoint.
    ///   - now: The time of the request.
    /// - Throws: ``AssertionProblem`` for the first claim that is wrong.
    func check(audiences accepted: [String], at now: Timestamp) throws(AssertionProblem) {
        let isForeign = audiences.contains { audience in
            !accepted.contains { $0.isIdentical(to: audience) }
        }
        guard !audiences.isEmpty, !isForeign else { throw .otherAudience }
        let latest = now.adding(seconds: Self.skewSeconds)
        guard expiry.adding(seconds: Self.skewSeconds) > now else { throw .expired }
        guard expiry <= latest.adding(seconds: Self.maximumLifeSeconds) else { throw .longLived }
        for time in [notBefore, issuedAt] {
            if let time, time > latest { throw .fromTheFuture }
        }
    }

    /// What must not be presented a second time, and until when that must be remembered.
    var use: AssertionUse {
        AssertionUse(
            client: String(decoding: client, as: UTF8.self),
            identifier: identifier,
            until: expiry.adding(seconds: Self.skewSeconds)
        )
    }

    private static func audiences(_ value: JSONValue?) throws(AssertionProblem) -> [String] {
        switch value {
        case .string(let text)?: return [text]
        case .array(let list)?:
            let texts = list.compactMap(\.stringValue)
            guard texts.count == list.count else { throw .otherAudience }
            return texts
        default: throw .otherAudience
        }
    }

    /// A NumericDate (RFC 7519 §2), which may have a fraction.
    private static func time(
        _ name: String,
        _ claims: JSONObject
    ) throws(AssertionProblem) -> Timestamp? {
        switch claims[name] {
        case nil: return nil
        case .integer(let seconds)? where seconds >= 0:
            return Timestamp(secondsSinceEpoch: seconds)
        case .number(let seconds)? where seconds >= 0:
            guard let whole = Int64(exactly: seconds.rounded(.down)) else { throw .malformed }
            return Timestamp(secondsSinceEpoch: whole)
        default: throw .malformed
        }
    }
}

/// One presentation of an assertion, as a store remembers it.
public struct AssertionUse: Sendable, Equatable {
    /// The `client_id`.
    public let client: String
    /// The `jti`, unique for the client.
    public let identifier: String
    /// When the assertion cannot be presented any more, whatever is remembered.
    public let until: Timestamp

    /// Creates the value.
    public init(client: String, identifier: String, until: Timestamp) {
        self.client = client
        self.identifier = identifier
        self.until = until
    }
}
