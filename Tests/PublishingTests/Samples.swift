import Primitives

@testable import Publishing

/// Values that tests of the rules begin with.
enum Samples {
    static let now = Timestamp(secondsSinceEpoch: 1_795_478_400)

    static func profile(
        _ network: Network,
        _ status: SocialProfile.Status = .connected
    ) -> SocialProfile {
        SocialProfile(
            identifier: "spr_\(network.rawValue)",
            network: network,
            name: "Northwind",
            handle: "@northwind",
            avatarURL: nil,
            status: status,
            connectedAt: now
        )
    }

    static let library = HashtagLibrary(
        identifier: "hl_1",
        name: "Craft",
        hashtags: ["#handmade", "#oak"],
        createdAt: now
    )

    static func post(
        _ caption: String = "Hello",
        on networks: [Network] = [],
        status: PostStatus = .draft,
        scheduledAt: Timestamp? = nil
    ) -> PostGroup {
        var post = PostGroup(
            identifier: "pg_1",
            content: PostContent(caption: caption, media: [], hashtagLibrary: nil),
            createdAt: now,
            origin: PostOrigin(person: nil, client: nil)
        )
        post.targets = networks.map { PostTarget(profile: profile($0), caption: nil) }
        post.status = status
        post.scheduledAt = scheduledAt
        return post
    }

    static var rules: PostRules {
        var references = PostReferences(hashtagLibrary: library)
        for network in Network.allCases {
            references.profiles["spr_\(network.rawValue)"] = profile(network)
        }
        return PostRules(references: references, now: now)
    }
}
