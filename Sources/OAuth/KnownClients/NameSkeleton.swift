/// A name reduced to what the eye takes in, so that names that look alike become equal.
///
/// Letters of other alphabets become the Latin letters that they resemble, accents and invisible
/// characters go, and the shapes that fonts hardly tell apart become one: `I`, `l`, `1`, `|` and
/// `i`, `O` and `0`, `rn` and `m`. Both sides of a comparison are folded, so nothing else is lost.
struct NameSkeleton: Sendable, Equatable {
    /// The words, folded.
    private let words: [[UInt8]]
    /// ASCII letters and digits of the name in lower case, otherwise unfolded.
    private let plain: [UInt8]

    /// Folds `name`; what follows a parenthesis is an addition, not the name.
    init(_ name: String) {
        var words: [[UInt8]] = [[]]
        var plain: [UInt8] = []
        for scalar in name.unicodeScalars.prefix(256) where !Confusables.isInvisible(scalar) {
            if scalar == "(" { break }
            guard let letters = Confusables.folded(scalar) else {
                words.append([])
                continue
            }
            words[words.count - 1] += letters
            if let byte = UInt8(exactly: scalar.value) { plain.append(Self.lowercased(byte)) }
        }
        self.words = words.map(Self.merged(_:)).filter { !$0.isEmpty }
        self.plain = plain
    }

    /// The number of folded bytes.
    var length: Int { words.reduce(0) { $0 + $1.count } }

    private var compact: [UInt8] { Self.merged(Array(words.joined())) }

    /// Whether this is the name `other`, begins with it, or only adds words that say nothing.
    func `is`(_ other: NameSkeleton) -> Bool {
        guard !other.words.isEmpty else { return false }
        if compact == other.compact || words.starts(with: other.words) { return true }
        let kept = words.filter { other.words.contains($0) || !Self.emptyWords.contains($0) }
        return Self.merged(Array(kept.joined())) == other.compact
    }

    /// Whether `other` stands anywhere in this name, spaces or not.
    func contains(_ other: NameSkeleton) -> Bool {
        Self.contains(compact, other.compact)
    }

    /// Whether this name, which resembles `other`, does not hold it in plain letters.
    func isDisguise(of other: NameSkeleton) -> Bool {
        !Self.contains(plain, other.plain)
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard !part.isEmpty, part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// `rn` looks like `m`, and `vv` like `w`.
    private static func merged(_ word: [UInt8]) -> [UInt8] {
        var merged: [UInt8] = []
        for byte in word {
            switch (merged.last, byte) {
            case (UInt8(ascii: "r"), UInt8(ascii: "n")):
                merged[merged.count - 1] = UInt8(ascii: "m")
            case (UInt8(ascii: "v"), UInt8(ascii: "v")):
                merged[merged.count - 1] = UInt8(ascii: "w")
            default: merged.append(byte)
            }
        }
        return merged
    }

    /// Words that a name may add without becoming another name, folded.
    private static let emptyWords: Set<[UInt8]> = Set(
        [
            "a", "agent", "agents", "ai", "app", "application", "assistant", "beta", "by", "cli",
            "client", "cloud", "com", "connection", "connector", "desktop", "dev", "editor",
            "extension", "for", "from", "ide", "inc", "insiders", "integration", "io", "mcp",
            "mobile", "net", "official", "org", "plugin", "pro", "server", "sh", "the", "tool",
            "verified", "via", "web",
        ].map { word in merged(word.unicodeScalars.flatMap { Confusables.folded($0) ?? [] }) }
    )
}
