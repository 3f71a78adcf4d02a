/// What a person sees after approving: how the answer gets to the application.
public struct DonePage: Sendable {
    /// How far the answer has come.
    public enum State: Sendable, Equatable {
        /// The browser goes to the link by itself in a moment.
        case returning(PageLink)
        /// The person takes the link there, by a press or by copying it, within so many seconds.
        case waiting(PageLink, seconds: Int64)
        /// The application has its answer.
        case taken
        /// The application did not fetch the answer in time.
        case over
    }

    /// The application that was let in.
    public let client: ClientSummary
    /// How far the answer has come.
    public let state: State

    /// Creates the page.
    public init(client: ClientSummary, state: State) {
        self.client = client
        self.state = state
    }

    private var link: PageLink? {
        switch state {
        case .returning(let link), .waiting(let link, _): link
        case .taken, .over: nil
        }
    }

    private var timeLeft: String {
        guard case .waiting(_, let seconds) = state else { return "" }
        return TimeWords.length(seconds: seconds)
    }

    private var isLoopback: Bool {
        if case .thisComputer = client.destination { true } else { false }
    }

    static let shape = Shape<DonePage>(
        ClientSummary.fields { $0.client } + [
            .text("title") { $0.state == .over ? "The answer was not fetched" : "Access given" },
            .link("link") { $0.link },
            .text("address") { $0.link?.text ?? "" },
            .text("timeLeft") { $0.timeLeft },
            .flag("isReturning") { if case .returning = $0.state { true } else { false } },
            .flag("isWaiting") { if case .waiting = $0.state { true } else { false } },
            .flag("isOver") { $0.state == .over },
            .flag("isLoopback") { $0.isLoopback },
        ]
    )
}
