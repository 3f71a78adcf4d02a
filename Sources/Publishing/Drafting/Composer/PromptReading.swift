/// What the embedded composer takes from a prompt: a subject, facts beside it, and instructions
/// that it cannot follow.
///
/// Prompts are instructions ("Write a post about our new desk. Mention free delivery."), and a text
/// that repeats an instruction reads like a mistake. So the words of the order are taken away and
/// what is left is used as it was written; nothing is added that the prompt does not say.
struct PromptReading: Equatable {
    /// What kind of words the subject is.
    enum Form: Equatable {
        /// A thing: `our new oak desk`.
        case phrase
        /// An indirect question: `how we choose our beans`.
        case clause
        /// A sentence that stands by itself: `We open a second shop in May`.
        case statement
    }

    /// What the prompt wants done with its subject.
    enum Act: Equatable {
        case tell, announce, celebrate, invite, remind
    }

    private(set) var subject: String
    private(set) var form = Form.phrase
    private(set) var act = Act.tell
    /// Sentences of the prompt that say something, each with its mark at the end.
    private(set) var facts: [String] = []
    /// Things to mention that are no sentences.
    private(set) var points: [String] = []
    /// Instructions that nobody followed.
    private(set) var unfollowed: [String] = []
    /// Whether the prompt is in English, as far as its small words tell.
    let isEnglish: Bool

    /// The longest subject, in code points.
    private static let maximumSubject = 240

    init(_ prompt: String) {
        var sentences = Sentences.split(prompt)[...]
        isEnglish = EnglishWords.areLikely(in: prompt)
        subject = ""
        if isEnglish { skipOrders(&sentences) }
        subject = Sentences.withoutEndMark(sentences.first ?? prompt)
        guard isEnglish else {
            facts = Array(sentences.dropFirst())
            form = .statement
            return
        }
        readSubject(labelled: takeLabel())
        for sentence in sentences.dropFirst() { readFurther(sentence) }
    }

    /// Goes past sentences that only order a text or say how it shall be, while more follow.
    private mutating func skipOrders(_ sentences: inout ArraySlice<String>) {
        while sentences.count > 1, let first = sentences.first {
            if LabelledSentence(first).flatMap({ PromptLabel($0.head) }) == .instruction {
                unfollowed.append(first)
            } else if !Words(Sentences.withoutEndMark(first)).isOnlyOrder {
                return
            }
            sentences = sentences.dropFirst()
        }
    }

    /// Takes an order or a label off the beginning of the subject: `Write a post:`, `Event:`.
    private mutating func takeLabel() -> Act? {
        if let sentence = LabelledSentence(subject), PromptLabel(sentence.head) == nil,
            Words(sentence.head).isOnlyOrder
        {
            subject = sentence.tail
        }
        guard let sentence = LabelledSentence(subject), let label = PromptLabel(sentence.head)
        else { return nil }
        subject = sentence.tail
        guard case .subject(let act) = label else { return nil }
        let isThing = act == .announce || act == .invite
        if isThing, !Words(subject).isStatement { subject = Words.withArticle(subject) }
        return act
    }

    /// Lets a heading be the subject, and what stands behind its colon the first fact.
    private mutating func takeFactBehindColon() {
        guard let sentence = LabelledSentence(subject) else { return }
        subject = sentence.head
        let found = sentence.parts.map { Sentences.ended(Sentences.capitalised($0)) }
        facts = found + facts
    }

    private mutating func readSubject(labelled label: Act?) {
        var words = Words(subject)
        words.dropCourtesies()
        words.dropOrder()
        act = words.takeAct()
        if let label, act == .tell { act = label }
        words.dropStyle()
        let isSaid = words.first == "that"
        if isSaid { words.dropFirst() }
        let rest = words.text
        if rest.hasInk { subject = rest }
        takeFactBehindColon()
        subject = Sentences.shortened(subject, to: Self.maximumSubject)
        if EnglishWords.questions.contains(Words(subject).first ?? "") {
            form = .clause
        } else if isSaid || (act == .tell || label != nil) && Words(subject).isStatement {
            form = .statement
        }
    }

    private mutating func readFurther(_ sentence: String) {
        if let labelled = LabelledSentence(sentence), let label = PromptLabel(labelled.head) {
            switch label {
            case .instruction: unfollowed.append(sentence)
            case .facts, .subject:
                facts += labelled.parts.map { Sentences.ended(Sentences.capitalised($0)) }
            }
            return
        }
        var words = Words(Sentences.withoutEndMark(sentence))
        words.dropCourtesies()
        guard let first = words.first else { return }
        if EnglishWords.mentioning.contains(first) {
            words.dropFirst()
            let isSaid = words.first == "that"
            if isSaid { words.dropFirst() }
            guard !words.isAboutForm, words.text.hasInk else {
                unfollowed.append(sentence)
                return
            }
            if isSaid || words.isStatement {
                facts.append(Sentences.capitalised(words.text) + ".")
            } else {
                points.append(Sentences.capitalised(words.text))
            }
        } else if EnglishWords.directing.contains(first) {
            unfollowed.append(sentence)
        } else {
            facts.append(Sentences.ended(Sentences.capitalised(sentence)))
        }
    }
}
