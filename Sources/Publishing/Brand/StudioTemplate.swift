public import Primitives

/// A design that pictures are made from.
public struct StudioTemplate: Sendable, Equatable {
    /// The shape of what a template makes.
    public enum Format: String, Sendable, CaseIterable {
        /// As wide as high.
        case square
        /// Higher than wide.
        case portrait
        /// Wider than high.
        case landscape
        /// The whole screen of a phone.
        case story
        /// Several pictures in a row.
        case carousel
    }

    /// The template's identifier, `tpl_…`.
    public let identifier: String
    /// What it is called.
    public let name: String
    /// The shape of what it makes.
    public let format: Format
    /// Where a small picture of it is.
    public let thumbnailURL: String?
    /// When it was made.
    public let createdAt: Timestamp

    /// Describes a template.
    public init(
        identifier: String,
        name: String,
        format: Format,
        thumbnailURL: String?,
        createdAt: Timestamp
    ) {
        self.identifier = identifier
        self.name = name
        self.format = format
        self.thumbnailURL = thumbnailURL
        self.createdAt = createdAt
    }
}
