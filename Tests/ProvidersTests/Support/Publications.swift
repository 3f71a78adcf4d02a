import Primitives
import Publishing
import TestSupport

/// Publications that tests of connectors begin with.
enum Publications {
    static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]

    static func make(
        _ text: String,
        to offer: ProfileOffer,
        media: [[UInt8]] = [],
        key: String = "pg_1.spr_1.1"
    ) throws -> Publication {
        let files = try media.map { bytes in
            try MediaFile(
                bytes,
                from: "https://example.com/a",
                ItemIdentifiers(random: SeededRandom(seed: 1))
            )
        }
        var publication = Publication(
            attempt: AttemptKey(rawValue: 1),
            key: key,
            post: "pg_1",
            profile: SocialProfile(
                identifier: "spr_1",
                network: offer.network,
                name: offer.name,
                handle: offer.handle,
                avatarURL: nil,
                status: .connected,
                connectedAt: ManualClock().now()
            ),
            connection: offer.connection,
            content: (text: text, media: files),
            previousTries: 0
        )
        publication.firstAskedAt = ManualClock().now()
        return publication
    }

    /// The same publication once more, after an answer that nobody saw.
    static func again(_ publication: Publication) -> Publication {
        var again = Publication(
            attempt: publication.attempt,
            key: publication.key,
            post: publication.post,
            profile: publication.profile,
            connection: publication.connection,
            content: (text: publication.text, media: publication.media),
            previousTries: publication.previousTries + 1
        )
        again.firstAskedAt = publication.firstAskedAt
        again.isInDoubt = true
        return again
    }
}
