internal import Primitives

/// The revisions of the Model Context Protocol that are served, oldest first.
public enum ProtocolRevision: String, Sendable, CaseIterable, Comparable {
    /// The first revision.
    case november2024 = "2024-11-05"
    /// The only revision with batches.
    case march2025 = "2025-03-26"
    /// Adds structured results and titles.
    case june2025 = "2025-06-18"
    /// The last revision that opens with `initialize`.
    case november2025 = "2025-11-25"
    /// The first stateless revision: every request names its version.
    case july2026 = "2026-07-28"

    /// The newest revision that opens with `initialize`.
    static let newestLegacy = ProtocolRevision.november2025
    /// The revision of a request that names none: the last one without a version header.
    static let unnamed = ProtocolRevision.march2025

    /// Finds the revision that `text` names byte for byte.
    init?(named text: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.isIdentical(to: text) }) else {
            return nil
        }
        self = match
    }

    /// Whether requests of this revision carry their own metadata and there is no handshake.
    var isModern: Bool { self >= .july2026 }
    /// Whether a POST may hold a list of messages.
    var allowsBatches: Bool { self == .march2025 }
    /// Whether tools have `annotations`.
    var hasAnnotations: Bool { self >= .march2025 }
    /// Whether a report of progress may have a `message`.
    var hasProgressMessages: Bool { self >= .march2025 }
    /// Whether tools have `title` and `outputSchema`, and results `structuredContent`.
    var hasStructuredContent: Bool { self >= .june2025 }

    /// Orders revisions by date; the names sort that way.
    public static func < (left: ProtocolRevision, right: ProtocolRevision) -> Bool {
        left.rawValue < right.rawValue
    }

    /// All served revisions, newest first, as `server/discover` and error -32022 list them.
    static let namesNewestFirst = allCases.reversed().map(\.rawValue)
}
