/// Writes the text of a post from a brief.
///
/// A call belongs to no request: it may be made from work in the background. It is never made while
/// a transaction of the database is open.
public protocol TextGenerator: Sendable {
    /// Writes one draft.
    ///
    /// Ends within a minute, by the deadline of the brief, and when the task is cancelled.
    ///
    /// - Parameter brief: What to write, for whom and how.
    /// - Returns: The draft; its caption is neither blank nor longer than a post may be.
    /// - Throws: ``GenerationError``, which says whether asking again later can help.
    func draft(_ brief: DraftBrief) async throws(GenerationError) -> TextDraft
}

/// A text that a generator wrote.
public struct TextDraft: Sendable, Equatable {
    /// The text of the post, without the hashtags of a library, which follow it by themselves.
    public let caption: String
    /// A few words that could stand on a picture.
    public let headline: String
    /// Which generator wrote it: ``EmbeddedComposer/name``, or the name of a model.
    public let generator: String
    /// What whoever uses the text should know, one sentence each.
    public let warnings: [String]

    /// Describes a draft.
    public init(caption: String, headline: String, generator: String, warnings: [String]) {
        self.caption = caption
        self.headline = headline
        self.generator = generator
        self.warnings = warnings
    }
}
