private import Primitives

/// Takes text apart into sentences and puts marks right.
enum Sentences {
    private static let ends: Set<Character> = [".", "!", "?", "…", "。", "！", "？"]

    /// The sentences of a text, each with its mark, blank ones left out.
    static func split(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [String] in
            var sentences: [String] = []
            var current = ""
            let characters = Array(line)
            for (index, character) in characters.enumerated() {
                current.append(character)
                guard ends.contains(character) else { continue }
                let isLast = index + 1 == characters.count
                // "3.5", "e.g. this" and "St. John" end no sentence, as far as that can be told.
                let goesOn =
                    !isLast
                    && (!characters[index + 1].isWhitespace
                        || index + 2 < characters.count && characters[index + 2].isLowercase
                        || character == "." && isAbbreviation(current))
                guard !goesOn else { continue }
                sentences.append(trimmed(current))
                current = ""
            }
            sentences.append(trimmed(current))
            return sentences.filter { $0.hasInk && !$0.allSatisfy(ends.contains(_:)) }
        }
    }

    private static func isAbbreviation(_ text: String) -> Bool {
        let last = text.dropLast().split(whereSeparator: \.isWhitespace).last ?? ""
        return last.count == 1
            || ["St", "Mr", "Mrs", "Ms", "Dr", "No", "e.g", "i.e", "approx"]
                .contains(String(last))
    }

    static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        var end = start.endIndex
        while end > start.startIndex, start[start.index(before: end)].isWhitespace {
            end = start.index(before: end)
        }
        let marks: Set<Character> = ["-", "*", "•", "–"]
        var body = start[..<end]
        if let first = body.first, marks.contains(first) {
            body = body.dropFirst().drop(while: \.isWhitespace)
        }
        return String(body)
    }

    static func withoutEndMark(_ text: String) -> String {
        var body = Substring(trimmed(text))
        while let last = body.last, [".", "!", ":", ";", ",", "…"].contains(last) {
            body = body.dropLast()
        }
        return String(body)
    }

    /// The text with a full stop, where it has no mark of its own.
    static func ended(_ text: String) -> String {
        text.last.map(ends.contains(_:)) ?? true ? text : text + "."
    }

    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The text, cut between words where it is longer than `length` code points.
    static func shortened(_ text: String, to length: Int) -> String {
        guard text.unicodeScalars.count > length else { return text }
        let cut = String(text.unicodeScalars.prefix(length))
        guard let space = cut.lastIndex(where: \.isWhitespace),
            cut.distance(from: space, to: cut.endIndex) < length / 2
        else { return cut + "…" }
        return withoutEndMark(String(cut[..<space])) + "…"
    }
}
