internal import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages
package import Primitives

/// `/account/confirm`: has a person agree to one tool call whose client cannot ask them.
package struct ConfirmEndpoint: HTTPHandler {
    private let approvals: any CallApprovalStore
    private let account: AccountEndpoint
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers
    private let clock: any WallClock

    /// Creates the endpoint.
    package init(
        approvals: any CallApprovalStore,
        account: AccountEndpoint,
        visitors: Visitors,
        forms: FormProtection,
        pages: PageAnswers,
        clock: any WallClock
    ) {
        self.approvals = approvals
        self.account = account
        self.visitors = visitors
        self.forms = forms
        self.pages = pages
        self.clock = clock
    }

    /// Shows the call for GET, and for POST takes the answer.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            let isPost = request.method == .post
            guard !isPost || forms.isSameOrigin(request) else { return pages.foreignForm(context) }
            let form = isPost ? FormPost(request) : nil
            guard !isPost || form != nil else { return pages.foreignForm(context) }
            guard let link = ConfirmLink(form?.text("call") ?? request.queryText("call")) else {
                return missing(context)
            }
            guard let session = try await visitors.visitor(request).session else {
                return pages.redirect(to: PagePath.signIn(returningTo: link.path))
            }
            let found = try await approvals.waiting(
                link.call,
                for: session.person.identifier,
                at: clock.now()
            )
            guard let found else { return missing(context) }
            guard let form else { return pages.confirm(page(found, session)) }
            return try await decide(form, found, session, context)
        } catch {
            return pages.unavailable(context)
        }
    }

    private func decide(
        _ form: FormPost,
        _ call: CallApproval,
        _ session: Visitor.SignedIn,
        _ context: RequestContext
    ) async throws(StoreError) -> HTTPResponse {
        guard forms.isValid(form, .account, session.secret) else {
            var page = page(call, session)
            page.isStale = true
            return pages.confirm(page, .forbidden)
        }
        let answer = form.text("decision")
        guard answer == "yes" || answer == "no" else { return pages.confirm(page(call, session)) }
        let isDecided = try await approvals.decide(
            call.identifier,
            isApproved: answer == "yes",
            by: session.person.identifier,
            at: clock.now()
        )
        guard isDecided else { return missing(context) }
        return try await account.page(
            session,
            answer == "yes"
                ? .agreed(clientName: call.clientName) : .disagreed(clientName: call.clientName)
        )
    }

    private func page(_ call: CallApproval, _ session: Visitor.SignedIn) -> ConfirmPage {
        ConfirmPage(
            account: ConsentPage.Account(
                name: session.person.name,
                email: session.person.email.text
            ),
            clientName: call.clientName,
            lines: call.message.split(separator: "\n").map(String.init),
            consent: call.consent,
            askedAt: call.askedAt,
            seal: ConfirmPage.Seal(
                call: call.identifier,
                csrf: forms.token(.account, session.secret)
            )
        )
    }

    /// One answer for a call that was decided, is too old, or is somebody else's.
    private func missing(_ context: RequestContext) -> HTTPResponse {
        pages.error(
            .notFound,
            ErrorPage(
                heading: "There is nothing to decide here",
                explanation: "It was decided already, it waited for more than a quarter of an "
                    + "hour, or it belongs to another account than yours.",
                advice: "Let the application try again; it gets a new link.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account),
                linkText: "Your connections"
            )
        )
    }
}
