public import Primitives

/// Where publications are begun and concluded.
///
/// A try is on disk before its network is asked, and it belongs to whoever wrote it for as long as
/// the lease says, so that two servers on one database never ask for the same one at once.
public protocol PublicationStore: Sendable {
    /// Begins publishing a post now, for a caller.
    ///
    /// - Parameters:
    ///   - post: The post, as a caller wrote it.
    ///   - revision: The revision that somebody agreed to, or `nil`.
    ///   - key: What makes a repeated call the same, or `nil`.
    ///   - leaseInSeconds: For how long the tries belong to this server.
    ///   - access: The workspace.
    /// - Returns: What to publish; nothing for a repeated call.
    /// - Throws: ``PublishingFault``; nothing was begun then.
    func begin(
        _ post: String,
        ifRevision revision: Int64?,
        key: OnceKey?,
        leaseInSeconds: Int64,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [Publication]

    /// Begins what is due: posts whose time has come, and tries whose next time has come or whose
    /// lease has run out.
    ///
    /// - Parameters:
    ///   - limit: How many posts and how many tries at most.
    ///   - leaseInSeconds: For how long the tries belong to this server.
    /// - Returns: What to publish.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func beginDue(
        limit: Int,
        leaseInSeconds: Int64
    ) async throws(PublishingFault) -> [Publication]

    /// Writes down what became of a try; a try that has ended already is left as it is.
    func conclude(
        _ attempt: AttemptKey,
        _ decision: RetryPolicy.Decision
    ) async throws(PublishingFault)

    /// When the next post or try is due, or `nil`.
    func nextDue() async throws(PublishingFault) -> Timestamp?
}
