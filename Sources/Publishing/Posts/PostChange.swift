public import Primitives

/// What a call wants of one part of a post.
public enum Wish<Value: Sendable>: Sendable {
    /// It stays as it is.
    case keep
    /// It becomes this.
    case set(Value)

    /// The wished value, or `current` where it stays.
    func applied(to current: Value) -> Value {
        switch self {
        case .keep: current
        case .set(let value): value
        }
    }
}

extension Wish: Equatable where Value: Equatable {}

/// What a call wants a post to be; whatever it does not name stays.
public struct PostChange: Sendable {
    /// The longest text of a post or a version, in code points.
    public static let maximumCaptionLength = 10_000

    /// The text.
    public var caption = Wish<String>.keep
    /// The files, fetched already.
    public var media = Wish<[MediaFile]>.keep
    /// The profiles, by identifier.
    public var profiles = Wish<[String]>.keep
    /// The texts of profiles that have their own, by the profile's identifier.
    public var versions = Wish<[ProfileVersion]>.keep
    /// When it shall go out.
    public var scheduledAt = Wish<Timestamp?>.keep
    /// The library whose hashtags follow the text, by identifier.
    public var hashtagLibrary = Wish<String?>.keep

    /// Creates a change of nothing.
    public init() {}

    /// The profiles that the change names.
    public var namedProfiles: [String] {
        guard case .set(let profiles) = profiles else { return [] }
        return profiles
    }

    /// The library that the change names.
    public var namedLibrary: String? {
        guard case .set(let library) = hashtagLibrary else { return nil }
        return library
    }
}

/// A text for one profile.
public struct ProfileVersion: Sendable, Equatable {
    /// The profile's identifier.
    public let profile: String
    /// The text.
    public let caption: String

    /// Creates a version.
    public init(profile: String, caption: String) {
        self.profile = profile
        self.caption = caption
    }
}

/// One change of a post, as it is decided inside one write.
public enum PostEdit: Sendable {
    /// A new post gets this identifier and content.
    case create(identifier: String, PostChange)
    /// A post is changed, if it still has this revision.
    case update(identifier: String, PostChange, ifRevision: Int64?)
    /// A post gets another time, or none.
    case schedule(identifier: String, at: Timestamp?, ifRevision: Int64?)
    /// A post is deleted, if it still has this revision.
    case delete(identifier: String, ifRevision: Int64? = nil)

    /// The post's identifier.
    public var identifier: String {
        switch self {
        case .create(let identifier, _), .update(let identifier, _, _),
            .schedule(let identifier, _, _), .delete(let identifier, _):
            identifier
        }
    }

    /// What it wants the content to be.
    public var change: PostChange? {
        switch self {
        case .create(_, let change), .update(_, let change, _): change
        case .schedule, .delete: nil
        }
    }

    /// The files that come with it.
    public var newMedia: [MediaFile] {
        guard case .set(let files) = change?.media else { return [] }
        return files
    }
}

/// What the workspace holds of what an edit names.
public struct PostReferences: Sendable {
    /// The profiles, by identifier.
    public var profiles: [String: SocialProfile]
    /// The library.
    public var hashtagLibrary: HashtagLibrary?

    /// Gathers what was found.
    public init(profiles: [String: SocialProfile] = [:], hashtagLibrary: HashtagLibrary? = nil) {
        self.profiles = profiles
        self.hashtagLibrary = hashtagLibrary
    }
}
