/// Cleans the names that clients give themselves (RFC 7591 §5 calls them unverified).
enum ClientName {
    /// The longest name that is kept, in Unicode scalars.
    static let maximumScalars = 64

    /// Returns `text` fit to be shown in one line, or `nil` when nothing is left.
    ///
    /// Controls, bidirectional overrides, zero-width and other invisible characters are removed, so
    /// that a name cannot reorder or hide what stands beside it; runs of spaces become one.
    static func cleaned(
        _ text: String,
        maximumScalars: Int = ClientName.maximumScalars
    ) -> String? {
        // Nearly every name is; asking Unicode about each character costs a hundred times as much.
        if isPlain(text, maximumScalars) { return text }
        var kept = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingSpace = !kept.isEmpty
            } else if isVisible(scalar) {
                let isRoomLeft = kept.count + (pendingSpace ? 1 : 0) < maximumScalars
                guard isRoomLeft else { break }
                if pendingSpace { kept.append(" ") }
                pendingSpace = false
                kept.append(scalar)
            }
        }
        return kept.isEmpty ? nil : String(kept)
    }

    /// Whether `text` is words of visible ASCII with single spaces between them.
    private static func isPlain(_ text: String, _ maximumScalars: Int) -> Bool {
        guard text.utf8.count <= maximumScalars else { return false }
        var followsSpace = true
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7f, byte != 0x20 || !followsSpace else { return false }
            followsSpace = byte == 0x20
        }
        return !followsSpace
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return false
        case .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
