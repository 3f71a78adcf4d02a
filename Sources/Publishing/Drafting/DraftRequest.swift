/// What a caller wants drafted, with items of the workspace named by their identifiers.
public struct DraftRequest: Sendable, Equatable {
    /// What the post shall be about.
    public var prompt: String
    /// The brand kit.
    public var brand: String?
    /// How it shall sound.
    public var tone = DraftTone.professional
    /// How long it shall be.
    public var length = DraftLength.medium
    /// The profiles that the post goes to.
    public var profiles: [String] = []
    /// The library whose hashtags follow the text.
    public var hashtagLibrary: String?
    /// Whether a picture is wanted.
    public var wantsImage = false
    /// Pages to draw on.
    public var referenceURLs: [String] = []
    /// The Studio templates that the picture goes into.
    public var designs: [String] = []

    /// Asks for a draft of the usual tone and length.
    public init(prompt: String) {
        self.prompt = prompt
    }
}

/// What a request became once its items were found and its pages read.
public struct DraftMaterial: Sendable, Equatable {
    /// The brief; a campaign sets its place and seed for each post.
    public var brief: DraftBrief
    /// What was left out and why, one sentence each.
    public var warnings: [String]
}

/// A draft that is complete and stored nowhere yet.
public struct FinishedDraft: Sendable {
    /// The text.
    public let text: TextDraft
    /// The picture, where one was wanted.
    public let image: MediaFile?
    /// How both were made.
    public let making: DraftMaking
}

/// How a draft was made.
public struct DraftMaking: Sendable, Equatable {
    /// Which generator wrote the text.
    public let generator: String
    /// Which generator made the picture, where there is one.
    public let imageGenerator: String?
    /// The picture itself, where it is a card in SVG.
    public let card: String?
    /// The headline that goes with the text.
    public let headline: String
    /// What whoever uses it should know, one sentence each.
    public let warnings: [String]
}
