/// What a network takes at most, as its public documentation or its own server says.
public struct NetworkLimits: Sendable, Equatable {
    /// The longest text, in units of `measure`.
    public var maximumLength: Int
    /// How the network counts.
    public var measure: TextMeasure
    /// The longest text in bytes of UTF-8, or `nil` where only `measure` counts.
    public var maximumBytes: Int?
    /// How many files a post may have.
    public var maximumMedia: Int
    /// Whether a post without a file is refused.
    public var needsMedia: Bool
    /// How many hashtags a post may have, or `nil` where they are not counted.
    public var maximumHashtags: Int?
    /// Bytes of a picture, or `nil` where every one that is stored here will do.
    public var maximumImageBytes: Int?
    /// Whether films are taken.
    public var takesFilms = true
    /// Whether a post that shows a film shows nothing else.
    public var filmsStandAlone = false
    /// Whether the SVG cards that this server draws are taken.
    public var takesCards = false

    /// Describes limits.
    ///
    /// - Parameters:
    ///   - maximumLength: The longest text, in units of `measure`.
    ///   - measure: How the network counts.
    ///   - media: How many files a post may have.
    ///   - needsMedia: Whether a post without a file is refused.
    ///   - hashtags: How many hashtags a post may have.
    public init(
        _ maximumLength: Int,
        _ measure: TextMeasure = .codePoints,
        media: Int,
        needsMedia: Bool = false,
        hashtags: Int? = nil
    ) {
        self.maximumLength = maximumLength
        self.measure = measure
        maximumMedia = media
        self.needsMedia = needsMedia
        maximumHashtags = hashtags
    }

    /// The limits of `network`; a Mastodon server may allow more than the usual ones.
    public init(of network: Network) {
        self =
            switch network {
            case .demo: NetworkLimits(280, media: 4).takingCards
            case .mastodon: .mastodon
            case .bluesky: .bluesky
            case .webhook: NetworkLimits(10_000, media: 10).takingCards
            case .facebook: NetworkLimits(63_206, media: 10)
            case .instagram: NetworkLimits(2_200, media: 10, needsMedia: true, hashtags: 30)
            case .x: NetworkLimits(280, .weighted, media: 4)
            case .linkedin: NetworkLimits(3_000, media: 9)
            case .pinterest: NetworkLimits(500, media: 5, needsMedia: true)
            case .tiktok: NetworkLimits(2_200, .utf16, media: 10, needsMedia: true)
            }
    }

    /// The limits of `profile`: those of its own server where they are known.
    public init(of profile: SocialProfile) {
        self = profile.limits ?? NetworkLimits(of: profile.network)
    }

    /// The same limits, with the cards that this server draws.
    private var takingCards: NetworkLimits {
        var limits = self
        limits.takesCards = true
        return limits
    }

    /// What a Mastodon server takes that was not asked.
    private static var mastodon: NetworkLimits {
        var limits = NetworkLimits(500, .links(as: 23), media: 4)
        limits.filmsStandAlone = true
        return limits
    }

    /// The lexicons `app.bsky.feed.post` and `app.bsky.embed.images`.
    private static var bluesky: NetworkLimits {
        var limits = NetworkLimits(300, .graphemes, media: 4)
        limits.maximumBytes = 3_000
        limits.maximumImageBytes = 1_000_000
        limits.takesFilms = false
        return limits
    }
}
