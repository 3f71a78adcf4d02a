/// What a person sees after denying.
public struct DeniedPage: Sendable {
    /// The application that was turned away.
    public let client: ClientSummary
    /// Where a button leads back to it, or `nil`.
    public let link: PageLink?

    /// Creates the page.
    public init(client: ClientSummary, link: PageLink?) {
        self.client = client
        self.link = link
    }

    static let shape = Shape<DeniedPage>(
        ClientSummary.fields { $0.client } + [
            .text("title") { _ in "Access denied" },
            .link("link") { $0.link },
        ]
    )
}

/// What a person sees after signing out.
public struct SignedOutPage: Sendable {
    /// Creates the page.
    public init() {}

    static let shape = Shape<SignedOutPage>([
        .text("title") { _ in "Signed out" }
    ])
}

/// What a person sees when something cannot go on.
public struct ErrorPage: Sendable {
    /// What happened, in a few words.
    public let heading: String
    /// What happened, in a sentence or two.
    public let explanation: String
    /// What the person can do.
    public let advice: String
    /// The id under which the operator finds the request in the log.
    public let requestID: String
    /// Where a button leads on, or `nil`.
    public let link: PageLink?
    /// What the button says.
    public let linkText: String

    /// Creates the page.
    public init(
        heading: String,
        explanation: String,
        advice: String,
        requestID: String,
        link: PageLink? = nil,
        linkText: String = "Go to your account"
    ) {
        self.heading = heading
        self.explanation = explanation
        self.advice = advice
        self.requestID = requestID
        self.link = link
        self.linkText = linkText
    }

    static let shape = Shape<ErrorPage>([
        .text("title") { $0.heading },
        .text("heading") { $0.heading },
        .text("explanation") { $0.explanation },
        .text("advice") { $0.advice },
        .text("requestID") { $0.requestID },
        .link("link") { $0.link },
        .text("linkText") { $0.linkText },
    ])
}
