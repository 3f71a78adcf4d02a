public import Primitives

/// A connection that a person has approved and not ended.
public struct ConnectionSummary: Sendable {
    /// The identifier of the grant, which the form posts as `grant`.
    public let grant: String
    /// The application.
    public let client: ClientSummary
    /// The workspaces it may enter now, with the person's role in each.
    public let workspaces: [WorkspaceChoice]
    /// The scopes that were granted.
    public let scopes: [String]
    /// When it was approved.
    public let createdAt: Timestamp
    /// When a token of it was last used, or `nil`.
    public let lastUsedAt: Timestamp?

    /// Creates the summary.
    public init(
        grant: String,
        client: ClientSummary,
        workspaces: [WorkspaceChoice],
        scopes: [String],
        createdAt: Timestamp,
        lastUsedAt: Timestamp?
    ) {
        self.grant = grant
        self.client = client
        self.workspaces = workspaces
        self.scopes = scopes
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    private var permissions: [String] {
        scopes.filter { !$0.utf8.elementsEqual("offline_access".utf8) }
            .map { PermissionWords.forScope($0).title }
    }

    static let shape = Shape<ConnectionSummary>(
        ClientSummary.fields { $0.client } + [
            .text("grant") { $0.grant },
            .list("workspaces", WorkspaceChoice.shape) { $0.workspaces },
            .texts("permissions") { $0.permissions },
            .text("created") { CivilDate($0.createdAt).readable },
            .text("lastUsed") { $0.lastUsedAt.map { CivilDate($0).readable } ?? "" },
        ]
    )
}

/// The page where a person sees what they let in, and ends it.
///
/// Its forms post `csrf`, `action` (`end` or `end-all`) and for `end` also `grant` to `/account`,
/// and `csrf` to `/sign-out`.
public struct AccountPage: Sendable {
    /// What the person has just done.
    public enum Notice: Sendable, Equatable {
        /// They ended the connection of the application with this name.
        case ended(clientName: String)
        /// They ended all; the value is how many there were.
        case endedAll(Int)
        /// The connection was not there any more.
        case alreadyEnded
        /// The form was too old or came from elsewhere; nothing was done.
        case stale
    }

    /// Who is signed in.
    public let account: ConsentPage.Account
    /// The connections, in the order to show.
    public let connections: [ConnectionSummary]
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
        csrf: String,
        signOutCSRF: String,
        notice: Notice? = nil
    ) {
        self.account = account
        self.connections = connections
        self.csrf = csrf
        self.signOutCSRF = signOutCSRF
        self.notice = notice
    }

    private var noticeText: String {
        switch notice {
        case nil: ""
        case .ended(let name):
            "The connection of \(ShownText.clean(name, limit: 64, fallback: "the application")) "
                + "is ended. Its very next call is refused."
        case .endedAll(let count):
            "\(count == 1 ? "One connection is" : "\(count) connections are") ended. "
                + "The very next call of each is refused."
        case .alreadyEnded: "That connection had ended already."
        case .stale: "This page had been open for too long, so nothing was done. Try again."
        }
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
    ])
}
