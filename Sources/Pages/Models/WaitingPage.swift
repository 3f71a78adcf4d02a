/// What a person sees while an operator decides whether an application may be let in.
///
/// The page is looked at again by itself. The form that ends the waiting posts `flow`, `csrf` and
/// `decision` (`deny`) to `/consent`; the form to switch account posts `flow` and `csrf` to
/// `/sign-out`.
public struct WaitingPage: Sendable {
    /// The application that asks.
    public let client: ClientSummary
    /// Who is signed in.
    public let account: ConsentPage.Account
    /// What the forms carry.
    public let seal: ConsentPage.Seal
    /// Whether so many requests of the person wait that this one is not in line yet.
    public let isCrowdedOut: Bool

    /// Creates the page.
    public init(
        client: ClientSummary,
        account: ConsentPage.Account,
        seal: ConsentPage.Seal,
        isCrowdedOut: Bool
    ) {
        self.client = client
        self.account = account
        self.seal = seal
        self.isCrowdedOut = isCrowdedOut
    }

    static let shape = Shape<WaitingPage>(
        ClientSummary.fields { $0.client } + [
            .text("title") { _ in "Waiting for the operator" },
            .text("personName") { $0.account.name },
            .text("personEmail") { $0.account.email },
            .text("flow") { $0.seal.flow },
            .text("csrf") { $0.seal.csrf },
            .text("signOutCSRF") { $0.seal.signOutCSRF },
            .flag("isCrowdedOut") { $0.isCrowdedOut },
        ]
    )
}
