/// Makes the picture of a post from a brief.
public protocol ImageGenerator: Sendable {
    /// Makes one square picture.
    ///
    /// Ends within a minute, by the deadline of the brief, and when the task is cancelled.
    ///
    /// - Parameters:
    ///   - brief: What the post is about and how the brand looks.
    ///   - headline: A few words that could stand on the picture.
    /// - Returns: The picture, of at most ``MediaFile/maximumBytes``.
    /// - Throws: ``GenerationError``.
    func image(
        for brief: DraftBrief,
        headline: String
    ) async throws(GenerationError) -> GeneratedImage
}

/// A picture that a generator made.
public struct GeneratedImage: Sendable, Equatable {
    /// The picture.
    public let bytes: [UInt8]
    /// What it is.
    public let type: MediaType
    /// Which generator made it.
    public let generator: String
    /// What whoever uses the picture should know, one sentence each.
    public let warnings: [String]

    /// Describes a picture.
    public init(bytes: [UInt8], type: MediaType, generator: String, warnings: [String] = []) {
        self.bytes = bytes
        self.type = type
        self.generator = generator
        self.warnings = warnings
    }
}
