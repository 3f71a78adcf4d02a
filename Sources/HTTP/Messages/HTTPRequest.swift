/// A request whose form has been checked and whose body has arrived in full.
///
/// Everything but the body is one object, so that a copy counts two references.
public struct HTTPRequest: Sendable {
    private(set) var head: RequestHead
    /// The content, transfer coding removed.
    public var body: [UInt8]

    /// What the client asks to be done.
    public var method: HTTPMethod { head.method }
    /// The path as it stood in the request line: ASCII, percent escapes intact, `*` for the
    /// asterisk form.
    public var path: String { head.path }
    /// The bytes after the first `?`, undecoded; `nil` when there is no `?`.
    public var query: [UInt8]? { head.query }
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    public var minorVersion: Int { head.minorVersion }

    /// The header fields in their order.
    public var fields: HTTPFields {
        get { head.fields }
        set {
            head = RequestHead(
                method: head.method,
                path: head.path,
                query: head.query,
                fields: newValue,
                minorVersion: head.minorVersion,
                targetAuthority: head.targetAuthority
            )
        }
    }

    /// Creates a request from its parts.
    public init(
        method: HTTPMethod,
        path: String,
        query: [UInt8]? = nil,
        fields: HTTPFields = HTTPFields(),
        body: [UInt8] = [],
        minorVersion: Int = 1
    ) {
        head = RequestHead(
            method: method,
            path: path,
            query: query,
            fields: fields,
            minorVersion: minorVersion,
            targetAuthority: nil
        )
        self.body = body
    }

    init(head: RequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    /// The host that the client believes it talks to; `nil` only for HTTP/1.0 without `Host`.
    ///
    /// Never use it to build the server's own addresses: those are configured.
    public var authority: HostHeader? {
        if let authority = head.targetAuthority { return HostHeader(authority) }
        return fields.only(.host).value.flatMap { HostHeader($0) }
    }

    /// Whether `Host` decides about the host and is exactly `host`, byte for byte.
    ///
    /// `false` only means that ``authority`` has to be looked at.
    public func names(host: [UInt8]) -> Bool {
        head.targetAuthority == nil && head.fields.isOnly(.host, host)
    }

    /// Whether the connection may carry a further request after this one (RFC 9112 §9.3).
    public var allowsKeepAlive: Bool { head.allowsKeepAlive }
}
