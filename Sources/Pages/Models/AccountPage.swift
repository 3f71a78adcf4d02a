/// The page where a person sees what they let in, and ends it.
///
/// Its forms post `csrf`, `action` (`end`, `end-sign-in` or `end-all`) and for the first two also
/// `grant` to `/account`, and `csrf` to `/sign-out`.
public struct AccountPage: Sendable {
    /// What the person has just done.
    public enum Notice: Sendable, Equatable {
        /// They ended the connection of the application with this name.
        case ended(clientName: String)
        /// They ended one of several sign-ins of the application with this name.
        case endedSignIn(clientName: String)
        /// They changed what the application with this name may do.
        case changed(clientName: String)
        /// They ended all; the value is how many there were.
        case endedAll(Int)
        /// They agreed to a call of the application with this name.
        case agreed(clientName: String)
        /// They said no to a call of the application with this name.
        case disagreed(clientName: String)
        /// The connection was not there any more.
        case alreadyEnded
        /// The form was too old or came from elsewhere; nothing was done.
        case stale
    }

    /// Who is signed in.
    public let account: ConsentPage.Account
    /// The connections, in the order to show.
    public let connections: [ConnectionSummary]
    /// What ended not long ago, the latest first.
    public let ended: [EndedSummary]
    /// The token of the forms that end connections.
    public let csrf: String
    /// The token of the form that signs out.
    public let signOutCSRF: String
    /// What the person has just done, or `nil`.
    public let notice: Notice?

    /// Creates the page.
    public init(
        account: ConsentPage.Account,
        connections: [ConnectionSummary],
        ended: [EndedSummary] = [],
        csrf: String,
        signOutCSRF: String,
        notice: Notice? = nil
    ) {
        self.account = account
        self.connections = connections
        self.ended = ended
        self.csrf = csrf
        self.signOutCSRF = signOutCSRF
        self.notice = notice
    }

    private var noticeText: String {
        switch notice {
        case nil: ""
        case .ended(let name):
            "The connection of \(Self.shown(name)) is ended. Its very next call is refused."
        case .endedSignIn(let name):
            "That sign-in of \(Self.shown(name)) is ended. Its very next call is refused; the "
                + "others go on."
        case .changed(let name):
            "Saved. For \(Self.shown(name)) it holds from the very next call on."
        case .agreed(let name):
            "You have said yes. Tell \(Self.shown(name)) to try again; nothing has happened yet."
        case .disagreed(let name):
            "You have said no. \(Self.shown(name)) is told so when it tries again."
        case .endedAll(let count):
            "\(count == 1 ? "One connection is" : "\(count) connections are") ended. "
                + "The very next call of each is refused."
        case .alreadyEnded: "That connection had ended already."
        case .stale: "This page had been open for too long, so nothing was done. Try again."
        }
    }

    private static func shown(_ name: String) -> String {
        ShownText.clean(name, limit: 64, fallback: "the application")
    }

    private var count: String {
        switch connections.count {
        case 0: "No application is connected"
        case 1: "One application is connected"
        default: "\(connections.count) applications are connected"
        }
    }

    static let shape = Shape<AccountPage>([
        .text("title") { _ in "Your connections" },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("csrf") { $0.csrf },
        .text("signOutCSRF") { $0.signOutCSRF },
        .text("notice") { $0.noticeText },
        .text("count") { $0.count },
        .flag("hasSeveral") { $0.connections.count > 1 },
        .list("connections", ConnectionSummary.shape) { $0.connections },
        .list("ended", EndedSummary.shape) { $0.ended },
    ])
}
