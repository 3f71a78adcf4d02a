/// The page where a person decides what an application may do, and where.
///
/// The form posts `flow`, `csrf`, the fields of ``AccessChoices``, `elsewhere` (when ticked) and
/// `decision` to `/consent`; the decision is `approve`, `deny`, `select-all` or `filter`. The form
/// to switch account posts `flow` and `csrf` to `/sign-out`.
public struct ConsentPage: Sendable {
    /// Who is signed in.
    public struct Account: Sendable {
        let name: String
        let email: String

        /// Creates the account line.
        public init(name: String, email: String) {
            self.name = name
            self.email = email
        }
    }

    /// How long an approval lasts.
    public struct Duration: Sendable {
        let idleSeconds: Int64
        let absoluteSeconds: Int64

        /// Creates the two limits, both counted in seconds: since last use, and since the approval.
        public init(idleSeconds: Int64, absoluteSeconds: Int64) {
            self.idleSeconds = idleSeconds
            self.absoluteSeconds = absoluteSeconds
        }
    }

    /// What the two forms carry.
    public struct Seal: Sendable {
        let flow: String
        let csrf: String
        let signOutCSRF: String

        /// Gathers the sealed authorization request and the tokens of both forms.
        public init(flow: String, csrf: String, signOutCSRF: String) {
            self.flow = flow
            self.csrf = csrf
            self.signOutCSRF = signOutCSRF
        }
    }

    /// What was missing when the person approved.
    public typealias Problem = ChoiceProblem

    /// The application that asks.
    public let client: ClientSummary
    /// Who is signed in.
    public let account: Account
    /// The address that the access is for.
    public let resource: String
    /// How long the approval would last.
    public let duration: Duration
    /// What the forms carry.
    public let seal: Seal
    /// What was asked for, and where the person is a member.
    public var choices: AccessChoices
    /// Whether the person let the application in before, so that marks and ticks say what is new.
    public let isRepeat: Bool
    /// Whether the client runs on another machine, so that its address must be copied.
    public var isElsewhere = false
    /// What was missing, or `nil`.
    public var problem: Problem?
    /// What the application changed about itself since the person approved it.
    public var changes: [ChangeLine] = []

    /// Creates the page as it is first shown.
    ///
    /// - Parameters:
    ///   - client: The application that asks.
    ///   - account: Who is signed in.
    ///   - resource: The address that the access is for.
    ///   - duration: How long the approval would last.
    ///   - seal: What the forms carry.
    ///   - choices: What can be allowed, and where, with the first ticks.
    ///   - isRepeat: Whether the person let the application in before.
    public init(
        client: ClientSummary,
        account: Account,
        resource: String,
        duration: Duration,
        seal: Seal,
        choices: AccessChoices,
        isRepeat: Bool = false
    ) {
        self.client = client
        self.account = account
        self.resource = resource
        self.duration = duration
        self.seal = seal
        self.choices = choices
        self.isRepeat = isRepeat
    }
}
