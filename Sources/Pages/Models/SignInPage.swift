public import Primitives

/// The page where a person signs in.
///
/// The form posts `flow`, `next`, `csrf`, `email` and `password` to `/sign-in`.
public struct SignInPage: Sendable {
    /// Why a person sees the page again.
    public enum Problem: Sendable, Equatable {
        /// The address or the password was left out.
        case incomplete
        /// They do not belong together; the page does not say which is wrong.
        case refused
        /// Too many attempts; the next may be made at the first time, the page is made at the
        /// second.
        case throttled(until: Timestamp, now: Timestamp)
        /// Too many sign-ins at once.
        case busy
        /// The form was too old or came from elsewhere.
        case stale
    }

    /// The application that waits, or `nil` where nobody asked.
    public var asking: ClientSummary?
    /// The sealed authorization request, or empty.
    public var flow: String
    /// The page of this server to go on to where no application waits, or empty.
    public var next = ""
    /// The token of the form.
    public var csrf: String
    /// The address to begin with, as the person typed it.
    public var email: String
    /// Why the person sees the page again, or `nil`.
    public var problem: Problem?

    /// Creates the page.
    public init(
        asking: ClientSummary?,
        flow: String,
        csrf: String,
        email: String = "",
        problem: Problem? = nil
    ) {
        self.asking = asking
        self.flow = flow
        self.csrf = csrf
        self.email = email
        self.problem = problem
    }

    private var problemText: String {
        switch problem {
        case nil: ""
        case .incomplete: "Enter both your e-mail address and your password."
        case .refused:
            "That e-mail address and password do not belong together. Check both and try again."
        case .throttled(let until, let now):
            "There were too many attempts. Try again \(TimeWords.retry(at: until, now: now))."
        case .busy: "Many people are signing in at this moment. Wait a few seconds and try again."
        case .stale: "This page had been open for too long. Enter your password once more."
        }
    }

    /// Whether the fields themselves are what is wrong.
    private var isInvalid: Bool { problem == .refused || problem == .incomplete }

    static let shape = Shape<SignInPage>([
        .text("title") { $0.problem == nil ? "Sign in" : "Sign in again" },
        .list("asking", Shape<ClientSummary>(ClientSummary.fields { $0 })) {
            $0.asking.map { [$0] } ?? []
        },
        .text("flow") { $0.flow },
        .text("next") { $0.next },
        .text("csrf") { $0.csrf },
        .text("email") { $0.email },
        .text("problem") { $0.problemText },
        .flag("isInvalid") { $0.isInvalid },
    ])
}
