public import Primitives

/// What the authorization endpoint and the consent page run (RFC 6749 §4.1.1).
///
/// It hands out values for pages and takes values back; it never sees a page or a cookie.
public struct AuthorizationService: Sendable {
    /// What became of a request.
    public enum Outcome: Sendable, Equatable {
        /// An error page; nothing may be redirected.
        case page(AuthorizationProblem)
        /// An error for the client, to be held until the person has signed in.
        case held(AuthorizationRedirect)
        /// A request that waits for the person's decision.
        case accepted(AcceptedAuthorizationRequest)
        /// A request of a client whose document is read once the person has signed in.
        case unresolved(UnresolvedRequest)
    }

    /// What a sealed flow leads to.
    public enum Resumption: Sendable, Equatable {
        /// An error page; nothing may be redirected.
        case page(AuthorizationProblem)
        /// An error for the client, which the person may be sent on with now.
        case held(AuthorizationRedirect)
        /// A request that waits for the person's decision, and the random name of its flow.
        case accepted(AcceptedAuthorizationRequest, requestID: String)
        /// A request whose client's document is read once the person has signed in.
        case unresolved(UnresolvedRequest)
    }

    /// Where flows are sealed.
    public let sealer: FlowSealer

    private let resolver: ClientResolver
    private let documentClients: DocumentClients
    let tokens: TokenService
    private let resources: ResourceRegistry
    private let trust: ClientTrust
    private let random: any RandomSource

    /// Creates the service.
    public init(
        resolver: ClientResolver,
        documentClients: DocumentClients,
        tokens: TokenService,
        resources: ResourceRegistry,
        sealer: FlowSealer,
        trust: ClientTrust,
        random: any RandomSource
    ) {
        self.resolver = resolver
        self.documentClients = documentClients
        self.tokens = tokens
        self.resources = resources
        self.sealer = sealer
        self.trust = trust
        self.random = random
    }

    /// What the operator says about clients.
    public var admission: ClientAdmission { trust.admission }

    /// The lifetimes that a grant of this request would have, for the consent page.
    public func lifetimes(for request: AcceptedAuthorizationRequest) -> TokenLifetimes {
        ownLifetimes(of: request) ?? tokens.lifetimes
    }

    /// Checks an authorization request; stores nothing, so the same one may come twice.
    ///
    /// The document of a client is never read here: who asks may be anybody.
    public func begin(_ parameters: RequestParameters) async -> Outcome {
        do throws(AuthorizationProblem) {
            let identifier = try AuthorizationRequest.clientIdentifier(in: parameters)
            if ClientDocumentAddress.isClaimed(by: identifier) {
                let address = try documentClients.address(identifier)
                return .unresolved(try UnresolvedRequest(parameters, of: address))
            }
            return try await check(parameters, of: try await client(identifier))
        } catch {
            return .page(error)
        }
    }

    /// Checks everything that depends on the client, and all the rest.
    private func check(
        _ parameters: RequestParameters,
        of client: Client
    ) async throws(AuthorizationProblem) -> Outcome {
        let redirectURI = try AuthorizationRequest.redirectURI(in: parameters, of: client)
        let offered = try await offered()
        do throws(AuthorizationRefusal) {
            let request = try AuthorizationRequest.accept(
                parameters,
                of: client,
                to: redirectURI,
                resources: offered
            )
            return .accepted(recognized(request))
        } catch {
            return .held(
                AuthorizationRedirect(
                    redirectURI: redirectURI,
                    state: AuthorizationRequest.returnableState(in: parameters),
                    clientName: client.metadata.displayName,
                    error: error.wire
                )
            )
        }
    }

    /// Opens a sealed flow and looks its client up again.
    ///
    /// - Parameters:
    ///   - text: The sealed flow as the browser sent it.
    ///   - binding: The secret of the browser that sent it.
    ///   - person: Who is signed in there; without anybody no client's document is read.
    /// - Returns: What the flow leads to now; a client that was disabled meanwhile ends it.
    public func resume(
        _ text: [UInt8],
        binding: [UInt8],
        person: UserKey?
    ) async -> Resumption {
        guard let flow = sealer.open(text, binding: binding, at: tokens.clock.now()) else {
            return .page(.flowOver)
        }
        switch flow.content {
        case .held(let redirect): return .held(redirect)
        case .unresolved(let parameters):
            return await resume(parameters, requestID: flow.requestID, person: person)
        case .request(let opened):
            do throws(AuthorizationProblem) {
                let request = try await accepted(opened)
                return .accepted(request, requestID: flow.requestID)
            } catch {
                return .page(error)
            }
        }
    }

    private func resume(
        _ parameters: RequestParameters,
        requestID: String,
        person: UserKey?
    ) async -> Resumption {
        do throws(AuthorizationProblem) {
            let identifier = try AuthorizationRequest.clientIdentifier(in: parameters)
            let address = try documentClients.address(identifier)
            let unresolved = try UnresolvedRequest(parameters, of: address)
            guard let person else { return .unresolved(unresolved) }
            guard try await !isDenied(address, to: unresolved.redirectURI) else {
                throw .disabledClient(name: address.host)
            }
            let client = try await documentClients.client(
                at: address,
                flow: requestID,
                person: person
            )
            switch try await check(parameters, of: client) {
            case .page(let problem): return .page(problem)
            case .held(let redirect): return .held(redirect)
            case .accepted(let request): return .accepted(request, requestID: requestID)
            case .unresolved(let request): return .unresolved(request)
            }
        } catch {
            return .page(error)
        }
    }

    /// Whether the operator's policy shuts a client out whatever its document says, so that it need
    /// not even be read.
    private func isDenied(
        _ address: ClientDocumentAddress,
        to redirectURI: RedirectURI
    ) async throws(AuthorizationProblem) -> Bool {
        do {
            return try await trust.admission.refuses(address, to: redirectURI)
        } catch {
            throw .unavailable(error)
        }
    }

    /// How the client of `request` differs from what `person` approved last; empty when they never
    /// approved it, or when it has no document.
    public func changes(
        in request: AcceptedAuthorizationRequest,
        for person: UserKey
    ) async throws(AuthorizationProblem) -> [ClientChange] {
        try await documentClients.changes(of: request.client, for: person)
    }

    /// Stores an approval and returns the address that brings the client its code.
    ///
    /// A second approval of the same flow leads to the same code as long as it is unused, and to
    /// ``AuthorizationProblem/alreadyApproved`` afterwards, so that a double click or a step back
    /// in the browser neither makes two grants nor looks like a stolen code.
    ///
    /// - Parameters:
    ///   - approval: What the person said yes to.
    ///   - request: The request they answered.
    ///   - way: How the answer gets to the client.
    /// - Returns: The grant's identifier and the address.
    /// - Throws: ``AuthorizationProblem`` for the page to show instead.
    public func approve(
        _ approval: Approval,
        of request: AcceptedAuthorizationRequest,
        by way: AnswerWay = .browser
    ) async throws(AuthorizationProblem) -> (grant: String, location: String) {
        let now = tokens.clock.now()
        var draft = draft(approval, request, at: now)
        if way == .byHand {
            draft.lifetimes = lifetimes(for: request).lettingCodesWait(AnswerWay.byHandSeconds)
        }
        let grant: Grant
        do {
            grant = try await tokens.grants.insert(draft)
        } catch {
            throw .unavailable(error)
        }
        guard grant.terms.user == approval.user, grant.tokens.generation == 0,
            grant.revocation == nil
        else { throw .alreadyApproved }
        return (grant.identifier, location(of: grant, request))
    }

    /// What became of a request that was approved before, or `nil` where it was not.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - requestID: The random name of its flow.
    ///   - user: Who looks; an answer that somebody else gave is only ``GivenAnswer/taken``.
    /// - Returns: The answer.
    /// - Throws: ``StoreError``.
    public func answer(
        to request: AcceptedAuthorizationRequest,
        requestID: String,
        for user: UserKey
    ) async throws(StoreError) -> GivenAnswer? {
        guard let grant = try await tokens.grants.grant(requestID: requestID) else { return nil }
        guard grant.terms.user == user, grant.tokens.generation == 0, grant.revocation == nil
        else { return .taken }
        let lifetimes = grant.terms.lifetimes ?? tokens.lifetimes
        let age = tokens.clock.now().seconds(since: grant.createdAt)
        guard age < lifetimes.codeSeconds else { return .over }
        return .waiting(
            location: location(of: grant, request),
            seconds: lifetimes.codeSeconds - age
        )
    }

    private func location(of grant: Grant, _ request: AcceptedAuthorizationRequest) -> String {
        let code = Array(tokens.code(for: grant).exposed.utf8)
        return request.location(code: code, issuer: tokens.issuer)
    }

    /// The address that tells the client that the person said no (RFC 6749 §4.1.2.1).
    public func deny(_ request: AcceptedAuthorizationRequest) -> String {
        request.refused(.denied).location(issuer: tokens.issuer)
    }

    /// The error of a client that the operator's policy does not let in.
    public func notAdmitted(_ request: AcceptedAuthorizationRequest) -> AuthorizationRedirect {
        request.refused(.notAdmitted)
    }

    /// The address that tells the client of a held error.
    public func location(of held: AuthorizationRedirect) -> String {
        held.location(issuer: tokens.issuer)
    }

    private func offered() async throws(AuthorizationProblem) -> OfferedResources {
        do {
            return try await resources.offered()
        } catch {
            throw .unavailable(error)
        }
    }

    private func client(_ identifier: [UInt8]) async throws(AuthorizationProblem) -> Client {
        let found: Client?
        do {
            found = try await resolver.client(identifier)
        } catch {
            throw .unavailable(error)
        }
        guard let found else { throw .unknownClient }
        return found
    }

    private func accepted(
        _ opened: OpenedFlow.Request
    ) async throws(AuthorizationProblem) -> AcceptedAuthorizationRequest {
        let client = try await client(opened.client)
        let name = client.metadata.displayName
        guard client.disabledAt == nil else { throw .disabledClient(name: name) }
        guard client.metadata.allows(opened.redirectURI) else {
            throw .unregisteredRedirectURI(clientName: name)
        }
        return recognized(
            AcceptedAuthorizationRequest(
                client: client,
                redirectURI: opened.redirectURI,
                state: opened.state,
                challenge: opened.challenge,
                resource: opened.resource,
                scopes: opened.scopes,
                prompt: opened.prompt,
                loginHint: opened.loginHint
            )
        )
    }

    private func recognized(
        _ request: AcceptedAuthorizationRequest
    ) -> AcceptedAuthorizationRequest {
        var request = request
        request.recognition = trust.knownClients.current.recognize(
            request.client,
            at: request.redirectURI
        )
        return request
    }

    /// What an operator set for the client, or what is known of one that does not refresh.
    private func ownLifetimes(of request: AcceptedAuthorizationRequest) -> TokenLifetimes? {
        request.client.lifetimes
            ?? request.recognition.known?.lifetimes(over: tokens.lifetimes)
    }

    private func draft(
        _ approval: Approval,
        _ request: AcceptedAuthorizationRequest,
        at now: Timestamp
    ) -> GrantDraft {
        var draft = GrantDraft(
            approval: approval,
            client: request.client.record(at: now),
            code: CodeBinding(
                challenge: request.challenge.digest,
                redirectURI: request.redirectURI.text
            ),
            at: now,
            random: random
        )
        draft.lifetimes = ownLifetimes(of: request)
        return draft
    }
}
