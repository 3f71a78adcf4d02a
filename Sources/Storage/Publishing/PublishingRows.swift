internal import Database
internal import JSON
internal import Primitives
internal import Publishing

extension BrandKit {
    /// Reads identifier, content and created_at.
    init(row: Row) throws(DatabaseError) {
        guard let json = try? JSONValue(parsing: row.blob(1)).objectValue,
            let content = try? Content(json: json)
        else { throw .unexpectedValue("the content of a brand kit") }
        self.init(identifier: row.text(0), content: content, createdAt: row.certainTime(2))
    }
}

extension HashtagLibrary {
    /// Reads identifier, name, hashtags and created_at, the columns from `first` on.
    init(row: Row, from first: Int) {
        self.init(
            identifier: row.text(first),
            name: row.text(first + 1),
            // A hashtag holds no space.
            hashtags: row.text(first + 2).utf8.split(separator: 0x20)
                .map { String(decoding: $0, as: UTF8.self) },
            createdAt: row.certainTime(first + 3)
        )
    }
}

extension StudioTemplate {
    /// Reads identifier, name, format, thumbnail_url and created_at.
    init(row: Row) throws(DatabaseError) {
        self.init(
            identifier: row.text(0),
            name: row.text(1),
            format: try row.choice(Format.self, 2),
            thumbnailURL: row.optionalText(3),
            createdAt: row.certainTime(4)
        )
    }
}

extension SocialProfile {
    /// The value of `status`, which knows no third one.
    var storedStatus: String {
        (status == .connected ? Status.connected : .expired).rawValue
    }

    /// Reads identifier, network, name, handle, avatar_url, state, connected_at and limits, the
    /// columns from `first` on.
    init(row: Row, from first: Int) throws(DatabaseError) {
        self.init(
            identifier: row.text(first),
            network: try row.choice(Network.self, first + 1),
            name: row.text(first + 2),
            handle: row.text(first + 3),
            avatarURL: row.optionalText(first + 4),
            status: try row.choice(Status.self, first + 5),
            connectedAt: row.certainTime(first + 6)
        )
        limits = row.optionalBlob(first + 7)
            .flatMap { try? JSONValue(parsing: $0) }.flatMap(NetworkLimits.init(json:))
    }
}

extension MediaItem {
    /// Reads identifier, type, byte_count and source_url.
    init(row: Row) throws(DatabaseError) {
        self.init(
            identifier: row.text(0),
            type: try row.choice(MediaType.self, 1),
            byteCount: Int(row.integer(2)),
            sourceURL: row.text(3)
        )
    }
}

extension PublishAttempt {
    /// Reads number, started_at, ended_at, outcome, url, code, message and next_try_at, the columns
    /// from `first` on.
    init(row: Row, from first: Int) throws(DatabaseError) {
        let outcome: Outcome
        switch row.text(first + 3) {
        case "underway": outcome = .underway
        case "published": outcome = .published(url: row.optionalText(first + 4))
        case "failed":
            outcome = .failed(code: row.text(first + 5), message: row.text(first + 6))
        case "unknown": outcome = .unknown(message: row.text(first + 6))
        default: throw .unexpectedValue("an unknown outcome of an attempt")
        }
        self.init(
            number: Int(row.integer(first)),
            startedAt: row.certainTime(first + 1),
            endedAt: row.time(first + 2),
            outcome: outcome
        )
        guard outcome == .underway, let message = row.optionalText(first + 6) else { return }
        pause = row.time(first + 7).map { RetryPause(message: message, until: $0) }
    }
}
