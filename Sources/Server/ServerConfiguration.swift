internal import MCP
public import OAuth

/// Where a server listens and what it takes from those who connect.
public struct ListenConfiguration: Sendable {
    /// Addresses as `ADDRESS:PORT`, IPv6 in brackets; port 0 takes a free one.
    public var addresses: [String]
    /// The PEM files of certificate chain and private key, or `nil` for plain HTTP.
    public var tls: TLSFiles?
    /// Networks, such as `10.0.0.0/8`, whose `X-Forwarded-For` and `X-Forwarded-Proto` are
    /// believed.
    public var trustedProxies: [String]
    /// How many event loops run, or `nil` for one fewer than there are processors, at
    /// least one.
    public var loopCount: Int?
    /// How many tools one sign-in may call in a minute, all at once if it likes; 0 for no limit.
    public var toolCallsPerMinute: Int64

    /// Creates the configuration of a plain listener on `addresses`.
    public init(addresses: [String]) {
        self.addresses = addresses
        tls = nil
        trustedProxies = []
        loopCount = nil
        toolCallsPerMinute = Self.standardToolCallsPerMinute
    }
}

extension ListenConfiguration {
    /// What a minute's tool calls are limited to unless configured otherwise.
    public static let standardToolCallsPerMinute = ToolCallLimiter.standardCallsPerMinute
    /// The most that can be configured.
    public static let maximumToolCallsPerMinute = ToolCallLimiter.maximumCallsPerMinute
}

/// The PEM files that TLS needs.
public struct TLSFiles: Sendable, Equatable {
    /// The certificate chain, the server's own certificate first.
    public let certificatePath: String
    /// The private key of the first certificate.
    public let keyPath: String

    /// Names the two files.
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}

/// Everything that `wayleave serve` and `wayleave demo` decide before the server starts.
public struct ServerConfiguration: Sendable {
    /// Where to listen.
    public var listen: ListenConfiguration
    /// The public origin, such as `https://auth.example.com`, that names this server to everyone.
    ///
    /// `nil` is allowed on loopback only, where the first bound address becomes the issuer.
    public var issuer: String?
    /// The database file; made when missing.
    public var databasePath: String
    /// The key file; made when missing, with mode 0600.
    public var keyPath: String
    /// A folder whose files replace built-in templates of the same name, or `nil`.
    public var templatesDirectory: String?
    /// A file that adds known clients to the built-in ones, read again on SIGHUP, or `nil`.
    public var knownClientsPath: String?
    /// Browser origins, beside the issuer's own and loopback, that may call the MCP endpoint.
    public var allowedOrigins: [String]
    /// Host names, beside the issuer's and the listening addresses, that requests may name.
    public var allowedHosts: [String]
    /// How long codes and tokens live where a client has no lifetimes of its own.
    public var lifetimes: TokenLifetimes

    /// Whether clients may describe themselves at loopback addresses of this computer over plain
    /// `http`, for development; only where the server itself listens on loopback addresses alone.
    public var allowsInsecureLoopbackClients = false
    /// The network through which this server calls others.
    public var outbound = OutboundNetwork()
    /// What drafts posts.
    public var generators = GeneratorConfiguration()

    /// Creates a configuration with the built-in pages, the usual lifetimes and no further origins
    /// or hosts.
    public init(
        listen: ListenConfiguration,
        issuer: String?,
        databasePath: String,
        keyPath: String
    ) {
        self.listen = listen
        self.issuer = issuer
        self.databasePath = databasePath
        self.keyPath = keyPath
        templatesDirectory = nil
        knownClientsPath = nil
        allowedOrigins = []
        allowedHosts = []
        lifetimes = .standard
    }
}

/// Everything that `wayleave mcp` decides before the tool router starts.
public struct ToolRouterConfiguration: Sendable {
    /// Where to listen.
    public var listen: ListenConfiguration
    /// The RFC 7662 endpoint that is asked on every call.
    public var introspectionEndpoint: String
    /// The resource-server credential as `ID:SECRET`.
    public var credential: ResourceServerCredential
    /// The identifier (RFC 8707) that tokens must be issued for, or `nil` for the own address.
    public var resource: String?
    /// The issuer that the resource metadata names, or `nil` for the endpoint's origin.
    public var authorizationServer: String?
    /// The database in which the tools keep the content of workspaces; without one only the tools
    /// that need none are offered.
    public var databasePath: String?
    /// What drafts posts.
    public var generators = GeneratorConfiguration()
    /// The network through which the router calls others.
    public var outbound = OutboundNetwork()
    /// Browser origins, beside loopback, that may call the MCP endpoint.
    public var allowedOrigins: [String]
    /// Host names, beside the resource's and the listening addresses, that requests may name.
    public var allowedHosts: [String]

    /// Creates a configuration for the endpoint `introspectionEndpoint`.
    public init(
        listen: ListenConfiguration,
        introspectionEndpoint: String,
        credential: ResourceServerCredential
    ) {
        self.listen = listen
        self.introspectionEndpoint = introspectionEndpoint
        self.credential = credential
        resource = nil
        authorizationServer = nil
        databasePath = nil
        allowedOrigins = []
        allowedHosts = []
    }
}
