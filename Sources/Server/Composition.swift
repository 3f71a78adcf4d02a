internal import Cryptography
internal import Database
internal import Directory
internal import Endpoints
internal import HTTP
internal import HTTPServer
internal import MCP
internal import OAuth
internal import Pages
internal import Primitives
internal import PublishingTools
internal import Storage

/// Puts the parts of the authorization server together.
struct Composition: Sendable {
    let configuration: ServerConfiguration
    let keys: KeyRing
    let store: Store
    let knownClients: KnownClientRegistry
    let publishing: PublishingServices
    let log: any Log
    /// Checks and makes password hashes, of full strength unless a test says otherwise.
    var hasher = PasswordHasher(random: SystemRandom())

    /// One for everything that expires, for it keeps the highest time it told.
    private let clock = SteadyWallClock()

    private var random: SystemRandom { SystemRandom() }

    /// The handler of a server that listens on `addresses`.
    ///
    /// - Parameters:
    ///   - addresses: Where the server listens.
    ///   - source: Where the documents of clients are read.
    /// - Returns: The handler.
    /// - Throws: ``ServerError`` where the configuration contradicts itself.
    func handler(
        _ addresses: [BoundAddress],
        documents source: any DocumentSource
    ) throws(ServerError) -> any HTTPHandler {
        let issuer = try ServerIssuer.settle(configuration.issuer, first: addresses.first?.url)
        guard let resource = ResourceIndicator(canonical: issuer.address(of: "/mcp")),
            let origin = AbsoluteURL(issuer.text)
        else { throw ServerError("'\(issuer.text)' cannot name a resource") }
        let tokens = try tokenService(issuer)
        let documents = ClientDocuments(
            source: source,
            clock: clock,
            allowsLoopback: configuration.allowsInsecureLoopbackClients
        )
        let resolver = resolver(issuer)
        let protocols = Application.ProtocolServices(
            issuer: issuer,
            resources: ResourceRegistry(own: resource, store: store.resourceServers),
            resolver: resolver,
            authentication: ClientAuthentication(
                resolver: resolver,
                assertions: AssertionAuthentication(
                    documents: documents,
                    store: store.assertions,
                    issuer: issuer,
                    clock: clock
                )
            ),
            resourceServers: ResourceServerAuthentication(store: store.resourceServers),
            tokens: tokens,
            router: try toolRouter(issuer, resource, tokens)
        )
        let surroundings = Application.Surroundings(
            hosts: HostPolicy(
                origin: origin,
                aliases: ServerIssuer.aliases(addresses, configuration.allowedHosts)
            ),
            origins: OriginPolicy(
                [origin] + (try ServerIssuer.origins(configuration.allowedOrigins))
            ),
            assets: StaticFile.assets,
            isReady: { [store] in (try? store.database.read { _ in true }) ?? false },
            clock: clock,
            log: log
        )
        let browser = try browser(issuer, resource, tokens, documents)
        let application = Application(protocols, browser, surroundings)
        do {
            return try application.handler()
        } catch {
            throw ServerError("the table of addresses contradicts itself: \(error)")
        }
    }

    private func resolver(_ issuer: Issuer) -> ClientResolver {
        ClientResolver(
            registrar: ClientRegistrar(
                registrationKey: keys.registrationKey,
                secretKey: keys.clientSecretKey,
                issuer: issuer,
                random: random
            ),
            store: store.clients
        )
    }

    private func tokenService(_ issuer: Issuer) throws(ServerError) -> TokenService {
        let tokenKeys = TokenKeys(
            peppers: keys.tokenPeppers,
            newestPepperID: keys.newestPepperID,
            blockKey: keys.tokenBlockKey
        )
        guard let tokenKeys else {
            throw ServerError("the key file has no newest token key; restore it from a backup")
        }
        return TokenService(
            codec: TokenCodec(keys: tokenKeys),
            grants: store.grants,
            issuer: issuer,
            lifetimes: configuration.lifetimes,
            clock: clock
        )
    }

    private func toolRouter(
        _ issuer: Issuer,
        _ resource: ResourceIndicator,
        _ tokens: TokenService
    ) throws(ServerError) -> MCPRouter {
        let metadataPath = EndpointPath.protectedResourceMetadata + "/mcp"
        var router = try ToolRouterParts.router(
            ToolRouterParts.Place(
                resource: resource,
                metadataURL: issuer.address(of: metadataPath),
                managementURL: issuer.address(of: PagePath.connection)
            ),
            tools: ToolRegistry.all(publishing),
            introspector: StoredTokenIntrospector(tokens: tokens, audience: resource.canonical),
            journal: CallJournal(log: log, audit: store.audit, clock: clock),
            callsPerMinute: configuration.listen.toolCallsPerMinute
        )
        router.confirmation = CallConfirmation(
            sealer: SealedCallState(key: keys.callStateKey, random: random),
            clock: clock
        )
        router.approvals = AccountApprovals(
            store: store.callApprovals,
            address: issuer.address(of: PagePath.confirm),
            clock: clock,
            random: random
        )
        return router
    }

    private func browser(
        _ issuer: Issuer,
        _ resource: ResourceIndicator,
        _ tokens: TokenService,
        _ documents: ClientDocuments
    ) throws(ServerError) -> Application.BrowserServices {
        let renderer: PageRenderer
        do {
            renderer = try PageRenderer(overrides: configuration.templatesDirectory)
        } catch {
            throw ServerError("\(error)")
        }
        let sessions = BrowserSessions(
            store: store.sessions,
            policy: SessionPolicy(),
            clock: clock
        )
        var services = Application.BrowserServices(
            authorization: AuthorizationService(
                resolver: resolver(issuer),
                documentClients: DocumentClients(documents: documents, store: store.clients),
                tokens: tokens,
                resources: ResourceRegistry(own: resource, store: store.resourceServers),
                sealer: FlowSealer(key: keys.flowKey, random: random),
                trust: ClientTrust(
                    knownClients: knownClients,
                    admission: ClientAdmission(store: store.admission, clock: clock)
                ),
                random: random
            ),
            signIn: signIn,
            workspaces: store.workspaces,
            account: Application.AccountServices(
                connections: Connections(
                    listing: store.grants,
                    grants: store.grants,
                    lifetimes: configuration.lifetimes,
                    clock: clock
                ),
                activity: Activity(store: store.activity),
                knownClients: knownClients,
                approvals: store.callApprovals
            ),
            visitors: Visitors(
                cookies: BrowserCookies(isSecure: issuer.isSecure),
                sessions: sessions,
                random: random
            ),
            forms: FormProtection(
                origin: SameOriginForm(issuer: issuer.text),
                csrf: CSRF(key: keys.csrfKey)
            ),
            pages: PageAnswers(renderer: renderer)
        )
        services.connecting = publishing.connections
        return services
    }

    private var signIn: SignIn {
        SignIn(
            stores: SignIn.Stores(
                people: store.people,
                sessions: store.sessions,
                throttles: store.throttles,
                journal: store.audit
            ),
            checker: hasher,
            throttleKey: keys.throttleKey,
            surroundings: SignIn.Surroundings(clock: clock, random: random)
        )
    }
}

extension StaticFile {
    /// The files of `Public/`, as they are in the program.
    static var assets: [StaticFile] {
        PublicFile.all.map { file in
            StaticFile(
                path: file.path,
                mediaType: file.mediaType,
                bytes: file.bytes,
                digest: SHA256.digest(file.bytes)
            )
        }
    }
}
