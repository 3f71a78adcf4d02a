/// Something that keeps a post from going out, or that somebody should know before it does.
public struct PublishProblem: Sendable, Equatable {
    /// What kind of problem it is.
    public enum Code: String, Sendable, CaseIterable {
        /// No profile is selected.
        case noProfiles = "no_profiles"
        /// The network's permission has ended.
        case profileExpired = "profile_expired"
        /// A person has disconnected the profile.
        case profileDisconnected = "profile_disconnected"
        /// There is neither text nor file.
        case empty
        /// The text is longer than the network allows.
        case textTooLong = "text_too_long"
        /// The network takes no post without a file.
        case mediaRequired = "media_required"
        /// There are more files than the network allows.
        case tooManyMedia = "too_many_media"
        /// A file is larger than the network allows.
        case mediaTooLarge = "media_too_large"
        /// A file is of a kind that the network does not take.
        case mediaUnsupported = "media_unsupported"
        /// There are more hashtags than the network allows.
        case tooManyHashtags = "too_many_hashtags"
        /// Nobody knows whether the post is out; a person must look.
        case outcomeUnknown = "outcome_unknown"
        /// Some hashtags of the library found no room.
        case hashtagsLeftOut = "hashtags_left_out"
    }

    /// What kind of problem it is.
    public let code: Code
    /// The profile it is about.
    public let profile: String?
    /// One sentence that says what is wrong.
    public let message: String

    /// Describes a problem.
    public init(_ code: Code, profile: String?, _ message: String) {
        self.code = code
        self.profile = profile
        self.message = message
    }

    /// Whether the post cannot go out like this.
    public var isBlocking: Bool { code != .hashtagsLeftOut }

    /// A card that this server drew, on a network that takes none.
    static func cardRefused(by profile: SocialProfile) -> PublishProblem {
        PublishProblem(
            .mediaUnsupported,
            profile: profile.identifier,
            "\(profile.network.title) takes no SVG picture; give update_post the address of a PNG "
                + "or JPEG instead, or an empty mediaUrls to go without."
        )
    }

    /// A post without a profile.
    public static let noProfiles = PublishProblem(
        .noProfiles,
        profile: nil,
        "The post has no social profile to go to."
    )
}
