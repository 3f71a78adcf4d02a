public import Primitives

/// The page where a person sees which tools their applications called for them.
///
/// It has no form; what narrows the list are links to `/account/activity` with `grant`, `workspace`
/// and, for older calls, `after`.
public struct ActivityPage: Sendable {
    /// The links of the page, each `nil` where there is nothing behind it.
    public struct Links: Sendable {
        let all: PageLink?
        let latest: PageLink?
        let older: PageLink?

        /// Gathers the links.
        ///
        /// - Parameters:
        ///   - all: Leads to the same list, no longer narrowed.
        ///   - latest: Leads from older calls back to the latest.
        ///   - older: Leads on to older calls.
        public init(all: PageLink?, latest: PageLink?, older: PageLink?) {
            self.all = all
            self.latest = latest
            self.older = older
        }
    }

    /// Who is signed in.
    public let account: ConsentPage.Account
    /// The calls, in the order to show.
    public let calls: [CallLine]
    /// What the list is narrowed to, one phrase each.
    public let narrowing: Narrowing
    /// Where to go from here.
    public let links: Links

    /// What a list of calls is narrowed to.
    public struct Narrowing: Sendable, Equatable {
        /// Whether it shows the calls of one application only.
        public let isOneClient: Bool
        /// Whether it shows the calls in one workspace only.
        public let isOneWorkspace: Bool

        /// Says what narrows the list.
        public init(isOneClient: Bool, isOneWorkspace: Bool) {
            self.isOneClient = isOneClient
            self.isOneWorkspace = isOneWorkspace
        }
    }

    /// Creates the page.
    public init(
        account: ConsentPage.Account,
        calls: [CallLine],
        narrowing: Narrowing,
        links: Links
    ) {
        self.account = account
        self.calls = calls
        self.narrowing = narrowing
        self.links = links
    }

    private var only: String {
        var parts: [String] = []
        if narrowing.isOneClient {
            parts.append("of " + (calls.first?.shownClient ?? "one application"))
        }
        if narrowing.isOneWorkspace {
            parts.append("in " + (calls.first?.workspace.map(CallLine.shown) ?? "one workspace"))
        }
        return parts.isEmpty ? "" : "Only calls " + parts.joined(separator: " ") + "."
    }

    static let shape = Shape<ActivityPage>([
        .text("title") { _ in "What your applications did" },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("only") { $0.only },
        .flag("isOlder") { $0.links.latest != nil },
        .link("allLink") { $0.links.all },
        .link("latestLink") { $0.links.latest },
        .link("olderLink") { $0.links.older },
        .list("calls", CallLine.shape) { $0.calls },
    ])
}

/// One call of a tool on the page of calls.
public struct CallLine: Sendable {
    /// When it was answered.
    public let at: Timestamp
    /// The tool's name.
    public let tool: String
    /// How it ended, `succeeded` or a code.
    public let outcome: String
    /// What the application calls itself; anything is safe to pass.
    public let clientName: String
    /// The workspace's name, or what the call named instead of one; anything is safe to pass.
    public let workspace: String?
    /// Leads to the calls of this application only.
    public let clientLink: PageLink?
    /// Leads to the calls in this workspace only.
    public let workspaceLink: PageLink?

    /// Creates the line.
    public init(
        at time: Timestamp,
        tool: String,
        outcome: String,
        clientName: String,
        workspace: String?,
        clientLink: PageLink?,
        workspaceLink: PageLink?
    ) {
        at = time
        self.tool = tool
        self.outcome = outcome
        self.clientName = clientName
        self.workspace = workspace
        self.clientLink = clientLink
        self.workspaceLink = workspaceLink
    }

    var shownClient: String {
        ShownText.clean(clientName, limit: 64, fallback: "An application")
    }

    static func shown(_ workspace: String) -> String {
        ShownText.clean(workspace, limit: 64, fallback: "a workspace")
    }

    static let shape = Shape<CallLine>([
        .text("at") { CivilDate($0.at).readable },
        .text("tool") { ShownText.clean($0.tool, limit: 64, fallback: "a tool") },
        .flag("isDone") { OutcomeWords.isDone($0.outcome) },
        .text("outcome") { OutcomeWords.words(for: $0.outcome) },
        .text("client") { $0.shownClient },
        .link("clientLink") { $0.clientLink },
        .text("workspace") { $0.workspace.map(shown) ?? "" },
        .link("workspaceLink") { $0.workspaceLink },
    ])
}
