internal import JSON
internal import Primitives

extension ContentReader {
    mutating func readPost(_ item: DocumentReader) throws(PublishingFault) {
        var post = PostGroup(
            identifier: identifiers.make(.postGroup),
            content: PostContent(
                caption: try item.optionalText("caption", 0...PostChange.maximumCaptionLength)
                    ?? "",
                media: try readMedia(item),
                hashtagLibrary: nil
            ),
            createdAt: try time("createdAt", of: item) ?? now,
            origin: PostOrigin(person: nil, client: try item.optionalText("createdBy", 1...120))
        )
        if let key = try item.optionalText("hashtagLibrary", 1...120) {
            post.content.hashtagLibrary = try library(key, at: item.path("hashtagLibrary"))
        }
        post.updatedAt = try time("updatedAt", of: item) ?? post.createdAt
        post.scheduledAt = try time("scheduledAt", of: item)
        post.status = try item.choice("status", PostStatus.self) ?? .draft
        for target in try item.objects("profiles", atMost: 30) {
            post.targets.append(try readTarget(target))
        }
        try item.refuseOthers()
        try check(post, item)
        content.posts.append(post)
    }

    private mutating func readMedia(
        _ item: DocumentReader
    ) throws(PublishingFault) -> [MediaItem] {
        var items: [MediaItem] = []
        for file in try item.objects("media", atMost: MediaFile.maximumCount) {
            let text = try file.text("content", 1...(MediaFile.maximumBytes * 4 / 3 + 4))
            guard let bytes = Base64URL.decode(Array(text.utf8)) else {
                throw .invalid(part: file.path("content"), problem: "must be base64url, unpadded")
            }
            let media = try MediaFile(
                imported: bytes,
                from: try file.optionalText("sourceUrl", 1...2_000) ?? "",
                identifiers
            )
            try file.refuseOthers()
            content.media.append(media)
            items.append(media.item)
        }
        return items
    }

    private func readTarget(_ item: DocumentReader) throws(PublishingFault) -> PostTarget {
        let key = try item.text("profile", 1...120)
        var target = PostTarget(
            profile: try profile(key, at: item.path("profile")),
            caption: try item.optionalText("caption", 0...PostChange.maximumCaptionLength)
        )
        for (index, attempt) in try item.objects("attempts", atMost: 100).enumerated() {
            target.attempts.append(try readAttempt(attempt, number: index + 1))
        }
        try item.refuseOthers()
        return target
    }

    private func readAttempt(
        _ item: DocumentReader,
        number: Int
    ) throws(PublishingFault) -> PublishAttempt {
        let message = try item.optionalText("message", 0...1_000) ?? ""
        let url = try item.optionalText("url", 1...2_000)
        let code = try item.optionalText("code", 1...60) ?? "refused"
        let startedAt = try time("startedAt", of: item) ?? now
        let outcome: PublishAttempt.Outcome
        switch try item.text("outcome", 1...20) {
        case "published": outcome = .published(url: url)
        case "failed": outcome = .failed(code: code, message: message)
        case "unknown": outcome = .unknown(message: message)
        default:
            throw .invalid(
                part: item.path("outcome"),
                problem: "must be published, failed or unknown"
            )
        }
        let endedAt = try time("endedAt", of: item) ?? startedAt
        try item.refuseOthers()
        return PublishAttempt(
            number: number,
            startedAt: startedAt,
            endedAt: endedAt,
            outcome: outcome
        )
    }

    /// A file may hold posts of the past, but none that the server would never have made.
    private func check(_ post: PostGroup, _ item: DocumentReader) throws(PublishingFault) {
        guard post.content.caption.hasInk || !post.content.media.isEmpty else {
            throw .invalid(part: item.path("caption"), problem: "a post needs a caption or media")
        }
        let names = post.targets.map(\.profile.identifier)
        guard Set(names).count == names.count else {
            throw .invalid(part: item.path("profiles"), problem: "a profile occurs twice")
        }
        let published = post.targets.count(where: \.isPublished)
        let fits =
            switch post.status {
            case .draft: published == 0
            case .scheduled: published == 0 && post.scheduledAt != nil && !names.isEmpty
            case .publishing: false
            case .posted: published == names.count && published > 0
            case .partlyPosted: published < names.count && published > 0
            case .failed: published == 0 && !names.isEmpty
            }
        guard fits else {
            throw .invalid(
                part: item.path("status"),
                problem: "does not fit the profiles, their attempts and the time"
            )
        }
    }
}
