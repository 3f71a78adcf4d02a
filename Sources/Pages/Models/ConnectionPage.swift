/// The page where a person changes what an application may do, and where.
///
/// Its form posts `csrf`, `grant`, the fields of ``AccessChoices``, `others` where what is taken
/// away is taken from the other sign-ins too, and `decision` to `/account/connection`; the decision
/// is `save`, `end`, `select-all` or `filter`.
public struct ConnectionPage: Sendable {
    /// Which grant the form is about.
    public struct Seal: Sendable {
        let grant: String
        let csrf: String

        /// Gathers the identifier of the grant and the token of the form.
        public init(grant: String, csrf: String) {
            self.grant = grant
            self.csrf = csrf
        }
    }

    /// The application.
    public let client: ClientSummary
    /// Who is signed in.
    public let account: ConsentPage.Account
    /// What the form carries.
    public let seal: Seal
    /// What the application may do, and where.
    public var choices: AccessChoices
    /// How many other sign-ins of the same application there are.
    public let otherCount: Int
    /// Whether what is taken away is taken from them too.
    public var alsoNarrowsOthers = true
    /// Whether the address asks for a workspace that the person is not in.
    public var wantsForeignWorkspace = false
    /// What was missing, or `nil`.
    public var problem: ChoiceProblem?

    /// Creates the page.
    public init(
        client: ClientSummary,
        account: ConsentPage.Account,
        seal: Seal,
        choices: AccessChoices,
        otherCount: Int
    ) {
        self.client = client
        self.account = account
        self.seal = seal
        self.choices = choices
        self.otherCount = otherCount
    }

    private var hasWishes: Bool {
        choices.permissions.contains { $0.mark == .wanted }
            || choices.workspaces.contains { $0.mark == .wanted }
    }

    private var others: String {
        otherCount == 1 ? "its other sign-in" : "its \(otherCount) other sign-ins"
    }

    static let shape = Shape<ConnectionPage>(
        ClientSummary.fields { $0.client } + AccessChoices.fields { $0.choices }
            + ChoiceProblem.fields { $0.problem } + [
                .text("title") {
                    ($0.problem == nil ? "" : "Not saved: ") + "What \($0.client.name) may do"
                },
                .text("personName") { $0.account.name },
                .text("personEmail") { $0.account.email },
                .text("grant") { $0.seal.grant },
                .text("csrf") { $0.seal.csrf },
                .flag("hasOthers") { $0.otherCount > 0 },
                .text("others") { $0.others },
                .flag("alsoNarrowsOthers") { $0.alsoNarrowsOthers },
                .flag("hasWishes") { $0.hasWishes },
                .flag("wantsForeignWorkspace") { $0.wantsForeignWorkspace },
            ]
    )
}
