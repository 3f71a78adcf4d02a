private import Cryptography
public import JSON

/// The paths of the endpoints, below the issuer.
public enum EndpointPath {
    /// The authorization endpoint.
    public static let authorize = "/authorize"
    /// The token endpoint.
    public static let token = "/token"
    /// The registration endpoint.
    public static let register = "/register"
    /// Where a client reads and ends its own registration (RFC 7592 §2).
    public static let clientConfiguration = "/register/client"
    /// The revocation endpoint.
    public static let revoke = "/revoke"
    /// The introspection endpoint.
    public static let introspect = "/introspect"
    /// The metadata of the authorization server (RFC 8414 §3).
    public static let authorizationServerMetadata = "/.well-known/oauth-authorization-server"
    /// The same under OpenID's name, for clients that look only there.
    public static let openIDConfiguration = "/.well-known/openid-configuration"
    /// The metadata of the resource, without the resource's path (RFC 9728 §3).
    public static let protectedResourceMetadata = "/.well-known/oauth-protected-resource"
}

/// The metadata document of the authorization server (RFC 8414 §2).
///
/// It lists only what works. Every member that has a default is stated, because clients choose by
/// what they read; none is empty, because some take the whole document for absent then.
public struct AuthorizationServerMetadata: Sendable {
    /// The issuer.
    public let issuer: Issuer

    /// Creates the document of `issuer`.
    public init(issuer: Issuer) {
        self.issuer = issuer
    }

    /// The document.
    public var json: JSONValue {
        let methods = ClientMetadata.AuthenticationMethod.allCases.map(\.rawValue)
        let secretMethods = ClientMetadata.AuthenticationMethod.secrets.map(\.rawValue)
        let algorithms = SignatureAlgorithm.allCases.map(\.rawValue)
        var object = JSONObject()
        object.append("issuer", .string(issuer.text))
        object.append("authorization_endpoint", address(EndpointPath.authorize))
        object.append("token_endpoint", address(EndpointPath.token))
        object.append("registration_endpoint", address(EndpointPath.register))
        object.append("revocation_endpoint", address(EndpointPath.revoke))
        object.append("introspection_endpoint", address(EndpointPath.introspect))
        object.append("response_types_supported", ["code"])
        object.append("response_modes_supported", ["query"])
        object.append("grant_types_supported", list(ClientMetadata.grantTypes))
        object.append("code_challenge_methods_supported", ["S256"])
        object.append("token_endpoint_auth_methods_supported", list(methods))
        object.append("token_endpoint_auth_signing_alg_values_supported", list(algorithms))
        object.append("revocation_endpoint_auth_methods_supported", list(methods))
        object.append("revocation_endpoint_auth_signing_alg_values_supported", list(algorithms))
        object.append("introspection_endpoint_auth_methods_supported", list(secretMethods))
        object.append("scopes_supported", list(Scope.allCases.map(\.name)))
        object.append("client_id_metadata_document_supported", true)
        object.append("authorization_response_iss_parameter_supported", true)
        return .object(object)
    }

    private func address(_ path: String) -> JSONValue {
        .string(issuer.address(of: path))
    }

    private func list(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }
}
