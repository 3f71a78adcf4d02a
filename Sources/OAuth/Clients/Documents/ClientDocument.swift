internal import Cryptography
internal import JSON
private import Primitives

/// A client's metadata document that passed every check (Client ID Metadata Document, *Client
/// Metadata*).
///
/// Unknown members, and grant and response types that are not offered, are ignored, for real
/// documents serve many servers at once. Logos are never loaded.
struct ClientDocument: Sendable, Equatable {
    /// What it says, checked and cleaned.
    let metadata: ClientMetadata

    /// The longest document that is read, in bytes.
    static let maximumBytes = 5_120
    /// How deeply lists and objects may be nested.
    static let maximumDepth = 8

    /// The list of methods from which a server may choose, beside the one that is preferred.
    private static let methodChoices = "token_endpoint_auth_methods_supported"

    /// Reads the document that was found at `address`.
    ///
    /// - Parameters:
    ///   - body: The bytes of the answer.
    ///   - address: Where they came from.
    ///   - allowsLoopback: Whether the address of its keys may be one of this computer.
    /// - Throws: ``ClientDocumentProblem`` for the first rule that it breaks.
    init(
        parsing body: [UInt8],
        from address: ClientDocumentAddress,
        allowsLoopback: Bool
    ) throws(ClientDocumentProblem) {
        guard body.count <= Self.maximumBytes else { throw .tooLarge }
        guard let value = try? JSONValue(parsing: body, maximumDepth: Self.maximumDepth),
            let object = value.objectValue
        else { throw .notAnObject }
        guard object["client_id"]?.stringValue?.isIdentical(to: address.text) == true else {
            throw .otherClient
        }
        guard object["client_secret"] == nil, object["client_secret_expires_at"] == nil else {
            throw .secret
        }
        guard let name = object["client_name"]?.stringValue.flatMap({ ClientName.cleaned($0) })
        else {
            throw .noName
        }
        metadata = ClientMetadata(
            name: name,
            redirectURIs: try Self.redirectURIs(in: object),
            proof: try Self.proof(in: object, allowsLoopback: allowsLoopback),
            applicationType: object["application_type"]?.stringValue
                .flatMap(ClientMetadata.ApplicationType.init(rawValue:)),
            homePage: ClientMetadata.homePage(in: object),
            scopes: ClientMetadata.scopes(in: object)
        )
    }

    private static func redirectURIs(
        in object: JSONObject
    ) throws(ClientDocumentProblem) -> [RedirectURI] {
        do {
            return try RegistrationRequest.redirectURIs(in: object)
        } catch {
            throw .redirectURIs(error)
        }
    }

    /// The methods of the document, the preferred one first.
    ///
    /// A document without any means `none`: the default of RFC 7591 is a shared secret, which a
    /// document can never have.
    private static func methods(
        in object: JSONObject
    ) throws(ClientDocumentProblem) -> [ClientMetadata.AuthenticationMethod] {
        var names: [String] = []
        switch object["token_endpoint_auth_method"] {
        case nil, .null?: break
        case .string(let name)?: names.append(name)
        default: throw .otherMethods
        }
        switch object[methodChoices] {
        case nil, .null?: break
        case .array(let list)?:
            let choices = list.compactMap(\.stringValue)
            guard choices.count == list.count else { throw .otherMethods }
            names += choices
        default: throw .otherMethods
        }
        guard !names.isEmpty else { return [.none] }
        let usable = names.compactMap(ClientMetadata.AuthenticationMethod.init(rawValue:))
            .filter { !ClientMetadata.AuthenticationMethod.secrets.contains($0) }
        guard !usable.isEmpty else { throw .otherMethods }
        return usable
    }

    private static func proof(
        in object: JSONObject,
        allowsLoopback: Bool
    ) throws(ClientDocumentProblem) -> ClientProof {
        // A shared secret as the preferred method cannot work, whatever the choices are.
        let preferred = object["token_endpoint_auth_method"]?.stringValue ?? ""
        guard !preferred.utf8.starts(with: "client_secret_".utf8) else { throw .otherMethods }
        let methods = try methods(in: object)
        let isOptional = methods.contains(.none)
        guard methods.contains(.privateKeyJWT) else {
            try checkForSecretKeys(in: object)
            return ClientProof(.none)
        }
        guard let keys = try keys(in: object, allowsLoopback: allowsLoopback) else {
            guard isOptional else { throw .keySource }
            return ClientProof(.none)
        }
        let algorithm = try algorithm(in: object)
        return ClientProof(keys: keys, algorithm: algorithm, isOptional: isOptional)
    }

    /// Keys that nobody asked for are ignored, but for those that should have been kept secret.
    private static func checkForSecretKeys(
        in object: JSONObject
    ) throws(ClientDocumentProblem) {
        guard let inline = object["jwks"] else { return }
        do {
            _ = try JSONWebKeySet(inline)
        } catch {
            if error == .secretKey { throw .keys(error) }
        }
    }

    private static func keys(
        in object: JSONObject,
        allowsLoopback: Bool
    ) throws(ClientDocumentProblem) -> ClientKeySource? {
        let inline = object["jwks"].flatMap { $0 == .null ? nil : $0 }
        let address = object["jwks_uri"].flatMap { $0 == .null ? nil : $0 }
        guard inline == nil || address == nil else { throw .keySource }
        if let inline {
            do { return .inline(try JSONWebKeySet(inline)) } catch { throw .keys(error) }
        }
        guard let address else { return nil }
        guard let text = address.stringValue else { throw .keySource }
        do {
            let checked = try ClientDocumentAddress(
                parsing: Array(text.utf8),
                allowsLoopback: allowsLoopback
            )
            return .address(checked.text)
        } catch {
            throw .keyAddress(error)
        }
    }

    private static func algorithm(
        in object: JSONObject
    ) throws(ClientDocumentProblem) -> SignatureAlgorithm? {
        switch object["token_endpoint_auth_signing_alg"] {
        case nil, .null?: return nil
        case .string(let name)?:
            guard let algorithm = SignatureAlgorithm(named: name) else { throw .otherAlgorithm }
            return algorithm
        default: throw .otherAlgorithm
        }
    }
}
