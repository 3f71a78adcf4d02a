/// What a client knows of a response whose body is still coming.
public struct ResponseHead: Sendable, Equatable {
    /// The outcome.
    public let status: HTTPStatus
    /// The header fields in their order.
    public let fields: HTTPFields
}

/// A response that a client has received in full.
public struct ClientResponse: Sendable {
    /// The outcome.
    public let status: HTTPStatus
    /// The header fields in their order.
    public let fields: HTTPFields
    /// The content, transfer coding removed.
    public let body: [UInt8]
    /// Whether the connection can carry a further answer.
    public let keepsConnection: Bool
}
