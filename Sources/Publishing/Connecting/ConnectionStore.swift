public import Primitives

/// Where people on their way and connected profiles are kept.
public protocol ConnectionStore: ProfileStore {
    /// Whether what gave `access` still holds: grant, selection, membership, role, scope.
    func isOpen(_ access: WorkspaceAccess) async throws(PublishingFault) -> Bool

    /// Keeps a flow, sealed, and forgets what nobody will ask for any more.
    ///
    /// - Parameters:
    ///   - content: The flow with its secrets.
    ///   - key: What only the person's browser and their network know.
    ///   - person: Whose flow it is, `usr_…`; of one person only the newest few are kept.
    ///   - end: Until when.
    /// - Throws: ``PublishingFault``.
    func keepFlow(
        _ content: [UInt8],
        under key: SecretText,
        of person: String,
        until end: Timestamp
    ) async throws(PublishingFault)

    /// Returns a flow that has not expired, or `nil`.
    func flow(_ key: SecretText) async throws(PublishingFault) -> [UInt8]?

    /// Returns a flow that has not expired and forgets it, so that only one caller gets it.
    func takeFlow(_ key: SecretText) async throws(PublishingFault) -> [UInt8]?

    /// Connects profiles, or connects those again that the workspace has already.
    ///
    /// - Parameters:
    ///   - offers: The profiles.
    ///   - identifiers: Names new ones.
    ///   - access: The workspace; looked at again in the same write.
    /// - Returns: The profiles as they are now.
    /// - Throws: ``PublishingFault/accessEnded``; nothing was changed then.
    func connect(
        _ offers: [ProfileOffer],
        _ identifiers: ItemIdentifiers,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [SocialProfile]

    /// Disconnects a profile and erases what proves it.
    ///
    /// - Parameters:
    ///   - profile: The profile, as a caller wrote it.
    ///   - access: The workspace; looked at again in the same write.
    /// - Returns: The profile as it is now, and what its network may be told.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)`` for a profile that the workspace does
    ///   not have or that is disconnected already, ``PublishingFault/accessEnded``.
    func disconnect(
        _ profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> DisconnectedProfile

    /// Returns a profile with what goes out there.
    ///
    /// - Parameters:
    ///   - profile: The profile, as a caller wrote it.
    ///   - access: The workspace.
    /// - Returns: The profile.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``.
    func dependents(
        of profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> ProfileDependents
}

/// Where connectors keep what proves a profile at its network.
public protocol ProfileSecretStore: Sendable {
    /// Returns how a profile is reached at this moment, or `nil` where it is not connected.
    func connection(of profile: String) async throws(PublishingFault) -> ProfileConnection?

    /// Replaces what proves a profile, which is connected then, unless somebody else was faster.
    ///
    /// - Parameters:
    ///   - profile: The profile, `spr_…`.
    ///   - old: What was used.
    ///   - new: What the network gave for it.
    /// - Returns: Whether it was replaced.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func renew(
        _ profile: String,
        from old: SecretText,
        to new: SecretText
    ) async throws(PublishingFault) -> Bool

    /// Marks a profile as expired, unless it has been connected again since.
    ///
    /// - Parameters:
    ///   - profile: The profile, `spr_…`.
    ///   - secret: What its network does not accept any more; `nil` where there was nothing.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func expire(_ profile: String, holding secret: SecretText?) async throws(PublishingFault)
}

/// What a network's server knows this server by.
public struct NetworkApp: Sendable {
    /// The client's identifier there.
    public let identifier: String
    /// What proves the client.
    public let secret: SecretText

    /// Describes a registration.
    public init(identifier: String, secret: SecretText) {
        self.identifier = identifier
        self.secret = secret
    }
}

/// Where registrations at servers of networks are kept, each for one redirect URI.
public protocol NetworkAppStore: Sendable {
    /// Returns the registration at `endpoint`, or `nil`.
    func app(
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) -> NetworkApp?

    /// Keeps a registration; the first one wins and is returned.
    func keep(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) -> NetworkApp

    /// Forgets a registration that its server does not know any more.
    func forget(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault)
}
