private import Primitives

/// The words of a sentence, compared in lower case and without their marks.
struct Words {
    private var words: ArraySlice<Substring>

    init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace)[...]
    }

    var text: String { words.joined(separator: " ") }
    /// The words without marks and in lower case.
    var bareText: String { words.map(Self.bare).joined(separator: " ") }
    var first: String? { words.first.map(Self.bare) }

    mutating func dropFirst() { words = words.dropFirst() }

    /// A word without marks and in lower case.
    private static func bare(_ word: Substring) -> String {
        let bytes = word.utf8.filter {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 >= 0x80 || $0 == UInt8(ascii: "'")
        }
        return String(decoding: bytes.map(ASCII.lowercased(_:)), as: UTF8.self)
    }

    private func word(_ index: Int) -> String? {
        index < words.count ? Self.bare(words[words.startIndex + index]) : nil
    }

    private func starts(with phrase: String) -> Bool {
        phrase.split(separator: " ").enumerated().allSatisfy {
            word($0.offset) == String($0.element)
        }
    }

    private mutating func drop(_ phrases: [String]) -> Bool {
        guard let found = phrases.first(where: starts(with:)) else { return false }
        words = words.dropFirst(found.split(separator: " ").count)
        return true
    }

    /// Takes away what is polite and says nothing.
    mutating func dropCourtesies() {
        while drop(EnglishWords.courtesies) {}
    }

    /// Takes away `write a short LinkedIn post about`.
    mutating func dropOrder() {
        let isOrdered = drop(EnglishWords.ordering)
        let nouns = (0..<8).filter { EnglishWords.kindsOfText.contains(word($0) ?? "") }
        let isArticle = EnglishWords.articles.contains(first ?? "")
        guard let noun = nouns.first, isOrdered || isArticle || noun == 0 else { return }
        let rest = Words(words.dropFirst(noun + 1))
        // "A post office opens": the noun counts only with what joins it to its subject.
        guard let joined = rest.afterJoint() else { return }
        words = joined
    }

    private init(_ words: ArraySlice<Substring>) {
        self.words = words
    }

    /// What follows `about` and the like, be it right here or behind a receiver: `for our shop
    /// about`.
    private func afterJoint() -> ArraySlice<Substring>? {
        var rest = self
        if rest.drop(EnglishWords.joints) { return rest.words }
        guard let first, EnglishWords.verbsOfActs[first] == nil else { return words }
        guard first == "for" || first == "on" || first == "to" else { return nil }
        for index in 1..<9 where EnglishWords.joints.contains(word(index) ?? "") {
            return words.dropFirst(index + 1)
        }
        for index in 1..<9 where EnglishWords.verbsOfActs[word(index) ?? ""] != nil {
            return words.dropFirst(index)
        }
        return words.dropFirst()
    }

    /// Takes away the verb that says what to do with the subject.
    mutating func takeAct() -> PromptReading.Act {
        guard let first, let act = EnglishWords.verbsOfActs[first] else { return .tell }
        let before = words
        dropFirst()
        if drop(["that"]) {
            // What is announced as a sentence stands by itself.
            words = before.dropFirst()
            return .tell
        }
        if EnglishWords.receivers.contains(self.first ?? ""), drop(EnglishWords.receivingPhrases) {
            if self.first == "that" { return .tell }
            _ = drop(["about", "to", "of"])
        }
        return act
    }

    /// Takes away what only says how or where: `in a friendly tone`, `for LinkedIn`.
    mutating func dropStyle() {
        for index in words.indices.dropFirst(2) {
            let tail = Words(words[index...])
            let isStyle =
                tail.first == "in" && words[index...].count <= 7
                && EnglishWords.styles.contains(Self.bare(words[words.endIndex - 1]))
            let isPlace =
                (tail.first == "for" || tail.first == "on") && tail.words.count == 2
                && EnglishWords.networks.contains(tail.word(1) ?? "")
            if isStyle || isPlace {
                words = words[..<index]
                return
            }
        }
    }

    /// Whether the words have a subject and a verb of their own.
    var isStatement: Bool {
        let relatives: Set<String> = ["that", "which", "who", "where", "when"]
        if EnglishWords.persons.contains(first ?? ""), words.count > 1 { return true }
        for index in 1..<8 {
            guard let word = word(index) else { return false }
            if relatives.contains(word) { return false }
            if EnglishWords.finiteVerbs.contains(word) { return true }
        }
        return false
    }

    /// Whether they order a text and say nothing of its subject: `Write a short post`.
    var isOnlyOrder: Bool {
        var rest = self
        rest.dropCourtesies()
        let before = rest.words.count
        rest.dropOrder()
        return rest.words.isEmpty && before > 0
    }

    /// The words with `the` in front, where a thing without an article begins them.
    static func withArticle(_ text: String) -> String {
        let words = Words(text)
        guard let first = words.first, let letter = text.first, letter.isLowercase,
            !EnglishWords.determiners.contains(first),
            !EnglishWords.questions.contains(first), !first.hasSuffix("ing")
        else { return text }
        return "the " + text
    }

    /// Whether they speak of a text's form and not of its subject.
    var isAboutForm: Bool {
        words.contains { EnglishWords.partsOfTexts.contains(Self.bare($0)) }
    }
}
