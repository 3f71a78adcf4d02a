/// What a client says about itself, checked and cleaned (RFC 7591 §2).
public struct ClientMetadata: Sendable, Equatable {
    /// How a client authenticates at the token endpoint.
    public enum AuthenticationMethod: String, Sendable, CaseIterable {
        /// It cannot keep a secret.
        case none
        /// A secret in the `Authorization` header.
        case basic = "client_secret_basic"
        /// A secret in the body.
        case post = "client_secret_post"
        /// An assertion signed with a key that its document publishes (RFC 7523 §2.2).
        case privateKeyJWT = "private_key_jwt"

        /// The methods with a secret that client and server share.
        public static let secrets: [AuthenticationMethod] = [.basic, .post]
    }

    /// Whether the client says it runs on a server or on a person's computer.
    public enum ApplicationType: String, Sendable, CaseIterable {
        /// On a person's computer.
        case native
        /// On a server.
        case web
    }

    /// The name it gave itself, cleaned; `nil` when it gave none.
    public let name: String?
    /// Where it may be sent back to, without repeats, in the order of their bytes.
    ///
    /// The ports of loopback URIs are dropped, for they mean nothing: a client that picks a new
    /// port each time stays one client.
    public let redirectURIs: [RedirectURI]
    /// How it proves itself.
    public let proof: ClientProof
    /// Where it says to run, repeated to it and otherwise unused.
    public let applicationType: ApplicationType?
    /// Its home page, `https` only.
    public let homePage: String?
    /// The scopes it named at registration, repeated to it and otherwise unused.
    public let scopes: ScopeSet

    /// The most redirect URIs that one client may have.
    public static let maximumRedirectURIs = 20

    /// The grant types every client may use, whatever it asked for.
    public static let grantTypes = ["authorization_code", "refresh_token"]

    /// Creates the metadata of a client that an operator registers.
    ///
    /// Returns `nil` without a redirect URI, with more than ``maximumRedirectURIs``, for a name of
    /// which nothing visible is left, or for a method that needs keys.
    public init?(name: String, redirectURIs: [RedirectURI], method: AuthenticationMethod) {
        guard let name = ClientName.cleaned(name), !redirectURIs.isEmpty,
            redirectURIs.count <= Self.maximumRedirectURIs, method != .privateKeyJWT
        else { return nil }
        self.init(
            name: name,
            redirectURIs: redirectURIs,
            proof: ClientProof(method),
            applicationType: nil,
            homePage: nil,
            scopes: .none
        )
    }

    init(
        name: String?,
        redirectURIs: [RedirectURI],
        proof: ClientProof,
        applicationType: ApplicationType?,
        homePage: String?,
        scopes: ScopeSet
    ) {
        self.name = name
        let significant = Set(redirectURIs.map(\.withoutInsignificantPort))
        self.redirectURIs = significant.sorted {
            $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
        }
        self.proof = proof
        self.applicationType = applicationType
        self.homePage = homePage
        self.scopes = scopes
    }

    /// How it authenticates.
    public var method: AuthenticationMethod { proof.method }

    /// The name to show, also where the client gave none.
    public var displayName: String { name ?? "An application without a name" }

    /// Whether `requested` is one of the client's redirect URIs.
    func allows(_ requested: RedirectURI) -> Bool {
        redirectURIs.contains { $0.allows(requested) }
    }

    /// The one redirect URI that a request without `redirect_uri` means, or `nil`.
    ///
    /// A loopback URI never is, because its port would be unknown.
    var onlyRedirectURI: RedirectURI? {
        guard redirectURIs.count == 1, let uri = redirectURIs.first, uri.kind != .loopback else {
            return nil
        }
        return uri
    }
}
