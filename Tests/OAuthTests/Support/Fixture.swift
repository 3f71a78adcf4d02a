import Cryptography
import JSON
import OAuth
import Primitives
import TestSupport
import Testing

/// A whole authorization server over memory, with a clock and a random source that the test owns.
struct Fixture {
    static let resourceText = "https://auth.example.com/mcp"
    static let redirect = "https://client.example.org/callback?a=1"
    /// RFC 7636 appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let binding = Array("browser".utf8)

    let clock = ManualClock()
    let random = SeededRandom(seed: 1)
    let store = MemoryStore()
    let published = MemoryDocuments()
    let codec: TokenCodec
    let registrar: ClientRegistrar
    let issuer: Issuer
    let resource: ResourceIndicator
    let tokens: TokenService
    let authorization: AuthorizationService
    let authentication: ClientAuthentication

    init(lifetimes: TokenLifetimes = .standard, allowsLoopback: Bool = false) throws {
        codec = TokenCodec(keys: try Self.keys())
        issuer = try #require(Issuer(parsing: "https://auth.example.com"))
        resource = try #require(ResourceIndicator(canonical: Self.resourceText))
        registrar = ClientRegistrar(
            registrationKey: SealingKey([UInt8](repeating: 3, count: 32)),
            secretKey: MACKey([UInt8](repeating: 4, count: 32)),
            issuer: issuer,
            random: random
        )
        let resolver = ClientResolver(registrar: registrar, store: store)
        let documents = ClientDocuments(
            source: published,
            clock: clock,
            allowsLoopback: allowsLoopback
        )
        tokens = TokenService(
            codec: codec,
            grants: store,
            issuer: issuer,
            lifetimes: lifetimes,
            clock: clock
        )
        authorization = AuthorizationService(
            resolver: resolver,
            documentClients: DocumentClients(documents: documents, store: store),
            tokens: tokens,
            resources: ResourceRegistry(own: resource, store: store),
            sealer: FlowSealer(key: SealingKey([UInt8](repeating: 5, count: 32)), random: random),
            trust: ClientTrust(
                knownClients: KnownClientRegistry(.builtIn),
                admission: ClientAdmission(store: store, clock: clock)
            ),
            random: random
        )
        authentication = ClientAuthentication(
            resolver: resolver,
            assertions: AssertionAuthentication(
                documents: documents,
                store: store,
                issuer: issuer,
                clock: clock
            )
        )
        store.change { state in
            for (key, role) in [(Int64(1), WorkspaceRole.owner), (2, .editor), (3, .viewer)] {
                state.memberships[WorkspaceKey(key)] = EffectiveWorkspace(
                    identifier: "ws_\(key)",
                    name: "Workspace \(key)",
                    role: role
                )
            }
        }
    }

    static func keys(
        ids: [UInt8] = [1],
        newest: UInt8 = 1
    ) throws -> TokenKeys {
        let peppers = ids.map { ($0, MACKey([UInt8](repeating: $0, count: 32))) }
        return try #require(
            TokenKeys(
                peppers: Dictionary(uniqueKeysWithValues: peppers),
                newestPepperID: newest,
                blockKey: BlockKey([UInt8](repeating: 2, count: 32))
            )
        )
    }

    /// Registers a client and returns its answer.
    func register(_ metadata: JSONValue) throws -> JSONValue {
        try registrar.register(metadata.serialized(), at: clock.now())
    }

    /// Registers a client and returns its `client_id`.
    func clientID(
        method: String = "none",
        redirects: [String] = [Fixture.redirect],
        name: String = "Test client"
    ) throws -> String {
        let answer = try register([
            "redirect_uris": .array(redirects.map { .string($0) }),
            "client_name": .string(name),
            "token_endpoint_auth_method": .string(method),
        ])
        return try #require(answer["client_id"]?.stringValue)
    }

    /// The client behind `identifier`, as the token endpoint finds it.
    func client(_ identifier: String) async throws -> Client {
        try await authentication.client(
            authorization: nil,
            parameters: Self.parameters([("client_id", identifier)])
        )
    }

    static func parameters(_ pairs: [(String, String)]) -> RequestParameters {
        RequestParameters(
            pairs.map { RequestParameters.Pair(name: Array($0.utf8), value: Array($1.utf8)) }
        )
    }

    /// The parameters of a good authorization request.
    static func authorizePairs(_ clientID: String) -> [(String, String)] {
        [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirect),
            ("state", "s"), ("code_challenge", challenge), ("code_challenge_method", "S256"),
            ("resource", resourceText),
        ]
    }

    func begin(_ pairs: [(String, String)]) async -> AuthorizationService.Outcome {
        await authorization.begin(Self.parameters(pairs))
    }

    func accepted(_ pairs: [(String, String)]) async throws -> AcceptedAuthorizationRequest {
        guard case .accepted(let request) = await begin(pairs) else {
            throw Unexpected()
        }
        return request
    }

    /// Approves a request for user 1 and returns the address and the code in it.
    func approve(
        _ clientID: String,
        scopes: ScopeSet = .resource,
        workspaces: [Int64] = [1, 2, 3],
        requestID: String = "request",
        resource: String = Fixture.resourceText
    ) async throws -> (location: String, code: String) {
        let pairs = Self.authorizePairs(clientID).map { name, value in
            (name, name == "resource" ? resource : value)
        }
        let request = try await accepted(pairs)
        let approval = Approval(
            requestID: requestID,
            user: UserKey(1),
            resource: request.resource,
            scopes: scopes,
            workspaces: workspaces.map(WorkspaceKey.init(_:))
        )
        let (_, location) = try await authorization.approve(approval, of: request)
        let code = try #require(Self.queryValue("code", in: location))
        return (location, code)
    }

    /// Takes a request of a client with a document from `/authorize` to the consent page.
    func acceptedDocument(
        _ pairs: [(String, String)],
        person: Int64 = 1
    ) async throws -> AcceptedAuthorizationRequest {
        guard case .accepted(let request, _) = try await resume(pairs, person: person) else {
            throw Unexpected()
        }
        return request
    }

    /// What becomes of a request of a client with a document once `person` has signed in.
    func resume(
        _ pairs: [(String, String)],
        person: Int64?
    ) async throws -> AuthorizationService.Resumption {
        guard case .unresolved(let request) = await begin(pairs) else { throw Unexpected() }
        let text = authorization.sealer.seal(request, binding: Self.binding, at: clock.now())
        return await resume(flow: text, person: person)
    }

    func resume(flow: String, person: Int64?) async -> AuthorizationService.Resumption {
        await authorization.resume(
            Array(flow.utf8),
            binding: Self.binding,
            person: person.map(UserKey.init(_:))
        )
    }

    /// Approves `request` and returns the code.
    func approve(
        _ request: AcceptedAuthorizationRequest,
        person: Int64 = 1,
        requestID: String = "request"
    ) async throws -> String {
        let approval = Approval(
            requestID: requestID,
            user: UserKey(person),
            resource: request.resource,
            scopes: .resource,
            workspaces: [WorkspaceKey(1)]
        )
        let (_, location) = try await authorization.approve(approval, of: request)
        return try #require(Self.queryValue("code", in: location))
    }

    static func queryValue(_ name: String, in location: String) -> String? {
        for pair in location.split(separator: "?").dropFirst().joined().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.first.map(String.init) == name {
                return parts.dropFirst().first.map(String.init)
            }
        }
        return nil
    }

    func exchange(
        _ code: String,
        of clientID: String,
        _ changes: [String: String?] = [:]
    ) async throws -> TokenResponse {
        var values: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "code_verifier": Self.verifier,
        ]
        values.merge(changes) { $1 }
        return try await answer(values, clientID)
    }

    func refresh(
        _ token: SecretText,
        of clientID: String,
        _ changes: [String: String?] = [:]
    ) async throws -> TokenResponse {
        var values: [String: String?] = [
            "grant_type": "refresh_token", "refresh_token": token.exposed,
        ]
        values.merge(changes) { $1 }
        return try await answer(values, clientID)
    }

    private func answer(_ values: [String: String?], _ clientID: String) async throws
        -> TokenResponse
    {
        let pairs = values.compactMap { name, value in value.map { (name, $0) } }
        let request = try TokenRequest(parsing: Self.parameters(pairs))
        return try await tokens.answer(request, from: try await client(clientID))
    }

    func introspect(_ token: SecretText) async throws -> Introspection {
        try await tokens.introspect(Array(token.exposed.utf8), audience: Self.resourceText)
    }

    func isActive(_ token: SecretText) async throws -> Bool {
        guard case .active = try await introspect(token) else { return false }
        return true
    }
}

/// A value was of another case than the test needs.
struct Unexpected: Error {}

/// The failure that `body` throws, or `nil` when it succeeds.
func tokenFailure(_ body: () async throws -> TokenResponse) async throws -> TokenFailure? {
    do {
        _ = try await body()
        return nil
    } catch let failure as TokenFailure {
        return failure
    }
}
