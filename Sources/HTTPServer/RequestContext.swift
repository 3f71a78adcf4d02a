public import HTTP
public import Primitives

/// What is known about a request beside its message.
public struct RequestContext: Sendable {
    /// Names the request in logs and on error pages.
    public let name: RequestName
    /// The address of the socket's other end.
    public let peerAddress: String
    /// The address of the client, which trusted proxies may have named; else ``peerAddress``.
    public let clientAddress: String
    /// Whether the client speaks TLS to this server or to a trusted proxy before it.
    public let isSecure: Bool
    /// When the head of the request was complete.
    public let receivedAt: MonotonicInstant

    /// The digits of ``name``.
    public var requestID: String { name.description }

    /// Creates the context of one request.
    public init(
        name: RequestName,
        peerAddress: String,
        clientAddress: String,
        isSecure: Bool,
        receivedAt: MonotonicInstant
    ) {
        self.name = name
        self.peerAddress = peerAddress
        self.clientAddress = clientAddress
        self.isSecure = isSecure
        self.receivedAt = receivedAt
    }
}
