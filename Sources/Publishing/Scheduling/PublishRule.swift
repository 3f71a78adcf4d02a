/// Which profiles a publication goes to, and what stands against it.
public enum PublishRule {
    /// Returns the targets that are still open.
    ///
    /// A profile that has the post is never asked again, and neither is one where the outcome of
    /// the last try is not known: only a person who looks can tell whether the post is there.
    public static func openTargets(of post: PostGroup) -> [PostTarget] {
        post.targets.filter { target in
            guard !target.isPublished else { return false }
            switch target.attempts.last?.outcome {
            case .underway, .unknown: return false
            case .published, .failed, nil: return true
            }
        }
    }

    /// Returns the targets that a call which asks to publish now goes to.
    ///
    /// - Parameters:
    ///   - post: The post.
    ///   - revision: The revision that somebody agreed to, or `nil`.
    /// - Returns: The open targets.
    /// - Throws: ``PublishingFault/revisionConflict(current:)``,
    ///   ``PublishingFault/wrongStatus(_:needed:)`` and ``PublishingFault/notPublishable(_:)``.
    public static func begin(
        _ post: PostGroup,
        ifRevision revision: Int64? = nil
    ) throws(PublishingFault) -> [PostTarget] {
        if let revision, revision != post.revision {
            throw .revisionConflict(current: post.revision)
        }
        guard post.status.isPublishable else {
            throw .wrongStatus(post.status, needed: "be published")
        }
        guard !post.targets.isEmpty else { throw .notPublishable([.noProfiles]) }
        let open = openTargets(of: post)
        guard !open.isEmpty else { throw .notPublishable(unknownOutcomes(of: post)) }
        let problems = open.flatMap { Self.problems(of: post, on: $0) }
        guard problems.isEmpty else { throw .notPublishable(problems) }
        return open
    }

    /// What stands against publishing a post that has no open target left.
    static func unknownOutcomes(of post: PostGroup) -> [PublishProblem] {
        post.targets.filter { !$0.isPublished }.map { target in
            PublishProblem(
                .outcomeUnknown,
                profile: target.profile.identifier,
                "Whether the post is out on \(target.profile.handle) is not known; somebody must "
                    + "look there."
            )
        }
    }

    /// What stands against publishing on one target.
    public static func problems(of post: PostGroup, on target: PostTarget) -> [PublishProblem] {
        PostPreview(post.content, on: target, mediaCount: post.content.media.count)
            .problems.filter(\.isBlocking)
    }

    /// The state of a post whose tries have all ended.
    public static func settledStatus(of post: PostGroup) -> PostStatus {
        let published = post.targets.count(where: \.isPublished)
        if published == post.targets.count { return .posted }
        return published > 0 ? .partlyPosted : .failed
    }
}
