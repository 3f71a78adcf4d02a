/// Reads what strangers publish, through whatever guards the network (Client ID Metadata Document,
/// *Server Side Request Forgery*).
///
/// Only an answer with status 200 and a JSON media type is a success; no redirect is followed and
/// nothing of the person or the server is sent along. Callers that ask for one address at once
/// share one request, a host is asked a bounded number of times a minute, and an address that
/// failed is left alone for a while. Every call is safe from any task and ends by itself within
/// seconds.
public protocol DocumentSource: Sendable {
    /// Reads what is at `address`.
    ///
    /// - Parameters:
    ///   - address: The checked address.
    ///   - maximumBytes: The longest body to accept; a longer one is a failure, never cut.
    /// - Returns: The body, and how long it may be kept.
    /// - Throws: ``DocumentSourceFailure``.
    func document(
        at address: ClientDocumentAddress,
        maximumBytes: Int
    ) async throws(DocumentSourceFailure) -> PublishedDocument
}

/// What was found at an address.
public struct PublishedDocument: Sendable, Equatable {
    /// The bytes of the body.
    public let body: [UInt8]
    /// How long it may be kept.
    public let lifetime: DocumentLifetime

    /// Creates the value.
    public init(body: [UInt8], lifetime: DocumentLifetime) {
        self.body = body
        self.lifetime = lifetime
    }
}

/// How long an answer says that it may be kept (RFC 9111 §4.2, §5.2.2).
public enum DocumentLifetime: Sendable, Equatable {
    /// For as many seconds, which may be none.
    case seconds(Int64)
    /// It does not say.
    case unstated
    /// It must not be kept: it serves the flow that asked for it and nothing else.
    case thisFlowOnly
}

/// Why nothing could be read.
public struct DocumentSourceFailure: Error, Sendable, Equatable {
    /// After how many seconds asking again makes sense, or `nil` where whoever publishes the
    /// document has to mend something first.
    public let retryAfterSeconds: Int64?
    /// What happened, for the log alone: a page that told would let strangers explore networks.
    public let reason: String

    /// Creates the value.
    public init(retryAfterSeconds: Int64?, reason: String) {
        self.retryAfterSeconds = retryAfterSeconds
        self.reason = reason
    }
}
