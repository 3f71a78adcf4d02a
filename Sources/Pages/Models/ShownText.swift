/// Text that strangers chose, made fit to be shown to a person.
enum ShownText {
    /// Returns `text` in one line, without characters that hide or turn the text around them, and
    /// cut.
    ///
    /// - Parameters:
    ///   - text: A name from a client's own metadata.
    ///   - limit: How many Unicode scalars may remain; a cut text ends in an ellipsis.
    ///   - fallback: What to show when nothing readable remains.
    /// - Returns: The text to show, never empty.
    static func clean(_ text: String, limit: Int, fallback: String) -> String {
        var kept = String.UnicodeScalarView()
        var wantsSpace = false
        var marks = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                wantsSpace = !kept.isEmpty
                continue
            case .format, .privateUse, .surrogate, .unassigned: continue
            case .nonspacingMark, .enclosingMark:
                // More than a few marks on one letter paint over the lines around it.
                marks += 1
                if marks > 2 || kept.isEmpty { continue }
            default: marks = 0
            }
            if wantsSpace { kept.append(" ") }
            wantsSpace = false
            kept.append(scalar)
            if kept.count > limit {
                kept = String.UnicodeScalarView(kept.prefix(limit - 1))
                kept.append("…")
                break
            }
        }
        return kept.isEmpty ? fallback : String(kept)
    }
}
