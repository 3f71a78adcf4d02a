/// Text made fit for a terminal.
enum TerminalText {
    /// Returns `text` with every character that moves the cursor, hides or reorders text replaced.
    ///
    /// Names come from clients and people; a terminal would obey control characters in them.
    static func cleaned(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            output.append(isHarmful(scalar) ? "\u{fffd}" : scalar)
        }
        return String(output)
    }

    /// How many columns `text` takes up in a terminal.
    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        // Zero-width joiners spell words in several scripts.
        case .format: scalar.value != 0x200c && scalar.value != 0x200d
        default: false
        }
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        // The wide blocks: Hangul, CJK with its symbols, full-width forms, emoji.
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe4f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default:
            switch first.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}
