public import Primitives

/// A set of posts that is made in the background, one after the other.
public struct Campaign: Sendable, Equatable {
    /// How far a campaign has come.
    public enum Status: String, Sendable, CaseIterable {
        /// Posts are still to be made.
        case generating = "GENERATING"
        /// Every post was made.
        case ready = "READY"
        /// It was given up; the posts that were made are kept.
        case failed = "FAILED"
    }

    /// Why a campaign was given up.
    public struct Failure: Sendable, Equatable {
        /// For programs.
        public let code: String
        /// For people, one sentence.
        public let message: String

        /// Describes a failure.
        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }

        /// What gave access to the workspace ended: the connection, the role, or the workspace.
        public static let accessEnded = Failure(
            code: "access_ended",
            message: "The connection, the role or the workspace that it was started with has ended."
        )
    }

    /// A post that was made.
    public struct Post: Sendable, Equatable {
        /// Which one it is, from 0.
        public let position: Int
        /// The post, as a list shows it, or `nil` where somebody has deleted it.
        public let summary: PostSummary?
        /// When it might go out; nothing schedules it.
        public let suggestedAt: Timestamp
        /// Which generator wrote it.
        public let generator: String
        /// What whoever uses it should know, one sentence each.
        public let warnings: [String]

        /// Describes a post of a campaign.
        public init(
            position: Int,
            summary: PostSummary?,
            suggestedAt: Timestamp,
            making: (generator: String, warnings: [String])
        ) {
            self.position = position
            self.summary = summary
            self.suggestedAt = suggestedAt
            generator = making.generator
            warnings = making.warnings
        }
    }

    /// The campaign's identifier, `cmp_…`.
    public let identifier: String
    /// What it is to be.
    public let brief: CampaignBrief
    /// How far it has come.
    public let status: Status
    /// The posts that were made, in order, those deleted since included.
    public let posts: [Post]
    /// Why it was given up.
    public let failure: Failure?
    /// When it was asked for.
    public let createdAt: Timestamp
    /// When it was ready or given up.
    public let endedAt: Timestamp?

    /// Puts a campaign together.
    public init(
        identifier: String,
        brief: CampaignBrief,
        status: Status,
        posts: [Post],
        failure: Failure?,
        times: (created: Timestamp, ended: Timestamp?)
    ) {
        self.identifier = identifier
        self.brief = brief
        self.status = status
        self.posts = posts
        self.failure = failure
        createdAt = times.created
        endedAt = times.ended
    }
}
