public import Primitives

/// The page where a person agrees to one call of an application that could not ask them.
///
/// Its form posts `csrf`, `call` and `decision` (`yes` or `no`) to `/account/confirm`.
public struct ConfirmPage: Sendable {
    /// Which call the form is about.
    public struct Seal: Sendable {
        let call: String
        let csrf: String

        /// Gathers the identifier of the call and the token of the form.
        public init(call: String, csrf: String) {
            self.call = call
            self.csrf = csrf
        }
    }

    /// A question cuts its texts itself and says how much it left out; this cuts none of them.
    private static let longestLine = 4_000

    /// Who is signed in.
    public let account: ConsentPage.Account
    /// What the application calls itself; anything is safe to pass.
    public let clientName: String
    /// What the call would do, one fact a line.
    public let lines: [String]
    /// What the button says that agrees.
    public let consent: String
    /// When the application made the call.
    public let askedAt: Timestamp
    /// What the form carries.
    public let seal: Seal
    /// Whether the form was too old or came from elsewhere; nothing was done then.
    public var isStale = false

    /// Creates the page.
    public init(
        account: ConsentPage.Account,
        clientName: String,
        lines: [String],
        consent: String,
        askedAt: Timestamp,
        seal: Seal
    ) {
        self.account = account
        self.clientName = clientName
        self.lines = lines
        self.consent = consent
        self.askedAt = askedAt
        self.seal = seal
    }

    private var name: String {
        ShownText.clean(clientName, limit: 64, fallback: "An application")
    }

    static let shape = Shape<ConfirmPage>([
        .text("title") { ($0.isStale ? "Not decided yet: " : "") + "\($0.name) asks you first" },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("client") { $0.name },
        .texts("lines") { page in
            page.lines.map { ShownText.clean($0, limit: longestLine, fallback: "-") }
        },
        .text("consent") { ShownText.clean($0.consent, limit: 64, fallback: "Yes") },
        .text("askedAt") { CivilDate($0.askedAt).readable },
        .text("call") { $0.seal.call },
        .text("csrf") { $0.seal.csrf },
        .flag("isStale") { $0.isStale },
    ])
}
