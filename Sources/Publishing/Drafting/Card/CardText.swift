/// Measures, wraps and escapes the text of a card.
///
/// Nobody knows which font a viewer has, so widths are those of a wide bold one: what fits then
/// fits in others too.
enum CardText {
    /// The heights of letters that are tried, in units of the card.
    private static let sizes = [168, 144, 120, 104, 88, 76, 64, 56, 48]

    /// Lines of text, and the size of their letters.
    struct Block: Equatable {
        let lines: [String]
        let size: Int

        /// From one baseline to the next.
        var step: Int { size * 6 / 5 }
    }

    /// Lets `text` stand in a box: as large as it may be without breaking a word, and cut where
    /// even the smallest letters do not do.
    static func block(_ text: String, width: Int, height: Int) -> Block {
        let pieces = pieces(of: text)
        for size in sizes {
            let room = Double(width) / Double(size)
            guard pieces.allSatisfy({ Self.width(of: $0.text) <= room }) else { continue }
            let lines = lines(of: pieces, within: room)
            let block = Block(lines: balanced(lines, pieces, within: room), size: size)
            if lines.count * block.step <= height { return block }
        }
        let size = sizes[sizes.count - 1]
        let room = Double(width) / Double(size)
        let most = height / (size * 6 / 5)
        var lines = lines(of: pieces, within: room)
        if lines.count > most {
            lines = Array(lines.prefix(most))
            lines[most - 1] = cut(lines[most - 1] + "…", within: room)
        }
        return Block(lines: lines, size: size)
    }

    /// One line, cut where it does not fit.
    static func line(_ text: String, size: Int, width: Int) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return cut(words, within: Double(width) / Double(size))
    }

    /// Whether the text runs from right to left, as its first letter does.
    static func isRightToLeft(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { $0.properties.isAlphabetic }
        switch first?.value ?? 0 {
        case 0x590..<0x900, 0xfb1d..<0xfe00, 0xfe70..<0xff00, 0x1_0800..<0x1_1000,
            0x1_e800..<0x1_f000:
            return true
        default: return false
        }
    }

    /// The text as XML takes it: marked characters escaped; those that XML cannot hold, and those
    /// that turn the direction of what follows, left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3c: result += "&lt;"
            case 0x3e: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x27: result += "&#39;"
            case 0x9, 0xa, 0xd: result += " "
            case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069, 0xfffe, 0xffff: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

// Wrapping.
extension CardText {
    /// What a line may end after.
    private struct Piece {
        var text: String
        /// Whether a space joins it to the piece before.
        let isSpaced: Bool
    }

    /// Words, and the characters of scripts that are written without spaces.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            var isSpaced = true
            var isOpen = false
            for character in word {
                let isIdeograph = isIdeograph(character)
                // A mark that ends something never begins a line.
                let isGlued = isOpen && !isIdeograph || !isSpaced && closing.contains(character)
                if isGlued, !pieces.isEmpty {
                    pieces[pieces.count - 1].text.append(character)
                } else {
                    pieces.append(Piece(text: String(character), isSpaced: isSpaced))
                }
                isSpaced = false
                isOpen = !isIdeograph
            }
        }
        return pieces
    }

    private static let closing: Set<Character> = [
        "。", "、", "，", "！", "？", "：", "；", "）", "」", "』", "】", "》", "ー", "…",
    ]

    private static func lines(of pieces: [Piece], within room: Double) -> [String] {
        var lines: [String] = []
        var last = 0.0
        for piece in pieces {
            let space = piece.isSpaced ? " " : ""
            let width = width(of: piece.text)
            if !lines.isEmpty, last + Self.width(of: space) + width <= room {
                lines[lines.count - 1] += space + piece.text
                last += Self.width(of: space) + width
                continue
            }
            var rest = piece.text[...]
            while Self.width(of: rest) > room {
                let head = prefix(of: rest, within: room)
                lines.append(String(head))
                rest = rest.dropFirst(head.count)
            }
            lines.append(String(rest))
            last = Self.width(of: rest)
        }
        return lines
    }

    /// As many lines, but of lengths that are as equal as can be.
    private static func balanced(
        _ lines: [String],
        _ pieces: [Piece],
        within room: Double
    ) -> [String] {
        guard lines.count > 1 else { return lines }
        var best = lines
        var room = room * 0.96
        let widest = pieces.map { width(of: $0.text) }.max() ?? 0
        while room >= widest {
            let narrower = Self.lines(of: pieces, within: room)
            guard narrower.count == lines.count else { break }
            best = narrower
            room *= 0.96
        }
        return best
    }

    /// As much of a word as fits, one character at least.
    private static func prefix(of text: Substring, within room: Double) -> Substring {
        var left = room
        var index = text.startIndex
        while index < text.endIndex {
            left -= width(of: text[index])
            if left < 0, index > text.startIndex { break }
            index = text.index(after: index)
        }
        return text[..<index]
    }

    private static func cut(_ text: String, within room: Double) -> String {
        guard width(of: text) > room else { return text }
        let mark = "…"
        var head = prefix(of: text[...], within: room - width(of: mark))
        while head.last?.isWhitespace == true { head = head.dropLast() }
        return head + mark
    }
}

// Widths, in heights of the letters.
extension CardText {
    private static func width(of text: some StringProtocol) -> Double {
        text.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of character: Character) -> Double {
        switch character {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "’", "|", "!", " ": return 0.4
        case "f", "r", "t", "(", ")", "[", "]", "-", "/": return 0.5
        case "m", "w", "M", "W", "@", "%", "—": return 1.1
        case "a"..."z", "0"..."9": return 0.71
        case "A"..."Z": return 0.84
        default: break
        }
        if isIdeograph(character) { return 1.05 }
        let first = character.unicodeScalars.first
        if first?.properties.isEmojiPresentation == true || character.unicodeScalars.count > 1 {
            return 1.4
        }
        return (first?.value ?? 0) < 0x80 ? 0.84 : 0.95
    }

    /// Whether a character is of a script that is written without spaces and in squares.
    private static func isIdeograph(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x2e80..<0xa4d0, 0xac00..<0xd7b0, 0xf900..<0xfb00, 0xfe30..<0xfe50,
            0xff00..<0xff61, 0x2_0000..<0x3_4000:
            return true
        default: return false
        }
    }
}
