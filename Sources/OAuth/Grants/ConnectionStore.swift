public import Primitives

/// Where a person's grants are listed and changed.
///
/// Every call is safe from any task, and a change that returns is durable.
public protocol ConnectionStore: Sendable {
    /// Returns the grants of `user` that are not revoked and whose code was redeemed, newest first.
    func connections(of user: UserKey) async throws(StoreError) -> [GrantAccess]

    /// Returns the grants of `user` that were revoked since `start`, the latest first; a few dozen
    /// at most.
    func endedConnections(
        of user: UserKey,
        since start: Timestamp
    ) async throws(StoreError) -> [GrantAccess]

    /// Returns what the newest redeemed grant of `user` for `client` at `resource` that is not
    /// revoked allows, or `nil` where there is none.
    func earlierApproval(
        of user: UserKey,
        client: String,
        resource: String
    ) async throws(StoreError) -> EarlierApproval?

    /// Sets what a grant may do and where, in one write.
    ///
    /// - Parameters:
    ///   - key: The grant.
    ///   - terms: What it is set to; a workspace counts only where the person is a member.
    ///   - time: When.
    /// - Returns: Whether the grant was there and not revoked.
    /// - Throws: ``StoreError``; then nothing was changed.
    func change(
        _ key: GrantKey,
        to terms: ConnectionTerms,
        at time: Timestamp
    ) async throws(StoreError) -> Bool
}
