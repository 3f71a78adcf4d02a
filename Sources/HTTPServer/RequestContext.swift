public import Primitives

/// What is known about a request beside its message.
public struct RequestContext: Sendable {
    /// Sixteen lower-case hexadecimal digits that name the request in logs and on error pages.
    public let requestID: String
    /// The address of the socket's other end.
    public let peerAddress: String
    /// The address of the client, which trusted proxies may have named; else ``peerAddress``.
    public let clientAddress: String
    /// Whether the client speaks TLS to this server or to a trusted proxy before it.
    public let isSecure: Bool
    /// When the head of the request was complete.
    public let receivedAt: MonotonicInstant

    /// Creates the context of one request.
    public init(
        requestID: String,
        peerAddress: String,
        clientAddress: String,
        isSecure: Bool,
        receivedAt: MonotonicInstant
    ) {
        self.requestID = requestID
        self.peerAddress = peerAddress
        self.clientAddress = clientAddress
        self.isSecure = isSecure
        self.receivedAt = receivedAt
    }
}
