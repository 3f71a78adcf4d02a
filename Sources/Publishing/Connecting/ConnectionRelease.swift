public import Primitives

/// What a network said when the permission to a profile was given back.
public enum ConnectionRelease: String, Sendable, CaseIterable {
    /// The network has ended it.
    case ended
    /// Another profile here lives by the same permission, so the network was not asked.
    case shared
    /// The network has no way to end it from here.
    case unsupported
    /// The network could not be reached, or did not agree.
    case failed
    /// There was nothing that a network could end.
    case nothing
}

/// A profile that was disconnected here, with what its network may be told.
public struct DisconnectedProfile: Sendable {
    /// The profile as it is now.
    public let profile: SocialProfile
    /// How it was reached; what proved it is nowhere else any more.
    public let connection: ProfileConnection?
    /// What proves other profiles at the same server of the network, of whatever workspace.
    public let others: [SecretText]

    /// Gathers what was found.
    public init(profile: SocialProfile, connection: ProfileConnection?, others: [SecretText]) {
        self.profile = profile
        self.connection = connection
        self.others = others
    }
}

/// A profile with what goes out there without anybody's doing.
public struct ProfileDependents: Sendable, Equatable {
    /// The profile.
    public let profile: SocialProfile
    /// How many scheduled posts go there.
    public let scheduledPosts: Int
    /// How many workflows name it.
    public let workflows: Int

    /// Gathers what was found.
    public init(profile: SocialProfile, scheduledPosts: Int, workflows: Int) {
        self.profile = profile
        self.scheduledPosts = scheduledPosts
        self.workflows = workflows
    }
}
