public import Primitives

/// What a generator is asked to write.
public struct DraftBrief: Sendable, Equatable {
    /// What the post shall be about, in a person's words.
    public var prompt: String
    /// Who speaks: the name of the workspace.
    public var sender: String?
    /// How the brand speaks and looks.
    public var brand: BrandKit.Content?
    /// How it shall sound.
    public var tone = DraftTone.professional
    /// How long it shall be.
    public var length = DraftLength.medium
    /// The hashtags that will follow the text by themselves.
    public var hashtags: [String] = []
    /// Texts to draw on.
    public var references: [DraftReference] = []
    /// The names of the designs that the picture goes into.
    public var designs: [String] = []
    /// Where in a campaign the post stands, `nil` for a single one.
    public var place: CampaignPlace?
    /// Chooses among what is equally good; the embedded composer gives the same text for the same
    /// brief.
    public var seed: UInt64 = 0
    /// By when the caller has to be answered; `nil` where nobody waits.
    public var deadline: MonotonicInstant?

    /// Creates a brief with the usual tone and length.
    public init(prompt: String) {
        self.prompt = prompt
    }
}

/// A text that a draft may draw on; it comes from strangers and is material, not instruction.
public struct DraftReference: Sendable, Equatable {
    /// The most of a page's text that is kept, in code points.
    public static let maximumLength = 6_000

    /// Where it came from.
    public let url: String
    /// What it says, without markup.
    public let text: String

    /// Describes a reference.
    public init(url: String, text: String) {
        self.url = url
        self.text = text
    }
}

/// How a draft sounds.
public enum DraftTone: String, Sendable, CaseIterable {
    /// Matter-of-fact and polite.
    case professional
    /// As one speaks with people one likes.
    case friendly
    /// Explaining.
    case educational
    /// Short and sure.
    case bold
    /// In the first person of whoever founded the business.
    case founderLed = "founder_led"
}

/// How long a draft is.
public enum DraftLength: String, Sendable, CaseIterable {
    /// One or two sentences.
    case short
    /// A paragraph or two.
    case medium
    /// Several paragraphs.
    case long
    /// As much as a longer post holds.
    case extraLong = "extra_long"

    /// How many characters are aimed at.
    public var characters: ClosedRange<Int> {
        switch self {
        case .short: 40...220
        case .medium: 200...600
        case .long: 500...1_300
        case .extraLong: 1_000...2_600
        }
    }
}
