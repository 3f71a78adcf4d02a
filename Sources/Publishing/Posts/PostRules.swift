public import Primitives

/// What an edit makes of a post, decided without a store.
///
/// The store calls this inside the write, with the row as it is there, so that two calls at once
/// cannot both be right about a post that only one of them left as it was.
public struct PostRules: Sendable {
    private let references: PostReferences
    private let now: Timestamp
    private let filesFollow: Bool

    /// Decides at `now` with what the workspace holds.
    ///
    /// - Parameters:
    ///   - references: What the workspace holds of what the edit names.
    ///   - now: The time of day.
    ///   - filesFollow: Whether files of the edit are yet to be fetched, so that what depends on
    ///     them is not judged.
    public init(references: PostReferences, now: Timestamp, filesFollow: Bool = false) {
        self.references = references
        self.now = now
        self.filesFollow = filesFollow
    }

    /// Returns the post that an edit leads to, or `nil` where it deletes it.
    ///
    /// - Parameters:
    ///   - edit: What is wanted.
    ///   - current: The post as it is, `nil` for a new one.
    ///   - origin: Who makes a new one.
    /// - Returns: The post to store.
    /// - Throws: ``PublishingFault`` for whatever cannot be done; nothing may be stored then.
    public func outcome(
        of edit: PostEdit,
        on current: PostGroup?,
        origin: PostOrigin
    ) throws(PublishingFault) -> PostGroup? {
        switch edit {
        case .create(let identifier, let change):
            let empty = PostGroup(
                identifier: identifier,
                content: PostContent(caption: "", media: [], hashtagLibrary: nil),
                createdAt: now,
                origin: origin
            )
            return try settled(try changed(empty, by: change), timeIsNew: change.setsTime)
        case .update(let identifier, let change, let revision):
            let post = try editable(current, identifier, revision, "be changed")
            return try advanced(try changed(post, by: change), timeIsNew: change.setsTime)
        case .schedule(let identifier, let time, let revision):
            var post = try editable(current, identifier, revision, "be scheduled")
            guard time == nil || !post.targets.isEmpty else {
                throw .notPublishable([.noProfiles])
            }
            post.scheduledAt = time
            return try advanced(post, timeIsNew: time != nil)
        case .delete(let identifier, let revision):
            _ = try editable(current, identifier, revision, "be deleted")
            return nil
        }
    }

    private func editable(
        _ current: PostGroup?,
        _ identifier: String,
        _ revision: Int64?,
        _ purpose: String
    ) throws(PublishingFault) -> PostGroup {
        guard let current else { throw .unknown(.postGroup, identifier: identifier) }
        if let revision, revision != current.revision {
            throw .revisionConflict(current: current.revision)
        }
        guard current.status.isEditable else {
            throw .wrongStatus(current.status, needed: purpose)
        }
        return current
    }

    private func changed(
        _ post: PostGroup,
        by change: PostChange
    ) throws(PublishingFault) -> PostGroup {
        let post = try applied(change, to: post)
        guard filesFollow || post.content.caption.hasInk || !post.content.media.isEmpty else {
            throw .invalid(part: "caption", problem: "a post needs a caption or a media file")
        }
        // The tools look at this too, but texts come from workflows and files as well.
        for text in [post.content.caption] + post.targets.compactMap(\.caption) {
            let (length, limit) = (text.unicodeScalars.count, PostChange.maximumCaptionLength)
            guard length <= limit else {
                throw .invalid(
                    part: "caption",
                    problem: "it has \(length) characters, and a post takes \(limit)"
                )
            }
        }
        return post
    }

    /// The post with the change, whether it could be stored or not.
    func applied(
        _ change: PostChange,
        to post: PostGroup
    ) throws(PublishingFault) -> PostGroup {
        var post = post
        post.content.caption = change.caption.applied(to: post.content.caption)
        if case .set(let files) = change.media { post.content.media = files.map(\.item) }
        if case .set(let library) = change.hashtagLibrary {
            post.content.hashtagLibrary = try self.library(library)
        }
        post.targets = try targets(of: post, by: change)
        post.scheduledAt = change.scheduledAt.applied(to: post.scheduledAt)
        return post
    }

    private func library(_ identifier: String?) throws(PublishingFault) -> HashtagLibrary? {
        guard let identifier else { return nil }
        guard let library = references.hashtagLibrary,
            library.identifier.isIdentical(to: identifier)
        else { throw .unknown(.hashtagLibrary, identifier: identifier) }
        return library
    }

    private func targets(
        of post: PostGroup,
        by change: PostChange
    ) throws(PublishingFault) -> [PostTarget] {
        var targets = post.targets
        if case .set(let identifiers) = change.profiles {
            targets = []
            for identifier in identifiers {
                guard let profile = references.profiles[identifier] else {
                    throw .unknown(.profile, identifier: identifier)
                }
                let kept = post.targets.first { $0.profile.identifier.isIdentical(to: identifier) }
                targets.append(kept ?? PostTarget(profile: profile, caption: nil))
            }
        }
        guard case .set(let versions) = change.versions else { return targets }
        for index in targets.indices { targets[index].caption = nil }
        for version in versions {
            let index = targets.firstIndex {
                $0.profile.identifier.isIdentical(to: version.profile)
            }
            guard let index else {
                throw .invalid(
                    part: "perProfile",
                    problem: "\(version.profile) is not among the profiles of the post"
                )
            }
            targets[index].caption = version.caption
        }
        return targets
    }

    private func advanced(
        _ post: PostGroup,
        timeIsNew: Bool
    ) throws(PublishingFault) -> PostGroup {
        var post = try settled(post, timeIsNew: timeIsNew)
        post.revision += 1
        post.updatedAt = now
        return post
    }

    /// Gives the post the status that its parts amount to, and checks what a plan needs.
    private func settled(_ post: PostGroup, timeIsNew: Bool) throws(PublishingFault) -> PostGroup {
        var post = post
        if timeIsNew, let time = post.scheduledAt, time <= now {
            throw .invalid(
                part: "scheduledAt",
                problem: "it must lie after now, \(CivilDate(now).rfc3339)"
            )
        }
        // A post that failed keeps its old time as a record only; changing it is no new plan.
        if post.status == .failed, !timeIsNew { post.scheduledAt = nil }
        let isPlanned = post.scheduledAt != nil && !post.targets.isEmpty
        post.status = isPlanned ? .scheduled : .draft
        guard isPlanned, !filesFollow else { return post }
        guard !PublishRule.openTargets(of: post).isEmpty else {
            throw .notPublishable(PublishRule.unknownOutcomes(of: post))
        }
        let problems = PostPreview.of(post).flatMap(\.problems).filter(\.isBlocking)
        guard problems.isEmpty else { throw .notPublishable(problems) }
        return post
    }
}

extension PostChange {
    /// Whether the change names a time to go out.
    fileprivate var setsTime: Bool {
        if case .set(.some) = scheduledAt { true } else { false }
    }
}

extension String {
    /// Whether there is anything but white space in the text.
    var hasInk: Bool {
        unicodeScalars.contains { !$0.properties.isWhitespace }
    }
}
