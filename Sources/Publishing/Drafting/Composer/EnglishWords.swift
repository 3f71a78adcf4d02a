private import Primitives

/// The words by which the embedded composer reads prompts.
enum EnglishWords {
    static let courtesies = [
        "please", "can you", "could you", "would you", "i want you to", "i need you to",
        "i would like you to", "i'd like you to", "i want", "i need", "we want", "we need",
        "help me", "help us", "kindly", "also", "hi", "hello",
    ]

    static let ordering = [
        "write me", "write us", "write", "create", "draft", "make me", "make", "compose",
        "generate", "prepare", "produce", "give me", "put together", "post about", "post",
    ]

    static let articles: Set<String> = ["a", "an", "the", "one", "some", "another", "our"]

    static let determiners: Set<String> = [
        "a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "their", "its",
        "his", "her", "one", "two", "three", "some", "any", "every", "each", "all", "no", "more",
        "many", "we", "i", "you", "they", "he", "she", "it", "everything", "everyone",
    ]

    static let kindsOfText: Set<String> = [
        "post", "posts", "caption", "captions", "tweet", "message", "update", "announcement",
        "article", "text", "copy", "campaign", "series", "thread", "teaser", "reminder",
        "invitation",
    ]

    static let joints = [
        "about", "regarding", "covering", "saying", "telling people about", "telling people",
        "telling everyone", "describing", "on the subject of", "on the topic of",
    ]

    static let verbsOfActs: [String: PromptReading.Act] = [
        "announce": .announce, "announcing": .announce, "announces": .announce,
        "introduce": .announce, "introducing": .announce, "introduces": .announce,
        "launch": .announce, "launching": .announce, "present": .announce,
        "presenting": .announce, "promote": .tell, "promoting": .tell, "promotes": .tell,
        "celebrate": .celebrate, "celebrating": .celebrate, "celebrates": .celebrate,
        "invite": .invite, "inviting": .invite, "invites": .invite,
        "remind": .remind, "reminding": .remind, "reminds": .remind,
        "explain": .tell, "explaining": .tell, "explains": .tell, "describe": .tell,
        "share": .tell, "sharing": .tell, "highlight": .tell, "highlighting": .tell,
        "tell": .tell, "show": .tell, "showing": .tell, "advertise": .tell,
        "advertising": .tell,
    ]

    static let receivers: Set<String> = [
        "people", "everyone", "everybody", "customers", "our", "the", "readers", "followers",
        "them", "you", "us",
    ]

    static let receivingPhrases = [
        "people", "everyone", "everybody", "customers", "our customers", "our followers",
        "our readers", "our guests", "our community", "the community", "readers", "followers",
        "them", "us",
    ]

    static let questions: Set<String> = ["how", "why", "what", "when", "where", "which", "who"]

    static let mentioning: Set<String> = [
        "mention", "include", "highlight", "emphasise", "emphasize", "stress", "say", "note",
        "state", "add",
    ]

    static let directing: Set<String> = [
        "keep", "make", "use", "avoid", "don't", "do", "write", "focus", "target", "tone",
        "length", "format", "end", "start", "finish", "begin", "be", "sound", "hashtags",
        "address", "aim", "limit", "speak", "style", "never", "always",
    ]

    static let partsOfTexts: Set<String> = [
        "call", "cta", "emoji", "emojis", "hashtag", "hashtags", "link", "links", "question",
        "headline", "hook", "paragraph", "paragraphs", "bullets",
    ]

    static let styles: Set<String> = ["tone", "style", "voice", "manner", "english", "words"]

    static let networks: Set<String> = [
        "linkedin", "instagram", "facebook", "twitter", "x", "tiktok", "pinterest", "mastodon",
        "bluesky",
    ]

    static let persons: Set<String> = ["we", "i", "they", "we're", "we've", "i'm"]

    static let finiteVerbs: Set<String> = [
        "is", "are", "was", "were", "has", "have", "will", "can", "opens",
        "starts", "started", "begins", "launches", "comes", "came", "offers", "makes",
        "sells", "moves", "turns", "closes", "takes", "needs", "delivers",
        "ships", "builds", "uses", "won't", "must", "should", "may",
    ]

    static let common: Set<String> = [
        "with", "from", "that", "this", "have", "will", "your", "about", "write", "post", "keep",
        "make", "made", "more", "which", "into", "they", "their", "what", "when", "also", "than",
        "them", "some", "were", "been", "mention", "include", "announce", "please",
    ]

    private static let small: Set<String> = [
        "the", "a", "an", "of", "our", "we", "and", "to", "for", "in", "on", "with", "is", "are",
        "about", "new", "how", "that", "your", "from", "this", "at", "by", "my", "it", "why",
        "what", "post", "write",
    ]

    /// Whether a text that is long enough to tell has words of English.
    static func areLikely(in text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).map {
            ASCII.lowercased(String($0.prefix(20)))
        }
        guard words.count >= 4 else { return text.utf8.allSatisfy { $0 < 0x80 } }
        return words.contains(where: small.contains(_:))
    }
}
