private import Primitives

/// Writes posts without a network, from nothing but the brief.
///
/// It arranges what the prompt says and puts sentences around it that claim nothing; it knows no
/// facts and invents none. The same brief gives the same text. What it could not do, such as
/// following an instruction about style, is a warning of the draft.
public struct EmbeddedComposer: TextGenerator {
    /// What drafts say of who wrote them.
    public static let name = "embedded"

    /// Creates the composer.
    public init() {}

    /// Writes one draft.
    public func draft(_ brief: DraftBrief) async throws(GenerationError) -> TextDraft {
        let composition = Composition(brief)
        return TextDraft(
            caption: composition.text,
            headline: composition.headline,
            generator: Self.name,
            warnings: composition.warnings
        )
    }
}

/// One text in the making.
private struct Composition {
    private let brief: DraftBrief
    private let reading: PromptReading
    private let voice: BrandVoice
    private var facts: [String]
    private(set) var warnings: [String] = []
    private(set) var text = ""

    private static let maximumFacts = 8
    private static let maximumHeadline = 70

    init(_ brief: DraftBrief) {
        self.brief = brief
        reading = PromptReading(brief.prompt)
        voice = BrandVoice(brief.brand)
        facts = Array((reading.facts + reading.points).prefix(Self.maximumFacts))
        guard reading.isEnglish else {
            text = capped(
                ([reading.subject] + reading.facts).map(Sentences.ended)
                    .joined(separator: " ")
            )
            warnings.append(
                "The embedded composer writes English only, so the text is the prompt as it stands."
            )
            return
        }
        addReferences()
        text = capped(voice.spoken(paragraphs().joined(separator: "\n\n")))
        warn()
    }

    var headline: String {
        Sentences.shortened(
            Sentences.capitalised(Sentences.withoutEndMark(reading.subject)),
            to: Self.maximumHeadline
        )
    }

    private func capped(_ text: String) -> String {
        Sentences.shortened(text, to: PostChange.maximumCaptionLength - 1)
    }

    private func paragraphs() -> [String] {
        let (opening, shown) = beginning()
        guard brief.length != .short else { return [oneParagraph(opening, shown)] }
        var paragraphs = shown.isEmpty ? [opening] : [opening, list(shown)]
        let reflections = ComposerPhrases.reflections[brief.tone] ?? []
        let first = pick(reflections.count, 3)
        if brief.length != .medium { paragraphs.append(reflections[first]) }
        if brief.length == .extraLong {
            paragraphs.append(reflections[(first + 1) % reflections.count])
            paragraphs.append(ComposerPhrases.questions[brief.tone] ?? "")
        }
        return paragraphs + [closing()]
    }

    /// The beginning, with as much of a fact and an end as there is room for.
    private func oneParagraph(_ opening: String, _ facts: [String]) -> String {
        let more = facts.prefix(1).map(Sentences.ended) + [closing()]
        return more.reduce(opening) { text, sentence in
            let longer = "\(text) \(sentence)"
            return longer.count <= brief.length.characters.upperBound ? longer : text
        }
    }

    /// How the text begins, and which facts follow.
    private func beginning() -> (String, [String]) {
        guard let place = brief.place else {
            let hooks = ComposerPhrases.hooks(reading.form, reading.act)[brief.tone] ?? []
            return (filled(hooks[pick(hooks.count, 1)]), facts)
        }
        let (angle, round) = CampaignAngles.angle(of: place, hasFacts: !facts.isEmpty)
        let hooks = reading.form == .statement ? angle.statementHooks : angle.hooks
        let hook = filled(hooks[(round + pick(hooks.count, 0)) % hooks.count])
        let opening = angle.follow.isEmpty ? hook : "\(hook) \(filled(angle.follow))"
        guard !facts.isEmpty else { return (opening, []) }
        // Each post puts another fact first, so that none is only ever at the end.
        let start = (place.number - 1) % facts.count
        let turned = Array(facts[start...] + facts[..<start])
        return (opening, angle.showsOneFact ? [turned[0]] : turned)
    }

    private func list(_ facts: [String]) -> String {
        guard facts.count > 1 else { return Sentences.ended(facts[0]) }
        let hasPoints = facts.contains { reading.points.contains($0) }
        guard brief.length != .medium || hasPoints else {
            return facts.joined(separator: " ")
        }
        let leads = ComposerPhrases.leads[brief.tone] ?? []
        return ([leads[pick(leads.count, 2)]] + facts.map { "• \(Sentences.ended($0))" }).joined(
            separator: "\n"
        )
    }

    private func closing() -> String {
        let own = ComposerPhrases.closings[brief.tone] ?? []
        guard let place = brief.place else { return own[pick(own.count, 4)] }
        let choices = CampaignAngles.closings(place.goal) + own
        // Beginnings come round after twenty posts and more; then the ends shall differ.
        let turn = place.number - 1 + (place.number - 1) / 20
        return choices[(turn + pick(choices.count, 0)) % choices.count]
    }

    private func filled(_ template: String) -> String {
        let subject = reading.subject
        let asks = subject.hasSuffix("?")
        let start = reading.form == .statement ? subject : Words.lowering(subject)
        let sender = brief.sender.flatMap { $0.hasInk ? $0 : nil } ?? "our team"
        let text =
            template
            .replacing(text: "{w}", with: sender)
            .replacing(text: "{a}", with: brief.place?.audience.title ?? "everyone")
            .replacing(text: "{S}", with: Sentences.capitalised(subject))
            .replacing(text: "{s}", with: start)
        // A subject that brings its own mark needs no second one.
        let marked =
            asks ? text.replacing(text: "?.", with: "?").replacing(text: "?!", with: "?") : text
        return Sentences.capitalised(
            marked.replacing(text: "??", with: "?").replacing(text: "….", with: "…")
        )
    }

    /// A number below `count` that follows from the seed, another one for each purpose.
    private func pick(_ count: Int, _ purpose: UInt64) -> Int {
        guard count > 1 else { return 0 }
        // The finalizer of SplitMix64: neighbouring seeds give unrelated numbers.
        var state = brief.seed &+ (purpose &+ 1) &* 0x9e37_79b9_7f4a_7c15
        state = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((state ^ (state >> 31)) % UInt64(count))
    }
}

// What comes from references, and what the draft warns of.
extension Composition {
    /// Takes sentences that share words with the prompt out of the references, for longer texts.
    private mutating func addReferences() {
        guard !brief.references.isEmpty else { return }
        guard brief.length == .long || brief.length == .extraLong else {
            warnings.append(
                "The references were not used: a \(brief.length.rawValue) text of the "
                    + "embedded composer has no room for them."
            )
            return
        }
        let wanted = Words.telling(brief.prompt)
        for reference in brief.references {
            let found = Sentences.split(reference.text).filter { sentence in
                (40...240).contains(sentence.count)
                    && Words.telling(sentence).intersection(wanted).count >= 2
            }
            guard !found.isEmpty else {
                warnings.append("Nothing in \(reference.url) is about the subject.")
                continue
            }
            facts += found.prefix(2).map(Sentences.ended)
            warnings.append(
                "Some sentences are taken from \(reference.url) word for word; make "
                    + "sure that you may use them."
            )
        }
    }

    private mutating func warn() {
        if let first = reading.unfollowed.first {
            warnings.append(
                "The embedded composer cannot follow instructions such as "
                    + "“\(Sentences.shortened(first, to: 100))”."
            )
        }
        if text.count < brief.length.characters.lowerBound {
            warnings.append(
                "The prompt says little, so the text is shorter than asked for; dates, places, "
                    + "prices and names make it fuller."
            )
        }
        warnings += voice.warnings(for: text)
    }
}

extension Words {
    /// The words of a text that say what it is about: those of four letters and more.
    static func telling(_ text: String) -> Set<String> {
        let words = text.split { !$0.isLetter && !$0.isNumber }
        let long = words.filter { $0.count >= 4 }.map { ASCII.lowercased(String($0)) }
        return Set(long).subtracting(EnglishWords.common)
    }

    /// The text with a small first letter, where its first word is one that is written small.
    static func lowering(_ text: String) -> String {
        guard let first = Words(text).first else { return text }
        let small: Set<String> = [
            "a", "an", "the", "our", "my", "your", "new", "this", "how", "why", "what", "when",
            "where", "which", "who", "two", "three", "four", "five", "six", "ten",
        ]
        return small.contains(first) ? text.prefix(1).lowercased() + text.dropFirst() : text
    }
}
