internal import Primitives

/// A file that posts show.
public struct MediaItem: Sendable, Equatable {
    /// The file's identifier, `med_…`.
    public let identifier: String
    /// What it is.
    public let type: MediaType
    /// How large it is.
    public let byteCount: Int
    /// Where it came from.
    public let sourceURL: String

    /// Where pictures of a model are said to come from.
    static let generatedSource = "urn:wayleave:generated:image"

    /// Describes a file.
    public init(identifier: String, type: MediaType, byteCount: Int, sourceURL: String) {
        self.identifier = identifier
        self.type = type
        self.byteCount = byteCount
        self.sourceURL = sourceURL
    }
}

/// A file with its content, on its way into the store.
public struct MediaFile: Sendable, Equatable {
    /// The most that a file may have.
    public static let maximumBytes = 5 * 1_024 * 1_024
    /// How many files a post may have.
    public static let maximumCount = 10

    /// What it is.
    public let item: MediaItem
    /// Its content.
    public let bytes: [UInt8]

    /// Takes a file as the store holds it.
    package init(stored item: MediaItem, _ bytes: [UInt8]) {
        self.item = item
        self.bytes = bytes
    }

    /// Takes a picture that a generator made.
    init(generated image: GeneratedImage, _ identifiers: ItemIdentifiers) {
        self.init(
            image.bytes,
            image.type,
            from: image.type == .svg ? CardPainter.source : MediaItem.generatedSource,
            identifiers
        )
    }

    private init(
        _ bytes: [UInt8],
        _ type: MediaType,
        from sourceURL: String,
        _ identifiers: ItemIdentifiers
    ) {
        item = MediaItem(
            identifier: identifiers.make(.media),
            type: type,
            byteCount: bytes.count,
            sourceURL: sourceURL
        )
        self.bytes = bytes
    }

    /// The text of a card, `nil` for another file.
    var cardText: String? {
        item.type == .svg ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Takes a file of a content file, which may be a card that this product drew.
    init(
        imported bytes: [UInt8],
        from sourceURL: String,
        _ identifiers: ItemIdentifiers
    ) throws(PublishingFault) {
        let isCard =
            sourceURL.isIdentical(to: CardPainter.source)
            && bytes.starts(with: CardPainter.beginning.utf8) && bytes.count <= Self.maximumBytes
        if isCard {
            self.init(bytes, .svg, from: sourceURL, identifiers)
        } else {
            try self.init(bytes, from: sourceURL, identifiers)
        }
    }

    /// Takes a file whose content shows what it is.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - sourceURL: Where it came from.
    ///   - identifiers: Gives it an identifier.
    /// - Throws: ``PublishingFault/media(url:problem:)`` where it is none that can be published.
    public init(
        _ bytes: [UInt8],
        from sourceURL: String,
        _ identifiers: ItemIdentifiers
    ) throws(PublishingFault) {
        guard !bytes.isEmpty, bytes.count <= Self.maximumBytes else {
            throw .media(url: sourceURL, problem: "it must have 1 byte to 5 MiB")
        }
        guard let type = MediaType(sniffing: bytes) else {
            throw .media(url: sourceURL, problem: "its content is no PNG, JPEG, GIF or MP4")
        }
        self.init(bytes, type, from: sourceURL, identifiers)
    }
}

/// Fetches files from addresses that clients name.
///
/// The addresses are untrusted: an implementation refuses those that lead into the operator's own
/// network, follows no redirect blindly and reads no more than it was told.
public protocol MediaFetcher: Sendable {
    /// Returns the content behind `url`, at most `maximumBytes` of it.
    ///
    /// - Parameters:
    ///   - url: An `https` address.
    ///   - maximumBytes: What is larger is refused.
    /// - Returns: The content.
    /// - Throws: ``PublishingFault/media(url:problem:)``, whose text is for the model.
    func fetch(
        _ url: String,
        maximumBytes: Int
    ) async throws(PublishingFault) -> [UInt8]
}
