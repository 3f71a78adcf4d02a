/// What an edit of a post would lead to, for a person to be asked about.
public struct PostRehearsal: Sendable, Equatable {
    /// The post as it is, `nil` for a new one.
    public let before: PostGroup?
    /// The post as it would be, `nil` where it would be deleted.
    public let after: PostGroup?
    /// Whether a workflow works on the post.
    public let isInRun: Bool

    /// Puts a rehearsal together.
    public init(before: PostGroup?, after: PostGroup?, isInRun: Bool) {
        self.before = before
        self.after = after
        self.isInRun = isInRun
    }

    /// Whether the edit is one that a person wants to be asked about who is asked first: it deletes
    /// the post, or the post goes out without another call as it is then.
    ///
    /// A run may publish the post that it works on at any moment.
    public var needsAgreement: Bool {
        guard let after else { return true }
        return after.status == .scheduled || isInRun
    }

    /// Makes sure that the edit may be stored.
    ///
    /// - Parameter access: Through which it would be stored.
    /// - Throws: ``PublishingFault/notAgreed``.
    public func check(_ access: WorkspaceAccess) throws(PublishingFault) {
        guard !access.asksFirst || !needsAgreement else { throw .notAgreed }
    }
}
