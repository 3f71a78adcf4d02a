public import Cryptography
public import JSON
public import Primitives

/// Registers clients without storing anything (RFC 7591).
///
/// The `client_id` is the canonical metadata, sealed, so a flood of registrations leaves nothing
/// behind. Secret and registration access token are derived from the id and need no row either.
///
/// Public clients with equal metadata get an equal id. A client that asks for a secret gets an id
/// of its own: with a shared one, whoever repeats its metadata would be handed its secret too.
public struct ClientRegistrar: Sendable {
    /// How every dynamic `client_id` begins; never like an address, which would name a document.
    public static let prefix = "dyn_"

    private static let context = Array("wayleave client".utf8)

    private let registrationKey: SealingKey
    private let secretKey: MACKey
    private let issuer: Issuer
    private let random: any RandomSource

    /// Creates the registrar of `issuer`, below which clients read their registration again.
    public init(
        registrationKey: SealingKey,
        secretKey: MACKey,
        issuer: Issuer,
        random: any RandomSource
    ) {
        self.registrationKey = registrationKey
        self.secretKey = secretKey
        self.issuer = issuer
        self.random = random
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
        answer(try RegistrationRequest(parsing: body), at: now)
    }

    /// Answers a registration request that was read before.
    func answer(_ request: RegistrationRequest, at now: Timestamp) -> JSONValue {
        let identifier = identifier(for: request.metadata)
        let addresses = request.redirectURIs.map(\.text)
        return document(request.metadata, identifier, addresses, issuedAt: now)
    }

    /// What the client reads of itself (RFC 7591 §3.2.1, RFC 7592 §3).
    func document(
        _ metadata: ClientMetadata,
        _ identifier: String,
        _ redirectURIs: [String],
        issuedAt: Timestamp?
    ) -> JSONValue {
        var answer = JSONObject()
        answer.append("client_id", .string(identifier))
        if let issuedAt {
            answer.append("client_id_issued_at", .integer(issuedAt.secondsSinceEpoch))
        }
        if metadata.method != .none {
            answer.append("client_secret", .string(secret(for: identifier).exposed))
            answer.append("client_secret_expires_at", 0)
        }
        let token = registrationToken(for: identifier)
        answer.append("registration_access_token", .string(token.exposed))
        answer.append("registration_client_uri", .string(configurationAddress(of: identifier)))
        answer.append("redirect_uris", .array(redirectURIs.map { .string($0) }))
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

    /// The `client_id` of a client with this metadata, another one each time for a client with a
    /// secret.
    func identifier(for metadata: ClientMetadata) -> String {
        let canonical = metadata.canonicalJSON
        let sealed =
            metadata.method == .none
            ? registrationKey.sealDeterministically(canonical, context: Self.context)
            : registrationKey.seal(canonical, context: Self.context, random: random)
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

    /// What reads and ends the registration of a dynamic client (RFC 7592 §3).
    func registrationToken(for identifier: String) -> SecretText {
        let message = Array("wayleave registration ".utf8) + Array(identifier.utf8)
        return SecretText("wlg_" + Base64URL.encode(secretKey.authenticate(message)))
    }

    /// Where a client reads and ends its registration; identifiers are base64url.
    private func configurationAddress(of identifier: String) -> String {
        issuer.address(of: EndpointPath.clientConfiguration) + "?client_id=" + identifier
    }
}
