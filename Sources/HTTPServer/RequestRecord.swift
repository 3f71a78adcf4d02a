public import HTTP

/// What a server tells about one request that is over.
public struct RequestRecord: Sendable {
    /// The request's name, as in ``RequestContext/name``.
    public let name: RequestName
    /// The method, or `-` where none could be read.
    public let method: String
    /// The path without the query, or `-` where none could be read.
    public let path: String
    /// The status of the answer; 499 when the client had gone before there was one.
    public let status: Int
    /// From the arrival of the request to the end of its answer.
    public let durationMicroseconds: UInt64
    /// The size of the answer, head included, before TLS.
    public let bytesOut: Int
    /// The client's address, as in ``RequestContext/clientAddress``.
    public let clientAddress: String
    /// Whether a streamed answer ended before its time.
    public internal(set) var isCut = false

    /// Creates the record.
    package init(
        name: RequestName,
        method: String,
        path: String,
        status: Int,
        durationMicroseconds: UInt64,
        bytesOut: Int,
        clientAddress: String
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.status = status
        self.durationMicroseconds = durationMicroseconds
        self.bytesOut = bytesOut
        self.clientAddress = clientAddress
    }
}
