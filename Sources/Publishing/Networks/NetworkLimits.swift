/// What a network takes at most, as its public documentation says.
public struct NetworkLimits: Sendable, Equatable {
    /// The longest text, in units of `measure`.
    public let maximumLength: Int
    /// How the network counts.
    public let measure: TextMeasure
    /// How many files a post may have.
    public let maximumMedia: Int
    /// Whether a post without a file is refused.
    public let needsMedia: Bool
    /// How many hashtags a post may have, or `nil` where they are not counted.
    public let maximumHashtags: Int?

    private init(
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
            case .demo: NetworkLimits(280, media: 4)
            case .mastodon: NetworkLimits(500, .links(as: 23), media: 4)
            case .bluesky: NetworkLimits(300, .graphemes, media: 4)
            case .webhook: NetworkLimits(10_000, media: 10)
            case .facebook: NetworkLimits(63_206, media: 10)
            case .instagram: NetworkLimits(2_200, media: 10, needsMedia: true, hashtags: 30)
            case .x: NetworkLimits(280, .weighted, media: 4)
            case .linkedin: NetworkLimits(3_000, media: 9)
            case .pinterest: NetworkLimits(500, media: 5, needsMedia: true)
            case .tiktok: NetworkLimits(2_200, .utf16, media: 10, needsMedia: true)
            }
    }
}
