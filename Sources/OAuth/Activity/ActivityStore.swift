/// Where the calls are kept that clients made for people.
public protocol ActivityStore: Sendable {
    /// Returns calls that were made for one person, the latest first.
    ///
    /// - Parameters:
    ///   - user: The person; nobody else's calls are ever returned.
    ///   - filter: Which of them.
    ///   - position: Where to go on, or `nil` for the latest.
    ///   - limit: How many at most.
    /// - Returns: The calls.
    /// - Throws: ``StoreError`` when the store cannot answer.
    func calls(
        of user: UserKey,
        _ filter: ActivityFilter,
        after position: ActivityPosition?,
        limit: Int
    ) async throws(StoreError) -> [ToolActivity]
}

/// Which calls a person wants to see; what is `nil` does not narrow it.
public struct ActivityFilter: Sendable, Equatable {
    /// Only calls of the client that holds this grant, `grt_…`, with whatever grant.
    public var grant: String?
    /// Only calls that named this workspace, `ws_…`.
    public var workspace: String?

    /// Creates the filter.
    public init(grant: String? = nil, workspace: String? = nil) {
        self.grant = grant
        self.workspace = workspace
    }

    /// Whether all calls fit.
    public var isEverything: Bool { grant == nil && workspace == nil }
}
