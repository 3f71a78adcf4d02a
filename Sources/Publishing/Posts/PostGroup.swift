public import Primitives

/// A post: one content for several profiles, with versions where a profile needs its own.
public struct PostGroup: Sendable, Equatable {
    /// The post's identifier, `pg_…`.
    public let identifier: String
    /// How far it has come.
    public var status: PostStatus
    /// What it says and shows.
    public var content: PostContent
    /// Where it goes, in the order that was asked for.
    public var targets: [PostTarget]
    /// When it shall go out.
    public var scheduledAt: Timestamp?
    /// How often it was changed; the first version is 1.
    public var revision: Int64
    /// When it was made.
    public let createdAt: Timestamp
    /// When it was changed last.
    public var updatedAt: Timestamp
    /// Who made it.
    public let origin: PostOrigin

    /// Puts a post together.
    public init(
        identifier: String,
        content: PostContent,
        createdAt: Timestamp,
        origin: PostOrigin
    ) {
        self.identifier = identifier
        self.content = content
        self.createdAt = createdAt
        self.origin = origin
        status = .draft
        targets = []
        revision = 1
        updatedAt = createdAt
    }

    /// Where the post stands in a list.
    public var position: PagePosition {
        PagePosition(createdAt: createdAt, identifier: identifier)
    }
}

/// What a post says and shows on every profile that has no version of its own.
public struct PostContent: Sendable, Equatable {
    /// The text, without hashtags of the library.
    public var caption: String
    /// The files, in order.
    public var media: [MediaItem]
    /// The library whose hashtags follow the text.
    public var hashtagLibrary: HashtagLibrary?

    /// Creates a content.
    public init(caption: String, media: [MediaItem], hashtagLibrary: HashtagLibrary?) {
        self.caption = caption
        self.media = media
        self.hashtagLibrary = hashtagLibrary
    }
}

/// Who made a post.
public struct PostOrigin: Sendable, Equatable {
    /// The person, `usr_…`, where one did.
    public let person: String?
    /// What the client calls itself, where one did.
    public let client: String?
    /// The campaign, `cmp_…`, that the post belongs to.
    public let campaign: String?

    /// What posts that workflows make are marked with; publishing them starts no workflow.
    public static let workflow = PostOrigin(person: nil, client: "Wayleave workflow")

    /// Names the maker.
    public init(person: String?, client: String?, campaign: String? = nil) {
        self.person = person
        self.client = client
        self.campaign = campaign
    }
}

/// One profile that a post goes to.
public struct PostTarget: Sendable, Equatable {
    /// The profile.
    public let profile: SocialProfile
    /// The profile's own text, or `nil` for that of the post.
    public var caption: String?
    /// What was tried, oldest first.
    public var attempts: [PublishAttempt]

    /// Creates a target that nothing was tried on.
    public init(profile: SocialProfile, caption: String?, attempts: [PublishAttempt] = []) {
        self.profile = profile
        self.caption = caption
        self.attempts = attempts
    }

    /// Whether the post is out on this profile.
    public var isPublished: Bool {
        attempts.contains { if case .published = $0.outcome { true } else { false } }
    }
}

/// One try to publish a post on one profile.
public struct PublishAttempt: Sendable, Equatable {
    /// What came of it.
    public enum Outcome: Sendable, Equatable {
        /// Begun, and not known to have ended.
        case underway
        /// The network took it; with the address where people see it, if the network told one.
        case published(url: String?)
        /// The network refused it.
        case failed(code: String, message: String)
        /// The network may or may not have taken it; a person must look.
        case unknown(message: String)
    }

    /// Counts the tries of one post on one profile from 1.
    public let number: Int
    /// When it began.
    public let startedAt: Timestamp
    /// When its outcome was known.
    public let endedAt: Timestamp?
    /// What came of it.
    public let outcome: Outcome
    /// Why a try that is under way waits, and until when, where it does.
    public var pause: RetryPause?

    /// Describes a try.
    public init(number: Int, startedAt: Timestamp, endedAt: Timestamp?, outcome: Outcome) {
        self.number = number
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
    }
}
