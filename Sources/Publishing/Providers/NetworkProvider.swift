public import Primitives

/// A connector to one network.
///
/// A publication carries a key of its own, which the connector hands to the network. **A network
/// that is given the same key twice must publish once**: that is what makes a publication safe to
/// repeat when a crash or a lost answer left its outcome unknown. A network without such keys needs
/// a connector that gets the same effect from a look-up.
public protocol NetworkProvider: Sendable {
    /// Publishes, or finds out that the same publication is out already.
    ///
    /// Ends within half a minute, also when the task is cancelled, and never throws: whatever
    /// happens is an outcome.
    ///
    /// - Parameter publication: What to publish, and where.
    /// - Returns: What came of it.
    func publish(_ publication: Publication) async -> PublishOutcome
}

/// What came of asking a network to publish.
public enum PublishOutcome: Sendable, Equatable {
    /// The post is out; with the address where people see it, if the network told one.
    case published(url: String?)
    /// The network will not take it, now or later.
    case refused(code: String, message: String)
    /// The network did not take it, but may a little later.
    case busy(code: String, message: String, retryAfterSeconds: Int64?)
    /// The network does not let us in any more; somebody must connect the profile again.
    case shutOut(message: String)
    /// The network may or may not have taken it; being asked again under the same key is safe.
    case uncertain(message: String)
    /// The network may or may not have taken it, and being asked again could publish twice.
    case unknown(message: String)
}

/// A post on its way to one profile.
public struct Publication: Sendable {
    /// What marks the try in the store.
    public let attempt: AttemptKey
    /// The key under which the network publishes at most once.
    public let key: String
    /// The post, `pg_…`.
    public let post: String
    /// The profile.
    public let profile: SocialProfile
    /// How to reach the profile, where the network needs to know.
    public let connection: ProfileConnection?
    /// The text as it goes out, hashtags included.
    public let text: String
    /// The files.
    public let media: [MediaFile]
    /// How often the network was asked before.
    public let previousTries: Int
    /// When the network was asked for the first time.
    public var firstAskedAt = Timestamp(secondsSinceEpoch: 0)
    /// Whether the network was asked before and nobody knows what it did then.
    public var isInDoubt = false

    /// Puts a publication together.
    public init(
        attempt: AttemptKey,
        key: String,
        post: String,
        profile: SocialProfile,
        connection: ProfileConnection?,
        content: (text: String, media: [MediaFile]),
        previousTries: Int
    ) {
        self.attempt = attempt
        self.key = key
        self.post = post
        self.profile = profile
        self.connection = connection
        text = content.text
        media = content.media
        self.previousTries = previousTries
    }
}

/// The row key of a try, which never leaves the server.
public struct AttemptKey: Sendable, Hashable {
    /// The number that the store gave.
    public let rawValue: Int64

    /// Creates the key that the store numbers `rawValue`.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}
