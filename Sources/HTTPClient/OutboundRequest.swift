public import HTTP

/// A request of an outbound client.
public struct OutboundRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// Where it goes; of the client's origin.
    public var url: AbsoluteURL
    /// Fields beyond `Host` and those that frame the message.
    public var fields: HTTPFields
    /// The content.
    public var body: [UInt8]
    /// Whether sending it twice has the same effect as sending it once.
    ///
    /// Only then is it sent again after a connection has ended without any byte of its answer.
    public var isRepeatable: Bool

    /// Creates a request from its parts.
    public init(
        method: HTTPMethod,
        url: AbsoluteURL,
        fields: HTTPFields = HTTPFields(),
        body: [UInt8] = [],
        isRepeatable: Bool
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.isRepeatable = isRepeatable
    }
}
