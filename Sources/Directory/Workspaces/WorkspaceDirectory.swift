public import Primitives

/// Where workspaces and their members are kept.
///
/// Every function that changes something returns after the change is durable, and the change holds
/// for the very next token check.
public protocol WorkspaceDirectory: Sendable {
    /// Returns the workspace of this identifier, archived or not, compared byte by byte.
    func workspace(identifier: String) async throws(DirectoryStoreError) -> Workspace?

    /// Returns the person's places in workspaces that are not archived, by workspace name.
    func memberships(of person: PersonKey) async throws(DirectoryStoreError) -> [Membership]

    /// Adds a workspace without members.
    func add(_ draft: WorkspaceDraft) async throws(DirectoryStoreError) -> Workspace

    /// Gives the workspace another name.
    func rename(_ key: WorkspaceKey, to name: DisplayName) async throws(DirectoryStoreError)

    /// Archives the workspace, or with `nil` brings it back.
    func setArchived(_ key: WorkspaceKey, at time: Timestamp?) async throws(DirectoryStoreError)

    /// Makes the person a member with this role, or changes the role of a member.
    func setRole(
        _ role: MembershipRole,
        of person: PersonKey,
        in workspace: WorkspaceKey,
        at time: Timestamp
    ) async throws(DirectoryStoreError)

    /// Takes the person out of the workspace.
    ///
    /// - Parameters:
    ///   - person: Who leaves.
    ///   - workspace: What they leave.
    /// - Returns: Whether they were a member.
    /// - Throws: ``DirectoryStoreError/unavailable(reason:)``.
    func remove(
        _ person: PersonKey,
        from workspace: WorkspaceKey
    ) async throws(DirectoryStoreError) -> Bool
}
