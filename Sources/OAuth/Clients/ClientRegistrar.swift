public import Cryptography
public import JSON
public import Primitives

/// Registers clients without storing anything (RFC 7591).
///
/// The `client_id` is the canonical metadata, sealed: equal metadata gives an equal id, and a flood
/// of registrations leaves nothing behind. A secret is derived from the id, so it needs no row
/// either.
public struct ClientRegistrar: Sendable {
    /// How every dynamic `client_id` begins; never like an address, which would name a document.
    public static let prefix = "dyn_"

    private static let context = Array("wayleave client".utf8)

    private let registrationKey: SealingKey
    private let secretKey: MACKey

    /// Creates the registrar.
    public init(registrationKey: SealingKey, secretKey: MACKey) {
        self.registrationKey = registrationKey
        self.secretKey = secretKey
    }

    /// Answers a registration request.
    ///
    /// - Parameters:
    ///   - body: The JSON body.
    ///   - now: The time of the request.
    /// - Returns: The 201 answer, with a secret only where the method needs one.
    /// - Throws: ``RegistrationFailure``; its `wire` goes out.
    public func register(
        _ body: [UInt8],
        at now: Timestamp
    ) throws(RegistrationFailure) -> JSONValue {
        let request = try RegistrationRequest(parsing: body)
        let metadata = request.metadata
        let identifier = identifier(for: metadata)
        var answer = JSONObject()
        answer.append("client_id", .string(identifier))
        answer.append("client_id_issued_at", .integer(now.secondsSinceEpoch))
        if metadata.method != .none {
            answer.append("client_secret", .string(secret(for: identifier).exposed))
            answer.append("client_secret_expires_at", 0)
        }
        answer.append("redirect_uris", .array(request.redirectURIs.map { .string($0.text) }))
        answer.append("token_endpoint_auth_method", .string(metadata.method.rawValue))
        answer.append("grant_types", .array(ClientMetadata.grantTypes.map { .string($0) }))
        answer.append("response_types", ["code"])
        if let name = metadata.name { answer.append("client_name", .string(name)) }
        if let page = metadata.homePage { answer.append("client_uri", .string(page)) }
        if let type = metadata.applicationType {
            answer.append("application_type", .string(type.rawValue))
        }
        if !metadata.scopes.isEmpty { answer.append("scope", .string(metadata.scopes.text)) }
        return .object(answer)
    }

    /// The `client_id` of a client with this metadata.
    func identifier(for metadata: ClientMetadata) -> String {
        let sealed = registrationKey.sealDeterministically(
            metadata.canonicalJSON,
            context: Self.context
        )
        return Self.prefix + Base64URL.encode(sealed)
    }

    /// The metadata that a dynamic `client_id` holds, or `nil` where this server did not issue it.
    func metadata(in identifier: String) -> ClientMetadata? {
        let bytes = Array(identifier.utf8)
        guard bytes.starts(with: Self.prefix.utf8), bytes.count <= 8_192,
            let sealed = Base64URL.decode(bytes.dropFirst(Self.prefix.utf8.count)),
            let canonical = registrationKey.open(sealed, context: Self.context)
        else { return nil }
        return ClientMetadata(canonicalJSON: canonical)
    }

    /// The secret of a dynamic client.
    func secret(for identifier: String) -> SecretText {
        SecretText("wls_" + Base64URL.encode(secretKey.authenticate(Array(identifier.utf8))))
    }
}
