/// The ways in which the posts of a campaign come at one subject.
enum CampaignAngles {
    /// One way: how the post begins, and which of the facts it puts first.
    struct Angle: Equatable {
        /// Beginnings for a subject that is a thing or an indirect question.
        let hooks: [String]
        /// Beginnings for a subject that is a sentence.
        let statementHooks: [String]
        /// A sentence behind the beginning, or empty.
        let follow: String
        /// Whether it shows one fact, and is of no use without any.
        var showsOneFact = false
    }

    /// The angle of a post, and how often it came round before: the first opens, the last closes,
    /// and those between take turns.
    static func angle(of place: CampaignPlace, hasFacts: Bool) -> (angle: Angle, round: Int) {
        if place.number <= 1 { return (opening, 0) }
        if place.number >= place.count { return (last, 0) }
        let usable = between.filter { hasFacts || !$0.showsOneFact }
        let turn = place.number - 2
        return (usable[turn % usable.count], turn / usable.count)
    }

    private static let opening = Angle(
        hooks: ["For {a}: {s}.", "{w} presents: {s}."],
        statementHooks: ["For {a}: {s}.", "News for {a}: {s}."],
        follow: "Over the coming posts we look at it from several sides."
    )

    private static let last = Angle(
        hooks: ["In case you missed it: {s}.", "To sum up: {s}."],
        statementHooks: ["In case you missed it: {s}.", "Once more, in short: {s}."],
        follow: "This is the last post of this series."
    )

    private static let between = [
        Angle(
            hooks: [
                "A question for {a}: what would you want to know about {s}?",
                "What comes to mind first when you hear of {s}?",
                "If you could ask one question about {s}, which would it be?",
                "What would make you take a closer look at {s}?",
            ],
            statementHooks: [
                "A question for {a}: {s}. What does it change for you?",
                "{S}. What would you like to know about it?",
                "{S}. What is your first thought?",
                "{S}. What would you ask us?",
            ],
            follow: "Answers in the comments are welcome, short ones too."
        ),
        Angle(
            hooks: [
                "One detail of {s}, and only one.", "Let us pick one thing out of {s}.",
                "The small print of {s}, in large print.", "One more detail about {s}.",
            ],
            statementHooks: [
                "One detail, because {s}.", "{S}. One detail of it:", "Up close: {s}.",
                "{S}. A second look:",
            ],
            follow: "",
            showsOneFact: true
        ),
        Angle(
            hooks: [
                "Why are we talking about {s}?", "What is the point of {s}?",
                "Why does {s} concern {a}?", "The reason behind {s}.",
            ],
            statementHooks: [
                "{S}. Why we are telling you:", "Why it matters: {s}.",
                "{S}. Here is why {a} may care.", "The reason for this post: {s}.",
            ],
            follow: "Because it is for {a} to judge whether it helps, and that takes the facts."
        ),
        Angle(
            hooks: [
                "{S}: a short checklist.", "Before you decide about {s}, three questions.",
                "How to get to know {s} in five minutes.", "{S}: what to look at first.",
            ],
            statementHooks: [
                "{S}. A short checklist:", "{S}. Three questions to ask:",
                "{S}. Where to start:", "{S}. What to look at first:",
            ],
            follow: "What do you need? What do you have today? What would you change first?"
        ),
        Angle(
            hooks: [
                "Do you know {a} who should hear about {s}?", "{S}: pass it on.",
                "Share {s} with someone it could help.", "Who comes to mind when you read {s}?",
            ],
            statementHooks: [
                "{S}. Who should hear it?", "Pass it on: {s}.",
                "{S}. Tell someone it could help.", "{S}. Who comes to mind?",
            ],
            follow: "A recommendation from you is worth more than any advertisement."
        ),
        Angle(
            hooks: [
                "Have you had a look at {s} yet?", "There is still time for {s}.",
                "A reminder: {s}.", "Still on your list? {S}.",
            ],
            statementHooks: [
                "A reminder: {s}.", "Have you heard? {S}.", "Still true: {s}.",
                "Not to be forgotten: {s}.",
            ],
            follow: "If anything kept you from it, tell us what."
        ),
    ]

    /// The next step that a goal wants, two ways.
    static func closings(_ goal: CampaignGoal) -> [String] {
        switch goal {
        case .awareness: ["Follow us to see what comes next.", "Follow along for the next part."]
        case .leads:
            ["Would you like to know more? Send us a message.", "Write to us, and we will talk."]
        case .launch: ["Have a look, and tell us what you think.", "See for yourself."]
        case .offer: ["If this is for you, send us a message.", "Ask us for the details."]
        case .education:
            ["Save this post for later.", "Pass it on to someone who can use it."]
        case .event: ["Will you be there? Let us know.", "Put it in your calendar."]
        }
    }
}
