/// A request whose form has been checked and whose body has arrived in full.
public struct HTTPRequest: Sendable {
    /// What the client asks to be done.
    public var method: HTTPMethod
    /// The path as it stood in the request line: ASCII, percent escapes intact, `*` for the
    /// asterisk form.
    public var path: String
    /// The bytes after the first `?`, undecoded; `nil` when there is no `?`.
    public var query: [UInt8]?
    /// The header fields in their order.
    public var fields: HTTPFields
    /// The content, transfer coding removed.
    public var body: [UInt8]
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    public var minorVersion: Int
    /// The authority of an absolute-form target, which takes precedence over `Host` (RFC 9112
    /// §3.2.2).
    var targetAuthority: [UInt8]?

    /// Creates a request from its parts.
    public init(
        method: HTTPMethod,
        path: String,
        query: [UInt8]? = nil,
        fields: HTTPFields = HTTPFields(),
        body: [UInt8] = [],
        minorVersion: Int = 1
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.minorVersion = minorVersion
    }

    /// The host that the client believes it talks to; `nil` only for HTTP/1.0 without `Host`.
    ///
    /// Never use it to build the server's own addresses: those are configured.
    public var authority: HostHeader? {
        if let targetAuthority { return HostHeader(targetAuthority) }
        return fields.only(.host).value.flatMap { HostHeader($0) }
    }

    /// Whether `Host` decides about the host and is exactly `host`, byte for byte.
    ///
    /// `false` only means that ``authority`` has to be looked at.
    public func names(host: [UInt8]) -> Bool {
        targetAuthority == nil && fields.isOnly(.host, host)
    }

    /// Whether the connection may carry a further request after this one (RFC 9112 §9.3).
    public var allowsKeepAlive: Bool {
        if fields.hasToken(.connection, "close") { return false }
        return minorVersion >= 1 || fields.hasToken(.connection, "keep-alive")
    }
}
