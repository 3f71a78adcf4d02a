public import HTTP
public import Primitives

/// A document as a server gave it out.
public struct FetchedDocument: Sendable {
    /// The content; that its media type was right says nothing about its syntax.
    public let body: [UInt8]
    /// For how long it may be used again.
    public let freshness: Freshness
    /// When it arrived.
    public let fetchedAt: Timestamp

    /// Puts a document together, for whoever stands in for a fetcher.
    public init(body: [UInt8], freshness: Freshness, fetchedAt: Timestamp) {
        self.body = body
        self.freshness = freshness
        self.fetchedAt = fetchedAt
    }
}
