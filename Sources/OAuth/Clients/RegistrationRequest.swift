internal import JSON
private import Primitives

/// A parsed registration request (RFC 7591 §3.1).
///
/// Tolerant where real clients are careless, strict where it matters. Members that are unknown,
/// null or only for display and malformed are ignored; redirect URIs that cannot be accepted are
/// left out as long as one remains, and the answer lists what was kept; the authentication method
/// must be one that is offered, because replacing it would weaken a client behind its back.
struct RegistrationRequest: Sendable {
    /// The checked metadata.
    let metadata: ClientMetadata
    /// The accepted redirect URIs as they were sent, ports included, for the answer.
    let redirectURIs: [RedirectURI]

    /// The largest body that is read.
    static let maximumBytes = 16_384

    /// The largest canonical form, so that a `client_id` fits into any address.
    static let maximumCanonicalBytes = 3_072

    init(parsing body: [UInt8]) throws(RegistrationFailure) {
        guard body.count <= Self.maximumBytes else { throw .tooLarge }
        guard let value = try? JSONValue(parsing: body), let object = value.objectValue else {
            throw .notAnObject
        }
        let uris = try Self.redirectURIs(in: object)
        try Self.checkGrantTypes(in: object)
        let metadata = ClientMetadata(
            name: object["client_name"]?.stringValue.flatMap { ClientName.cleaned($0) },
            redirectURIs: uris,
            proof: ClientProof(try Self.method(in: object)),
            applicationType: object["application_type"]?.stringValue
                .flatMap(ClientMetadata.ApplicationType.init(rawValue:)),
            homePage: ClientMetadata.homePage(in: object),
            scopes: ClientMetadata.scopes(in: object)
        )
        guard metadata.canonicalJSON.count <= Self.maximumCanonicalBytes else { throw .tooLarge }
        self.metadata = metadata
        redirectURIs = uris
    }

    static func redirectURIs(
        in object: JSONObject
    ) throws(RegistrationFailure) -> [RedirectURI] {
        guard let list = object["redirect_uris"]?.arrayValue, !list.isEmpty else {
            throw .noRedirectURI
        }
        guard list.count <= ClientMetadata.maximumRedirectURIs else { throw .tooManyRedirectURIs }
        var accepted: [RedirectURI] = []
        var problem = RedirectURIProblem.noScheme
        for item in list {
            guard let text = item.stringValue else { throw .noRedirectURI }
            do {
                let uri = try RedirectURI(parsing: text)
                if !accepted.contains(uri) { accepted.append(uri) }
            } catch {
                problem = error
            }
        }
        guard !accepted.isEmpty else { throw .badRedirectURI(problem) }
        return accepted
    }

    private static func method(
        in object: JSONObject
    ) throws(RegistrationFailure) -> ClientMetadata.AuthenticationMethod {
        switch object["token_endpoint_auth_method"] {
        // RFC 7591 §2: the default is client_secret_basic.
        case nil, .null?: return .basic
        case .string(let text)?:
            // Keys have their place in a document: an identifier could not hold them.
            guard let method = ClientMetadata.AuthenticationMethod(rawValue: text),
                method != .privateKeyJWT
            else { throw .unknownMethod }
            return method
        default: throw .unknownMethod
        }
    }

    /// Refuses a client that names grant types and not the one that is offered.
    private static func checkGrantTypes(in object: JSONObject) throws(RegistrationFailure) {
        guard let list = object["grant_types"]?.arrayValue, !list.isEmpty else { return }
        let names = list.compactMap(\.stringValue)
        guard names.contains(where: { $0.isIdentical(to: "authorization_code") }) else {
            throw .noOfferedGrantType
        }
    }
}
