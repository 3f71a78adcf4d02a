private import Primitives

/// What a post looks like on one profile, and what its network says to it.
public struct PostPreview: Sendable, Equatable {
    /// The profile.
    public let profile: SocialProfile
    /// The text as it goes out, hashtags included.
    public let text: String
    /// Its length as the network counts.
    public let length: Int
    /// The most that the network allows.
    public let maximumLength: Int
    /// How many files it shows.
    public let mediaCount: Int
    /// What is wrong or worth knowing.
    public let problems: [PublishProblem]

    /// Returns one preview for each profile that `post` goes to.
    public static func of(_ post: PostGroup) -> [PostPreview] {
        post.targets.map { target in
            PostPreview(post.content, on: target, mediaCount: post.content.media.count)
        }
    }

    /// Previews `content` on one profile.
    ///
    /// - Parameters:
    ///   - content: The post's content.
    ///   - target: The profile, with its own text where it has one.
    ///   - mediaCount: How many files the post shows; those of a draft are not fetched yet.
    public init(_ content: PostContent, on target: PostTarget, mediaCount: Int) {
        let limits = NetworkLimits(of: target.profile)
        let composed = ComposedText(
            target.caption ?? content.caption,
            hashtags: content.hashtagLibrary?.hashtags ?? [],
            limits: limits
        )
        profile = target.profile
        text = composed.text
        length = limits.measure.length(of: composed.text)
        maximumLength = limits.maximumLength
        self.mediaCount = mediaCount
        problems =
            Self.problems(composed, length, limits, target.profile, mediaCount)
            + Self.problems(content.media, limits, target.profile)
    }

    /// What is wrong with the files themselves; those of a draft that is only previewed are not
    /// known yet.
    private static func problems(
        _ media: [MediaItem],
        _ limits: NetworkLimits,
        _ profile: SocialProfile
    ) -> [PublishProblem] {
        let name = profile.network.title
        let hasCompany = limits.filmsStandAlone && media.count > 1
        if limits.takesFilms, hasCompany, media.contains(where: { $0.type == .mp4 }) {
            return [
                PublishProblem(
                    .tooManyMedia,
                    profile: profile.identifier,
                    "\(name) takes a film only by itself, and the post has \(media.count) files."
                )
            ]
        }
        return media.compactMap { item in
            if item.type == .svg {
                return limits.takesCards ? nil : .cardRefused(by: profile)
            }
            if item.type == .mp4 {
                guard !limits.takesFilms else { return nil }
                return PublishProblem(
                    .mediaUnsupported,
                    profile: profile.identifier,
                    "\(name) takes no films from here."
                )
            }
            guard let limit = limits.maximumImageBytes, item.byteCount > limit else { return nil }
            return PublishProblem(
                .mediaTooLarge,
                profile: profile.identifier,
                "\(name) takes pictures of at most \(limit) bytes, one has \(item.byteCount)."
            )
        }
    }

    private static func problems(
        _ composed: ComposedText,
        _ length: Int,
        _ limits: NetworkLimits,
        _ profile: SocialProfile,
        _ mediaCount: Int
    ) -> [PublishProblem] {
        let name = profile.network.title
        var found: [(PublishProblem.Code, String)] = []
        switch profile.status {
        case .connected: break
        case .expired:
            found.append((.profileExpired, "\(profile.handle) must be connected to \(name) again."))
        case .disconnected:
            found.append(
                (
                    .profileDisconnected,
                    "\(profile.handle) was disconnected from \(name) and takes no posts."
                )
            )
        }
        if !composed.text.hasInk, mediaCount == 0 {
            found.append((.empty, "There is neither text nor a file."))
        }
        if length > limits.maximumLength {
            let limit = limits.maximumLength
            found.append(
                (.textTooLong, "\(name) takes \(limit) characters, the text has \(length).")
            )
        }
        if let limit = limits.maximumBytes, composed.text.utf8.count > limit {
            found.append((.textTooLong, "\(name) takes \(limit) bytes of text."))
        }
        if limits.needsMedia, mediaCount == 0 {
            found.append((.mediaRequired, "\(name) takes no post without a picture or film."))
        }
        if mediaCount > limits.maximumMedia {
            let limit = limits.maximumMedia
            found.append(
                (.tooManyMedia, "\(name) takes \(limit) files, the post has \(mediaCount).")
            )
        }
        if let limit = limits.maximumHashtags, composed.hashtagCount > limit {
            found.append((.tooManyHashtags, "\(name) takes \(limit) hashtags in a post."))
        }
        if !composed.leftOut.isEmpty {
            let tags = composed.leftOut.joined(separator: " ")
            found.append((.hashtagsLeftOut, "There was no room for \(tags)."))
        }
        return found.map { PublishProblem($0.0, profile: profile.identifier, $0.1) }
    }
}

/// A text with the hashtags of a library behind it, as many as the network has room for.
///
/// A hashtag that the text has already is not repeated.
struct ComposedText: Equatable {
    let text: String
    let leftOut: [String]
    let hashtagCount: Int

    init(_ caption: String, hashtags: [String], limits: NetworkLimits) {
        let present = Self.hashtags(in: caption)
        var text = caption
        var count = present.count
        var leftOut: [String] = []
        var hasTail = false
        for tag in hashtags where !present.contains(ASCII.lowercased(tag)) {
            let separator = text.isEmpty ? "" : hasTail ? " " : "\n\n"
            let longer = text + separator + tag
            let isAllowed =
                count < limits.maximumHashtags ?? .max
                && longer.utf8.count <= limits.maximumBytes ?? .max
            guard isAllowed, limits.measure.length(of: longer) <= limits.maximumLength else {
                leftOut.append(tag)
                continue
            }
            text = longer
            hasTail = true
            count += 1
        }
        self.text = text
        self.leftOut = leftOut
        hashtagCount = count
    }

    /// The hashtags of a text in lower case, each from its `#` to the next white space or mark.
    private static func hashtags(in text: String) -> Set<String> {
        var found: Set<String> = []
        var tag: [UInt8]?
        for byte in Array(text.utf8) + [0x20] {
            let goesOn =
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_")
                || byte >= 0x80
            if goesOn {
                tag?.append(ASCII.lowercased(byte))
                continue
            }
            if let tag, tag.count > 1 { found.insert(String(decoding: tag, as: UTF8.self)) }
            tag = byte == UInt8(ascii: "#") ? [byte] : nil
        }
        return found
    }
}
