internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// Where a Mastodon server answers.
///
/// Since 4.3 a server describes itself (RFC 8414); an older one has the same addresses and takes no
/// PKCE.
struct MastodonServer: Sendable, Equatable {
    let origin: String
    let authorize: String
    let token: String
    let register: String
    let revoke: String
    let takesProofKeys: Bool
    let issuer: String?
    let namesItself: Bool

    /// An older server.
    init(undescribed origin: String) {
        self.origin = origin
        authorize = origin + "/oauth/authorize"
        token = origin + "/oauth/token"
        register = origin + "/api/v1/apps"
        revoke = origin + "/oauth/revoke"
        takesProofKeys = false
        issuer = nil
        namesItself = false
    }

    /// A server that describes itself, or `nil` where the description is of another one.
    ///
    /// Everything must be on the origin that the person named: the description of one server may
    /// not lead them to another.
    init?(described json: JSONValue, at origin: String) {
        func address(_ name: String, or path: String) -> String? {
            guard let text = json[name]?.stringValue else { return origin + path }
            guard let url = AbsoluteURL(text), url.origin.isIdentical(to: origin) else {
                return nil
            }
            return text
        }
        guard let issuer = json["issuer"]?.stringValue,
            AbsoluteURL(issuer)?.origin.isIdentical(to: origin) == true,
            let authorize = address("authorization_endpoint", or: "/oauth/authorize"),
            let token = address("token_endpoint", or: "/oauth/token"),
            let register = address("app_registration_endpoint", or: "/api/v1/apps"),
            let revoke = address("revocation_endpoint", or: "/oauth/revoke")
        else { return nil }
        self.origin = origin
        self.authorize = authorize
        self.token = token
        self.register = register
        self.revoke = revoke
        self.issuer = issuer
        takesProofKeys =
            json["code_challenge_methods_supported"]?.arrayValue?.contains("S256") == true
        namesItself = json["authorization_response_iss_parameter_supported"] == true
    }

    /// Asks the server at `origin` what it says of itself.
    static func find(
        _ origin: String,
        _ network: NetworkClient
    ) async -> Result<MastodonServer, ConnectionRefusal> {
        let request = NetworkRequest.get(origin + "/.well-known/oauth-authorization-server")
        switch await network.send(request) {
        case .failure(.forbidden):
            return .failure(.answer("There is no server at that address."))
        case .failure: return .failure(.unavailable)
        case .success(let answer) where answer.status == 200:
            guard let json = answer.json, let server = MastodonServer(described: json, at: origin)
            else {
                return .failure(.answer("What answers there is no Mastodon server."))
            }
            return .success(server)
        case .success(let answer) where answer.status >= 500 || answer.status == 429:
            return .failure(.unavailable)
        case .success: return .success(MastodonServer(undescribed: origin))
        }
    }
}
