public import Primitives

/// Hashtags that belong together.
public struct HashtagLibrary: Sendable, Equatable {
    /// The library's identifier, `hl_…`.
    public let identifier: String
    /// What it is called.
    public let name: String
    /// The hashtags, each with its `#`, the most important first.
    public let hashtags: [String]
    /// When it was made.
    public let createdAt: Timestamp

    /// Describes a library.
    public init(identifier: String, name: String, hashtags: [String], createdAt: Timestamp) {
        self.identifier = identifier
        self.name = name
        self.hashtags = hashtags
        self.createdAt = createdAt
    }
}
