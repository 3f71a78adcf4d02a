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

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return false
        case .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
