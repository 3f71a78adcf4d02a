public import JSON

/// Where the posts of workspaces are kept.
///
/// Every function throws ``PublishingFault/unavailable(reason:)`` where the store fails.
public protocol PostStore: Sendable {
    /// Returns a post with all its parts.
    ///
    /// - Parameters:
    ///   - identifier: The post's identifier, as a caller wrote it.
    ///   - access: The workspace to look in, and nowhere else.
    /// - Returns: The post.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``.
    func post(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostGroup

    /// Returns a part of the workspace's posts, newest first.
    func posts(
        _ filter: PostFilter,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<PostSummary>

    /// Returns what the workspace holds of these profiles and this library.
    func references(
        profiles: [String],
        hashtagLibrary: String?,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostReferences

    /// Decides an edit as ``write(_:_:in:)`` would now, and stores nothing.
    ///
    /// - Parameters:
    ///   - edit: What is wanted, files left out.
    ///   - filesFollow: Whether the edit will bring files, which are not fetched for this.
    ///   - access: The workspace.
    /// - Returns: What the edit would lead to.
    /// - Throws: ``PublishingFault`` for whatever could not be done.
    func rehearse(
        _ edit: PostEdit,
        filesFollow: Bool,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostRehearsal

    /// Decides an edit by ``PostRules`` and stores its outcome, all in one durable write.
    ///
    /// In that same write the store makes sure that the access still holds, and answers a repeated
    /// call with the first result.
    ///
    /// - Parameters:
    ///   - edit: What is wanted.
    ///   - ticket: What makes a repeated call the same, and how the result is written.
    ///   - access: The workspace.
    /// - Returns: The result, that of the first call for a repeated one.
    /// - Throws: ``PublishingFault``; nothing was changed then.
    func write(
        _ edit: PostEdit,
        _ ticket: WriteTicket<PostGroup>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject

    /// Returns the result that was given to this key before, or `nil`.
    ///
    /// - Parameters:
    ///   - key: The key of a call.
    ///   - access: The workspace; its caller's grant is what the key belongs to.
    /// - Returns: The first result.
    /// - Throws: ``PublishingFault/keyReused`` where it belongs to another call.
    func firstResult(
        of key: OnceKey,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject?
}

/// How the result of a write is told, now and to a repeated call.
public struct WriteTicket<Value: Sendable>: Sendable {
    /// What makes a repeated call the same, or `nil` where every call is its own.
    public let key: OnceKey?
    /// Writes the result; for a deletion it is given what was deleted.
    public let render: @Sendable (Value) -> JSONObject

    /// Creates a ticket.
    public init(key: OnceKey?, render: @escaping @Sendable (Value) -> JSONObject) {
        self.key = key
        self.render = render
    }
}
