/// The name of a person or a workspace, fit to be shown on a page, in a terminal and in a tool
/// answer.
public struct DisplayName: Sendable, Equatable, CustomStringConvertible {
    /// The longest name, in Unicode scalars.
    public static let maximumScalars = 100

    /// The name.
    public let text: String

    /// The name.
    public var description: String { text }

    /// Why a text is not a name.
    public enum ParseError: Error, Equatable {
        /// Nothing but spaces.
        case empty
        /// Longer than ``DisplayName/maximumScalars``; the value is its length.
        case tooLong(Int)
        /// A control, direction, invisible or line-breaking character at this scalar offset.
        case character(offset: Int)
    }

    /// Parses what an operator typed.
    ///
    /// - Parameter text: The name; spaces around it are dropped.
    /// - Throws: ``ParseError`` when it is empty, too long or could disguise itself.
    public init(parsing text: String) throws(ParseError) {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { $0 != " " }),
            let last = scalars.lastIndex(where: { $0 != " " })
        else { throw .empty }
        let trimmed = scalars[first...last]
        guard trimmed.count <= Self.maximumScalars else { throw .tooLong(trimmed.count) }
        for (offset, scalar) in trimmed.enumerated() where Self.isDisguise(scalar) {
            throw .character(offset: offset)
        }
        self.text = String(trimmed)
    }

    /// Whether `scalar` moves, hides or breaks the text around it rather than being read itself.
    private static func isDisguise(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse: true
        // Zero-width joiners spell words in several scripts and join emoji; other format
        // characters only reorder or hide.
        case .format: scalar.value != 0x200c && scalar.value != 0x200d
        default: false
        }
    }
}
