/// Everything of a request but its body, which never changes once it has been read.
final class RequestHead: Sendable {
    let method: HTTPMethod
    let path: String
    let query: [UInt8]?
    let fields: HTTPFields
    let minorVersion: Int
    /// The authority of an absolute-form target, which takes precedence over `Host` (RFC 9112
    /// §3.2.2).
    let targetAuthority: [UInt8]?
    /// Whether the connection may carry a further request after this one (RFC 9112 §9.3).
    let allowsKeepAlive: Bool

    init(
        method: HTTPMethod,
        path: String,
        query: [UInt8]?,
        fields: HTTPFields,
        minorVersion: Int,
        targetAuthority: [UInt8]?
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.minorVersion = minorVersion
        self.targetAuthority = targetAuthority
        allowsKeepAlive =
            !fields.hasToken(.connection, "close")
            && (minorVersion >= 1 || fields.hasToken(.connection, "keep-alive"))
    }
}

/// The head that a connection read last, with what it said about its body.
///
/// Most clients send the same head again and again: a resource server asks about token after token,
/// a poller fetches the same document. Reading is a function of the bytes alone, so the same bytes
/// need not be read twice. They are compared in constant time, because a proxy may send requests of
/// several clients, with their credentials, over one connection.
struct LastHead: Sendable {
    /// Longer heads are not kept: they would take memory of every idle connection.
    static let maximumBytes = 2_048

    let head: RequestHead
    let framing: RequestRules.Framing
    let expectsContinue: Bool

    /// Keeps what was read, or returns `nil` where it is too long.
    init?(_ head: RequestHead, _ rules: RequestRules) {
        guard head.fields.buffer.count <= Self.maximumBytes else { return nil }
        self.head = head
        framing = rules.framing
        expectsContinue = rules.expectsContinue
    }

    /// The number of bytes of the head, the empty line that ends it included.
    var byteCount: Int { head.fields.buffer.count }

    /// Whether `bytes` go on from `start` with the very bytes of this head.
    func begins(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        let count = byteCount
        guard start >= 0, count >= 8, bytes.count - start >= count else { return false }
        let buffer = head.fields.buffer
        let mine = unsafe buffer.span.bytes
        let other = unsafe bytes.bytes
        var difference: UInt64 = 0
        var offset = 0
        // Sound: eight bytes from every offset lie within both, as was checked; the last step looks
        // at some bytes a second time.
        while true {
            difference |=
                unsafe mine.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ other.unsafeLoadUnaligned(fromByteOffset: start &+ offset, as: UInt64.self)
            if offset == count &- 8 { return difference == 0 }
            offset = min(offset &+ 8, count &- 8)
        }
    }
}
