public import Primitives

/// Which posts a list shows; what is not named does not matter.
public struct PostFilter: Sendable, Equatable {
    /// Only posts of these states; empty for all.
    public var statuses: Set<PostStatus> = []
    /// Only posts whose time, planned or else of making, is not before this.
    public var from: Timestamp?
    /// Only posts whose time is before this.
    public var until: Timestamp?
    /// Only posts that go to this profile.
    public var profile: String?
    /// Only posts whose text has this somewhere, with the case of ASCII letters ignored.
    public var text: String?

    /// Creates a filter that shows everything.
    public init() {}
}

/// A post as a list shows it.
public struct PostSummary: Sendable, Equatable {
    /// The post, without files and attempts.
    public let post: PostGroup
    /// How many files it has.
    public let mediaCount: Int

    /// Creates a summary.
    public init(post: PostGroup, mediaCount: Int) {
        self.post = post
        self.mediaCount = mediaCount
    }
}
