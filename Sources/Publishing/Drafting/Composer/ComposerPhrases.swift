/// The sentences that the embedded composer puts around what a prompt says.
///
/// None of them claims anything about the business: a reader could take it for a fact. `{s}` is the
/// subject, `{S}` the same at the start of a sentence, `{w}` who speaks, `{a}` whom it speaks to.
enum ComposerPhrases {
    /// The beginnings of a single post.
    static func hooks(_ form: PromptReading.Form, _ act: PromptReading.Act) -> [DraftTone: [String]]
    {
        switch (form, act) {
        case (.statement, _): statements
        case (.clause, _): clauses
        case (.phrase, .announce): announcements
        case (.phrase, .celebrate): celebrations
        case (.phrase, .invite): invitations
        case (.phrase, .remind): reminders
        case (.phrase, .tell): subjects
        }
    }

    private static let statements: [DraftTone: [String]] = [
        .professional: ["{S}.", "News from {w}: {s}.", "An update from {w}: {s}."],
        .friendly: ["{S}!", "Hello from {w}! {S}.", "Here's some news: {s}!"],
        .educational: ["{S}. Here is what that means.", "Worth knowing: {s}."],
        .bold: ["{S}. Just like that.", "{S}. Simple as that.", "It's official: {s}."],
        .founderLed: ["I have something to tell you: {s}.", "{S}. I am glad to say it here."],
    ]

    private static let clauses: [DraftTone: [String]] = [
        .professional: ["A closer look at {s}.", "{S}: a question that deserves a clear answer."],
        .friendly: ["Ever wondered {s}?", "Let's talk about {s}!"],
        .educational: ["Have you ever asked yourself {s}?", "Today's subject: {s}."],
        .bold: ["{S}? Let's get to it.", "No secrets: {s}."],
        .founderLed: ["I want to talk about {s}.", "Something I care about: {s}."],
    ]

    private static let announcements: [DraftTone: [String]] = [
        .professional: [
            "{w} is pleased to announce {s}.", "We are pleased to introduce {s}.",
            "New at {w}: {s}.",
        ],
        .friendly: ["Say hello to {s}!", "We've got news: {s}!", "Look what's new: {s}!"],
        .educational: ["New, and worth a closer look: {s}.", "Introducing {s}, step by step."],
        .bold: ["{S}. It's here.", "Meet {s}.", "Here it is: {s}."],
        .founderLed: ["I am proud to introduce {s}.", "I have been looking forward to this: {s}."],
    ]

    private static let celebrations: [DraftTone: [String]] = [
        .professional: ["{w} is celebrating {s}.", "A moment to mark: {s}."],
        .friendly: ["Time to celebrate: {s}!", "We're celebrating {s}, and you're part of it!"],
        .educational: ["A milestone, and a reason to look back: {s}.", "We are celebrating {s}."],
        .bold: ["{S}. We did it.", "{S}. Here's to what comes next."],
        .founderLed: ["Today I want to celebrate {s}.", "I am grateful: we are celebrating {s}."],
    ]

    private static let invitations: [DraftTone: [String]] = [
        .professional: ["You are invited to {s}.", "{w} invites you to {s}."],
        .friendly: ["Come and join us for {s}!", "You're invited to {s}!"],
        .educational: ["An invitation to look and to ask: {s}.", "You are invited to {s}."],
        .bold: ["{S}. Be there.", "Don't miss {s}."],
        .founderLed: ["I would like to invite you to {s}.", "Come to {s}. I would be glad."],
    ]

    private static let reminders: [DraftTone: [String]] = [
        .professional: ["A reminder from {w}: {s}.", "Please keep in mind: {s}."],
        .friendly: ["A little reminder: {s}!", "Just so you don't forget: {s}!"],
        .educational: ["Worth remembering: {s}.", "A short reminder: {s}."],
        .bold: ["Don't forget: {s}.", "Last call to think of {s}."],
        .founderLed: ["I want to remind you of one thing: {s}.", "A reminder from me: {s}."],
    ]

    private static let subjects: [DraftTone: [String]] = [
        .professional: ["At {w}, our subject today is {s}.", "From {w}: {s}.", "In focus: {s}."],
        .friendly: ["Let's talk about {s}!", "Today it's all about {s}!", "A few words on {s}."],
        .educational: ["What is there to know about {s}?", "A short introduction to {s}."],
        .bold: ["{S}. That's it. That's the news.", "One thing today: {s}."],
        .founderLed: ["I want to tell you about {s}.", "Something I care about: {s}."],
    ]

    /// What leads from the beginning to the facts.
    static let leads: [DraftTone: [String]] = [
        .professional: ["The details:", "In brief:", "What to know:"],
        .friendly: ["Here's the short version:", "What you'll want to know:"],
        .educational: ["Worth knowing:", "Point by point:"],
        .bold: ["The facts:", "Here's the deal:"],
        .founderLed: ["What I want you to know:", "Plainly put:"],
    ]

    /// Paragraphs of longer posts.
    static let reflections: [DraftTone: [String]] = [
        .professional: [
            "We share this so that you can judge for yourself whether it matters for your plans. "
                + "If a detail is missing here, we will gladly go into it.",
            "Clear information makes decisions easier. Take what is useful to you, and ask us "
                + "about the rest.",
            "You may know somebody for whom this is relevant. Feel free to pass it on.",
        ],
        .friendly: [
            "We'd love to hear what you think. And if something isn't clear, just ask: that's "
                + "what we're here for.",
            "Know somebody who should see this? Send it their way, we'd be grateful.",
            "Tell us honestly how it sounds to you. The good questions are the ones we learn from.",
        ],
        .educational: [
            "If the subject is new to you, begin with the part that concerns you most and write "
                + "down what stays open. Those are the questions worth asking.",
            "It helps to compare: what do you do today, and what would be different? The answer "
                + "shows what matters to you and what does not.",
            "Keep what you can use, and pass it on to someone who is asking the same.",
        ],
        .bold: [
            "No long story. Look at it, compare it, make up your mind.",
            "You'll either need this or you won't. If you do, you know where we are.",
            "Say what you think. Straight answers welcome.",
        ],
        .founderLed: [
            "I would rather say plainly what we are doing than dress it up. So this is it, "
                + "without decoration.",
            "If you see it differently, tell me. I would rather hear it from you than guess.",
            "Thank you for reading this far. It means something to me that you do.",
        ],
    ]

    /// Questions of the longest posts.
    static let questions: [DraftTone: String] = [
        .professional: "What would you like to know in more detail?",
        .friendly: "What's the first thing you'd like to ask us about it?",
        .educational: "Which part would you like to see explained further?",
        .bold: "What's stopping you?",
        .founderLed: "What would you ask me about it if we sat at one table?",
    ]

    /// The one next step at the end.
    static let closings: [DraftTone: [String]] = [
        .professional: [
            "For further information, please get in touch.", "We are happy to answer questions.",
        ],
        .friendly: ["Questions? Just ask!", "Drop us a line, we'd love to hear from you!"],
        .educational: [
            "Which question would you add? Tell us in a comment.",
            "Save this for later, and ask what is missing.",
        ],
        .bold: ["Get in touch. Today.", "Your move."],
        .founderLed: ["Questions? Write to me.", "Tell me what you think."],
    ]
}
