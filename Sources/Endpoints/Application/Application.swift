package import Directory
private import HTTP
package import HTTPServer
package import MCP
package import OAuth
package import Primitives
package import Publishing

/// Every address of the server and who answers it.
package struct Application: Sendable {
    private let protocols: ProtocolServices
    private let browser: BrowserServices
    private let surroundings: Surroundings

    /// What the machine endpoints run.
    package struct ProtocolServices: Sendable {
        let issuer: Issuer
        let resources: ResourceRegistry
        let resolver: ClientResolver
        let authentication: ClientAuthentication
        let resourceServers: ResourceServerAuthentication
        let tokens: TokenService
        let router: MCPRouter

        /// Gathers the services.
        package init(
            issuer: Issuer,
            resources: ResourceRegistry,
            resolver: ClientResolver,
            authentication: ClientAuthentication,
            resourceServers: ResourceServerAuthentication,
            tokens: TokenService,
            router: MCPRouter
        ) {
            self.issuer = issuer
            self.resources = resources
            self.resolver = resolver
            self.authentication = authentication
            self.resourceServers = resourceServers
            self.tokens = tokens
            self.router = router
        }
    }

    /// What the pages of a person's account run.
    package struct AccountServices: Sendable {
        let connections: Connections
        let activity: Activity
        let knownClients: KnownClientRegistry
        let approvals: any CallApprovalStore

        /// Gathers the services.
        package init(
            connections: Connections,
            activity: Activity,
            knownClients: KnownClientRegistry,
            approvals: any CallApprovalStore
        ) {
            self.connections = connections
            self.activity = activity
            self.knownClients = knownClients
            self.approvals = approvals
        }
    }

    /// What the pages run.
    package struct BrowserServices: Sendable {
        let authorization: AuthorizationService
        let signIn: SignIn
        let workspaces: any WorkspaceDirectory
        let account: AccountServices
        let visitors: Visitors
        let forms: FormProtection
        let pages: PageAnswers
        /// Connects profiles of networks, or `nil` where there is no network to connect.
        package var connecting: ProfileConnecting?

        /// Gathers the services.
        package init(
            authorization: AuthorizationService,
            signIn: SignIn,
            workspaces: any WorkspaceDirectory,
            account: AccountServices,
            visitors: Visitors,
            forms: FormProtection,
            pages: PageAnswers
        ) {
            self.authorization = authorization
            self.signIn = signIn
            self.workspaces = workspaces
            self.account = account
            self.visitors = visitors
            self.forms = forms
            self.pages = pages
        }
    }

    /// What everything takes from the world.
    package struct Surroundings: Sendable {
        let hosts: HostPolicy
        let origins: OriginPolicy
        let assets: [StaticFile]
        let isReady: @Sendable () async -> Bool
        let clock: any WallClock
        let log: any Log

        /// Gathers the surroundings.
        package init(
            hosts: HostPolicy,
            origins: OriginPolicy,
            assets: [StaticFile],
            isReady: @escaping @Sendable () async -> Bool,
            clock: any WallClock,
            log: any Log
        ) {
            self.hosts = hosts
            self.origins = origins
            self.assets = assets
            self.isReady = isReady
            self.clock = clock
            self.log = log
        }
    }

    /// Creates the application.
    package init(
        _ protocols: ProtocolServices,
        _ browser: BrowserServices,
        _ surroundings: Surroundings
    ) {
        self.protocols = protocols
        self.browser = browser
        self.surroundings = surroundings
    }

    /// Builds the handler of the whole server.
    ///
    /// - Returns: The handler.
    /// - Throws: ``/HTTPServer/Router/TableError`` when the table contradicts itself.
    package func handler() throws(Router.TableError) -> any HTTPHandler {
        let notFound = NotFound(pages: browser.pages)
        let routes = try Router(
            metadataRoutes + protocolRoutes + pageRoutes + accountRoutes + assetRoutes,
            notFound: ResourceMetadataEndpoint(
                resources: protocols.resources,
                issuer: protocols.issuer,
                next: notFound
            )
        ) { notFound.methodRefusal($0, $1) }
        return try Application.outer(
            routes,
            surroundings.hosts,
            isSecure: protocols.issuer.isSecure,
            isReady: surroundings.isReady
        )
    }

    /// Puts host check, health and the marks of every answer around `inner`.
    ///
    /// Health is asked by address, from inside the network, so it stands before the host check.
    package static func outer(
        _ inner: any HTTPHandler,
        _ hosts: HostPolicy,
        isSecure: Bool,
        isReady: @escaping @Sendable () async -> Bool
    ) throws(Router.TableError) -> any HTTPHandler {
        let health = try Router(
            [
                .init(.get, "/healthz", HealthEndpoint { true }),
                .init(.get, "/readyz", HealthEndpoint(isReady: isReady)),
            ],
            notFound: HostGuard(hosts, inner)
        ) { NotFound(pages: nil).methodRefusal($0, $1) }
        return AnswerMarks(health, isSecure: isSecure)
    }

    /// Where the co-hosted tool router answers.
    package static let mcpPath = "/mcp"

    private var metadataRoutes: [Router.Route] {
        let server = FixedDocument(AuthorizationServerMetadata(issuer: protocols.issuer).json)
        return Self.readable(.get, EndpointPath.authorizationServerMetadata, server)
            + Self.readable(.get, EndpointPath.openIDConfiguration, server)
            + Self.resourceMetadataRoutes(
                protocols.resources.own,
                at: Self.mcpPath,
                protocols.issuer
            )
    }

    /// The two addresses of the resource's metadata, for the server and for the lone router.
    package static func resourceMetadataRoutes(
        _ resource: ResourceIndicator,
        at path: String,
        _ issuer: Issuer
    ) -> [Router.Route] {
        let document = FixedDocument(
            ProtectedResourceMetadata(resource: resource, issuer: issuer, name: "Wayleave tools")
                .json
        )
        let root = EndpointPath.protectedResourceMetadata
        return readable(.get, root, document) + readable(.get, root + path, document)
    }

    private var protocolRoutes: [Router.Route] {
        let log = surroundings.log
        let token = TokenEndpoint(
            authentication: protocols.authentication,
            tokens: protocols.tokens,
            log: log
        )
        let register = RegistrationEndpoint(
            resolver: protocols.resolver,
            clock: surroundings.clock,
            log: log
        )
        let revoke = RevocationEndpoint(
            authentication: protocols.authentication,
            tokens: protocols.tokens,
            log: log
        )
        let introspect = IntrospectionEndpoint(
            authentication: protocols.resourceServers,
            tokens: protocols.tokens,
            log: log
        )
        return Self.readable(.post, EndpointPath.token, token)
            + Self.readable(.post, EndpointPath.register, register)
            + configurationRoutes
            + Self.readable(.post, EndpointPath.revoke, revoke)
            // No page has business with introspection, so it has no CORS.
            + [.init(.post, EndpointPath.introspect, introspect)]
            + Self.mcpRoutes(protocols.router, at: Self.mcpPath, surroundings.origins)
    }

    private var configurationRoutes: [Router.Route] {
        let endpoint = CrossOrigin(
            ClientConfigurationEndpoint(
                management: ClientManagement(
                    resolver: protocols.resolver,
                    clock: surroundings.clock
                )
            ),
            methods: "GET, HEAD, DELETE"
        )
        let methods: [HTTPMethod] = [.get, .delete, .put, .options]
        return methods.map { .init($0, EndpointPath.clientConfiguration, endpoint) }
    }

    /// The routes of the MCP endpoint, for the server and for the lone router.
    package static func mcpRoutes(
        _ router: MCPRouter,
        at path: String,
        _ origins: OriginPolicy
    ) -> [Router.Route] {
        let endpoint = MCPEndpoint(router: router, origins: origins)
        let readable = CrossOrigin(endpoint, methods: "POST")
        let methods: [HTTPMethod] = [.post, .get, .delete, .options]
        return methods.map { .init($0, path, $0 == .options ? readable : endpoint) }
    }

    private var pageRoutes: [Router.Route] {
        let authorize = AuthorizeEndpoint(
            authorization: browser.authorization,
            visitors: browser.visitors,
            pages: browser.pages,
            clock: surroundings.clock,
            log: surroundings.log
        )
        let signIn = SignInEndpoint(
            SignInEndpoint.Parts(
                signIn: browser.signIn,
                authorization: browser.authorization,
                visitors: browser.visitors,
                forms: browser.forms,
                pages: browser.pages
            ),
            clock: surroundings.clock,
            log: surroundings.log
        )
        let consent = ConsentEndpoint(
            authorization: browser.authorization,
            workspaces: browser.workspaces,
            connections: browser.account.connections,
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages,
            log: surroundings.log
        )
        let signOut = SignOutEndpoint(
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages
        )
        return connectRoutes + [
            .init(.get, "/", FixedRedirect(browser.pages, to: PagePath.account)),
            .init(.get, EndpointPath.authorize, authorize),
            .init(.get, PagePath.signIn, signIn), .init(.post, PagePath.signIn, signIn),
            .init(.get, PagePath.consent, consent), .init(.post, PagePath.consent, consent),
            .init(.post, PagePath.signOut, signOut),
        ]
    }

    private var accountRoutes: [Router.Route] {
        let account = AccountEndpoint(
            connections: browser.account.connections,
            knownClients: browser.account.knownClients,
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages
        )
        let connection = ConnectionEndpoint(
            connections: browser.account.connections,
            workspaces: browser.workspaces,
            resources: protocols.resources,
            account: account,
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages
        )
        let activity = ActivityEndpoint(
            activity: browser.account.activity,
            visitors: browser.visitors,
            pages: browser.pages
        )
        let confirm = ConfirmEndpoint(
            approvals: browser.account.approvals,
            account: account,
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages,
            clock: surroundings.clock
        )
        return [
            .init(.get, PagePath.account, account), .init(.post, PagePath.account, account),
            .init(.get, PagePath.connection, connection),
            .init(.post, PagePath.connection, connection),
            .init(.get, PagePath.activity, activity),
            .init(.get, PagePath.confirm, confirm), .init(.post, PagePath.confirm, confirm),
        ]
    }

    private var connectRoutes: [Router.Route] {
        guard let connecting = browser.connecting else { return [] }
        let parts = ConnectParts(
            connecting: connecting,
            visitors: browser.visitors,
            forms: browser.forms,
            pages: browser.pages,
            log: surroundings.log
        )
        let (start, profiles) = (ConnectEndpoint(parts), ConnectProfilesEndpoint(parts))
        let connected = ProfilesEndpoint(parts, workspaces: browser.workspaces)
        return [
            .init(.get, PagePath.profiles, connected), .init(.post, PagePath.profiles, connected),
            .init(.get, PagePath.connect, start), .init(.post, PagePath.connect, start),
            .init(.get, PagePath.connectCallback, ConnectCallbackEndpoint(parts)),
            .init(.get, PagePath.connectProfiles, profiles),
            .init(.post, PagePath.connectProfiles, profiles),
        ]
    }

    private var assetRoutes: [Router.Route] {
        surroundings.assets.map { .init(.get, $0.path, StaticFileHandler($0)) }
    }

    /// Routes `method` on `path`, with a preflight, to a handler whose answers any page may read.
    private static func readable(
        _ method: HTTPMethod,
        _ path: String,
        _ handler: any HTTPHandler
    ) -> [Router.Route] {
        let methods: HTTPFieldValue = method == .get ? "GET, HEAD" : "POST"
        let readable = CrossOrigin(handler, methods: methods)
        return [.init(method, path, readable), .init(.options, path, readable)]
    }
}
