extension ProfileConnecting {
    /// Disconnects a profile: first here for good, then at its network.
    ///
    /// What proved the profile is erased before the network is asked, so that nothing is published
    /// there any more whatever the network says.
    ///
    /// - Parameters:
    ///   - profile: The profile, as a form named it.
    ///   - access: The workspace; looked at again in the write.
    /// - Returns: The profile and what the network said.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)`` for a profile that the workspace does
    ///   not have or that is disconnected already, ``PublishingFault/accessEnded``.
    public func disconnect(
        _ profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> (profile: SocialProfile, release: ConnectionRelease) {
        let left = try await store.disconnect(profile, in: access)
        guard let connection = left.connection, connection.secret != nil,
            let network = networks[left.profile.network]
        else { return (left.profile, .nothing) }
        let release = await network.release(
            connection,
            others: left.others,
            callback: addresses.callback
        )
        return (left.profile, release)
    }

    /// Returns a profile with what goes out there, for a person to decide.
    ///
    /// - Parameters:
    ///   - profile: The profile, as an address named it.
    ///   - access: The workspace.
    /// - Returns: The profile.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``, ``PublishingFault/accessEnded``.
    public func dependents(
        of profile: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> ProfileDependents {
        guard try await store.isOpen(access) else { throw .accessEnded }
        return try await store.dependents(of: profile, in: access)
    }

    /// Returns the profiles of a workspace, newest first.
    ///
    /// - Parameter access: The workspace.
    /// - Returns: At most as many as a page shows.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    public func profiles(
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [SocialProfile] {
        guard try await store.isOpen(access) else { return [] }
        return try await store.profiles(on: nil, PageRequest(limit: 200), in: access).items
    }

    /// Whether people can connect profiles of a network themselves.
    public func connects(_ network: Network) -> Bool { networks[network] != nil }
}
