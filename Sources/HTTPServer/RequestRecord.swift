/// What a server tells about one request that is over.
public struct RequestRecord: Sendable {
    /// The request's name, as in ``RequestContext/requestID``.
    public let requestID: String
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
    public let isCut: Bool
}
