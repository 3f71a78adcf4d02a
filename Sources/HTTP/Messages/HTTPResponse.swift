/// The answer to a request.
///
/// `Date`, `Connection`, `Content-Length` and `Transfer-Encoding` belong to the serializer, which
/// leaves out any that stand in ``fields``.
public struct HTTPResponse: Sendable {
    /// The outcome.
    public var status: HTTPStatus
    /// The header fields in the order in which they are sent.
    public var fields: HTTPFields
    /// The content.
    public var body: HTTPBody
    /// The name of the request, sent as `X-Request-ID`.
    public var requestName: RequestName?
    /// What every answer of an application says beside ``fields``.
    public var common: CommonFields?

    /// Creates a response from its parts.
    public init(
        status: HTTPStatus,
        fields: HTTPFields = HTTPFields(),
        body: HTTPBody = .empty
    ) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Creates a response with `bytes` as its content, labelled with `contentType`.
    public init(status: HTTPStatus, contentType: HTTPFieldValue, bytes: [UInt8]) {
        self.status = status
        fields = HTTPFields()
        fields.append(.contentType, contentType)
        body = .bytes(bytes)
    }
}

/// The content of a response.
public enum HTTPBody: Sendable {
    /// No content.
    case empty
    /// Content whose length is known, sent with `Content-Length`.
    case bytes([UInt8])
    /// Content whose length is known, in parts that are sent behind each other as they are.
    ///
    /// For content that is kept and large, so that putting it together for each answer would cost
    /// more than everything else.
    case parts([[UInt8]])
    /// Content that comes in parts, sent in chunks as they are written.
    ///
    /// The function runs once the head has been sent, and never for a `HEAD` request. The body ends
    /// when it returns; when it throws, the connection is cut, so that the client does not take a
    /// part for the whole.
    case stream(@Sendable (any HTTPBodyWriter) async throws -> Void)
}

/// Where a streamed response puts its content.
public protocol HTTPBodyWriter: Sendable {
    /// Sends `bytes` and returns when the connection can take more.
    ///
    /// - Parameter bytes: The next part; an empty one sends nothing.
    /// - Throws: When the client has gone away or does not read; the stream should end then.
    func write(_ bytes: [UInt8]) async throws
}
