private import Primitives

/// What the embedded composer can do of what a brand kit asks for.
struct BrandVoice {
    private let kit: BrandKit.Content?
    private let isFormal: Bool
    private let mayExclaim: Bool

    private static let formal = [
        "formal", "exact", "precise", "restrained", "sober", "quiet", "calm", "unhurried",
    ]

    /// Written out, the ways in which texts shorten words.
    private static let contractions = [
        ("we've", "we have"), ("We've", "We have"), ("we're", "we are"), ("We're", "We are"),
        ("we'd", "we would"), ("We'd", "We would"), ("we'll", "we will"), ("that's", "that is"),
        ("That's", "That is"), ("here's", "here is"), ("Here's", "Here is"), ("it's", "it is"),
        ("It's", "It is"), ("let's", "let us"), ("Let's", "Let us"), ("don't", "do not"),
        ("Don't", "Do not"), ("isn't", "is not"), ("won't", "will not"), ("you're", "you are"),
        ("You're", "You are"), ("you'll", "you will"), ("You'll", "You will"),
        ("what's", "what is"), ("What's", "What is"), ("you'd", "you would"),
    ]

    init(_ kit: BrandKit.Content?) {
        self.kit = kit
        let voice = ASCII.lowercased(kit?.voice ?? "")
        isFormal = Self.formal.contains(where: voice.contains(text:))
        let forbidden = (kit?.donts ?? []) + [voice]
        mayExclaim = !forbidden.contains { ASCII.lowercased($0).contains(text: "exclamation") }
    }

    /// The text as the brand speaks.
    func spoken(_ text: String) -> String {
        var text = text
        if isFormal {
            for (short, long) in Self.contractions {
                text = text.replacing(text: short, with: long)
            }
        }
        return mayExclaim ? text : text.replacing(text: "!", with: ".")
    }

    /// What to look at before the text is used.
    func warnings(for text: String) -> [String] {
        guard let kit else { return [] }
        let lower = ASCII.lowercased(text)
        var warnings: [String] = []
        for rule in kit.donts {
            for word in Self.quoted(rule) where lower.contains(text: ASCII.lowercased(word)) {
                warnings.append("The text has “\(word)”, which the brand kit asks to avoid.")
            }
        }
        let open =
            kit.dos + kit.donts.filter { !ASCII.lowercased($0).contains(text: "exclamation") }
        if !open.isEmpty {
            let rules = open.prefix(6).joined(separator: "; ")
            warnings.append("Check the text against the brand kit: \(rules).")
        }
        return warnings
    }

    /// The words that a rule puts in quotation marks.
    private static func quoted(_ rule: String) -> [String] {
        let marks: Set<Character> = ["'", "\"", "“", "”", "‘", "’"]
        let parts = rule.split(omittingEmptySubsequences: false, whereSeparator: marks.contains(_:))
        return parts.enumerated().filter { $0.offset % 2 == 1 && $0.offset < parts.count - 1 }
            .map { String($0.element) }.filter(\.hasInk)
    }
}
