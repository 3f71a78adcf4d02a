private import Primitives

/// What a word or two before a colon say of what follows: `Event: open day`, `Tone: friendly`.
enum PromptLabel: Equatable {
    /// The subject follows, and what to do with it.
    case subject(PromptReading.Act)
    /// Facts follow.
    case facts
    /// An instruction follows that is no part of the text.
    case instruction

    /// Reads the words before a colon; `nil` for words that are no label.
    init?(_ head: String) {
        let words = Words(head).bareText
        guard let label = Self.known[words] else { return nil }
        self = label
    }

    private static let known: [String: PromptLabel] = {
        var known: [String: PromptLabel] = [:]
        for (label, names) in table {
            for name in names { known[name] = label }
        }
        return known
    }()

    private static let table: [(PromptLabel, [String])] = [
        (
            .subject(.tell),
            [
                "topic", "subject", "theme", "title", "headline", "about", "prompt", "task",
                "brief", "message", "main message", "key message", "content", "text", "idea",
            ]
        ),
        (
            .subject(.announce),
            [
                "launch", "product launch", "new", "new product", "announcement", "announcing",
                "news", "good news", "big news", "great news", "update", "introducing", "now",
                "now available", "breaking", "breaking news",
            ]
        ),
        (
            .subject(.invite),
            ["event", "upcoming event", "invitation", "save the date", "join us"]
        ),
        (.subject(.remind), ["reminder", "don't forget", "remember"]),
        (.subject(.celebrate), ["celebration", "anniversary", "milestone"]),
        (
            .facts,
            [
                "facts", "key facts", "details", "key details", "points", "key points", "info",
                "information", "key information", "mention", "include",
            ]
        ),
        (
            .instruction,
            [
                "audience", "target audience", "target group", "tone", "tone of voice", "voice",
                "style", "format", "length", "goal", "objective", "hashtags", "cta",
                "call to action", "language", "platform", "platforms", "channel", "channels",
                "network", "networks", "keywords", "brand voice",
            ]
        ),
    ]
}

/// A sentence in which a colon stands between two parts.
struct LabelledSentence: Equatable {
    /// What stands before the colon.
    let head: String
    /// What stands behind it.
    let tail: String

    /// More words than these are no heading.
    private static let maximumHeadWords = 12
    private static let quotationMarks: Set<Character> = ["\"", "'", "“", "„", "‘", "«"]

    /// Takes a sentence apart at its first colon before a space, or returns `nil`.
    ///
    /// A colon in a time or an address stands before no space, and one before a quotation belongs
    /// to whoever is quoted.
    init?(_ sentence: String) {
        guard let parts = sentence.parted(byText: ": ") else { return nil }
        head = Sentences.trimmed(parts.before)
        tail = Sentences.trimmed(parts.after)
        let words = head.split(whereSeparator: \.isWhitespace).count
        guard head.hasInk, tail.hasInk, words <= Self.maximumHeadWords,
            !tail.prefix(1).contains(where: Self.quotationMarks.contains(_:))
        else { return nil }
    }

    /// What stands behind the colon, in parts that semicolons separate.
    var parts: [String] {
        tail.split(separator: ";").map { Sentences.trimmed(String($0)) }.filter(\.hasInk)
    }
}
