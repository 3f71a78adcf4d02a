public import Primitives

/// An account of a network that a workspace publishes through.
public struct SocialProfile: Sendable, Equatable {
    /// Whether the network still lets us in.
    public enum Status: String, Sendable, CaseIterable {
        /// Ready to publish.
        case connected
        /// The network's permission has ended; somebody must connect the profile again.
        case expired
        /// A person took the permission back here.
        case disconnected
    }

    /// The profile's identifier, `spr_…`.
    public let identifier: String
    /// The network.
    public let network: Network
    /// What the profile is called.
    public let name: String
    /// The profile's name at the network, `@northwind`.
    public let handle: String
    /// Where its picture is.
    public let avatarURL: String?
    /// Whether the network still lets us in.
    public let status: Status
    /// Since when it is connected.
    public let connectedAt: Timestamp
    /// What its server takes at most, where that is not what the network usually takes.
    public var limits: NetworkLimits?

    /// Describes a profile.
    public init(
        identifier: String,
        network: Network,
        name: String,
        handle: String,
        avatarURL: String?,
        status: Status,
        connectedAt: Timestamp
    ) {
        self.identifier = identifier
        self.network = network
        self.name = name
        self.handle = handle
        self.avatarURL = avatarURL
        self.status = status
        self.connectedAt = connectedAt
    }
}

/// Where the profiles of workspaces are kept.
public protocol ProfileStore: Sendable {
    /// Returns the workspace's profiles, newest first.
    ///
    /// - Parameters:
    ///   - network: The network to keep to, or `nil` for all.
    ///   - page: Which part of the list.
    ///   - access: The workspace.
    /// - Returns: The part.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func profiles(
        on network: Network?,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<SocialProfile>
}
