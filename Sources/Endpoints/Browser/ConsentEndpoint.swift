package import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages
package import Primitives

/// `/consent`: shows what a client asks for, and takes the person's decision.
package struct ConsentEndpoint: HTTPHandler {
    private let authorization: AuthorizationService
    private let workspaces: any WorkspaceDirectory
    private let connections: Connections
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers
    private let log: any Log

    /// Creates the endpoint.
    package init(
        authorization: AuthorizationService,
        workspaces: any WorkspaceDirectory,
        connections: Connections,
        visitors: Visitors,
        forms: FormProtection,
        pages: PageAnswers,
        log: any Log
    ) {
        self.authorization = authorization
        self.workspaces = workspaces
        self.connections = connections
        self.visitors = visitors
        self.forms = forms
        self.pages = pages
        self.log = log
    }

    private var gate: AdmissionGate {
        AdmissionGate(authorization: authorization, forms: forms, pages: pages, log: log)
    }

    /// A decision that waits for a signed-in person.
    private struct Question {
        let flow: String
        let session: Visitor.SignedIn
        let consent: ConsentRequest
        let changes: [ClientChange]
        let context: RequestContext

        /// What the form's token is bound to: the flow, and the client's document as it is shown,
        /// so that nobody approves another one than they saw.
        var boundFlow: String {
            flow + Hex.encode(consent.request.client.documentHash ?? [])
        }
    }

    /// Shows the page for GET, and for POST does what the pressed button says.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let isPost = request.method == .post
        guard !isPost || forms.isSameOrigin(request) else { return pages.foreignForm(context) }
        let form = isPost ? FormPost(request) : nil
        guard !isPost || form != nil else { return pages.foreignForm(context) }
        let flow = form?.text("flow") ?? request.queryText("flow")
        do {
            let visitor = try await visitors.visitor(request)
            let resumption = await authorization.resume(
                Array(flow.utf8),
                binding: visitor.bindingBytes,
                person: visitor.session.map { UserKey($0.person.key.rawValue) }
            )
            if case .page(let problem) = resumption { return refuse(problem, context) }
            guard let session = visitor.session else {
                return pages.redirect(to: PagePath.with(flow: flow, PagePath.signIn))
            }
            switch resumption {
            case .page(let problem): return refuse(problem, context)
            case .unresolved: return pages.redirect(to: PagePath.with(flow: flow, PagePath.signIn))
            case .held(let redirect): return pages.held(redirect, authorization, context)
            case .accepted(let accepted, let requestID):
                let caller = AdmissionGate.Caller(
                    request: accepted,
                    flow: flow,
                    visitor: visitor,
                    session: session,
                    form: form,
                    context: context
                )
                if let answer = try await gate.answer(to: caller) { return answer }
                let question = try await question(accepted, requestID, flow, session, context)
                guard let form else { return try await show(question, requestID) }
                return await decide(question, form)
            }
        } catch {
            return pages.unavailable(context)
        }
    }

    private func refuse(
        _ problem: AuthorizationProblem,
        _ context: RequestContext
    ) -> HTTPResponse {
        log.write(
            .warning,
            "authorization request refused",
            [.text("request", context.requestID), .text("reason", problem.reason)]
        )
        return pages.problem(problem, context)
    }

    private func question(
        _ request: AcceptedAuthorizationRequest,
        _ requestID: String,
        _ flow: String,
        _ session: Visitor.SignedIn,
        _ context: RequestContext
    ) async throws -> Question {
        let user = UserKey(session.person.key.rawValue)
        let changes = try await authorization.changes(in: request, for: user)
        // What was approved for the client as it was says nothing about the client as it is.
        let earlier =
            changes.isEmpty
            ? try await connections.earlier(
                of: user,
                client: request.client.identifier,
                resource: request.resource
            ) : nil
        let consent = ConsentRequest(
            requestID: requestID,
            request: request,
            person: user,
            workspaces: try await workspaces.choices(of: session.person.key),
            lifetimes: authorization.lifetimes(for: request),
            earlier: earlier
        )
        return Question(
            flow: flow,
            session: session,
            consent: consent,
            changes: changes,
            context: context
        )
    }

    private func page(_ question: Question) -> ConsentPage {
        let consent = question.consent
        let person = question.session.person
        let secret = question.session.secret
        var page = ConsentPage(
            client: ClientSummary(consent.request),
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            resource: consent.request.resource,
            duration: ConsentPage.Duration(
                idleSeconds: consent.lifetimes.idleSeconds,
                absoluteSeconds: consent.lifetimes.absoluteSeconds
            ),
            seal: ConsentPage.Seal(
                flow: question.flow,
                csrf: forms.token(.consent, secret, flow: question.boundFlow),
                signOutCSRF: forms.token(.signOut, secret, flow: question.flow)
            ),
            choices: AccessChoices(consent),
            isRepeat: consent.earlier != nil
        )
        page.changes = question.changes.map(ChangeLine.init(_:))
        return page
    }

    /// The question, or what became of the answer that was given before.
    private func show(
        _ question: Question,
        _ requestID: String
    ) async throws(StoreError) -> HTTPResponse {
        let request = question.consent.request
        let answer = try await authorization.answer(
            to: request,
            requestID: requestID,
            for: question.consent.person
        )
        guard let answer else { return pages.consent(page(question)) }
        return ClientReturn(pages: pages).given(answer, request)
    }

    private func decide(_ question: Question, _ form: FormPost) async -> HTTPResponse {
        var page = page(question)
        page.choices.tick(scopes: form.texts("scope"), workspaces: form.texts("workspace"))
        page.choices.filter = form.text("filter")
        page.choices.confirmsPublishing = form.confirmsPublishing
        page.isElsewhere = form.text("elsewhere") == "yes"
        let secret = question.session.secret
        guard forms.isValid(form, .consent, secret, flow: question.boundFlow) else {
            page.problem = .stale
            return pages.consent(page, .forbidden)
        }
        switch form.text("decision") {
        case "deny":
            note("denied", question, grant: "-")
            return deny(question.consent.request)
        case "approve": return await approve(question, form, page)
        case "select-all":
            page.choices.tickAllShown()
            return pages.consent(page)
        default: return pages.consent(page)
        }
    }

    private func approve(
        _ question: Question,
        _ form: FormPost,
        _ page: ConsentPage
    ) async -> HTTPResponse {
        switch question.consent.outcome(of: .approve(ConsentTicks(form))) {
        case .denied: return deny(question.consent.request)
        case .incomplete(let gap):
            var page = page
            page.problem = ChoiceProblem(gap)
            return pages.consent(page)
        case .approved(let approval):
            do {
                let request = question.consent.request
                let isByHand = page.isElsewhere && request.redirectURI.kind == .loopback
                let (grant, location) = try await authorization.approve(
                    approval,
                    of: request,
                    by: isByHand ? .byHand : .browser
                )
                note("approved", question, grant: grant)
                // Copying takes a while, in which a phone may drop the page: one that can be
                // fetched again.
                guard !isByHand else {
                    return pages.redirect(to: PagePath.with(flow: question.flow, PagePath.consent))
                }
                return ClientReturn(pages: pages).approved(request, location)
            } catch {
                return problem(error, question)
            }
        }
    }

    private func deny(_ request: AcceptedAuthorizationRequest) -> HTTPResponse {
        ClientReturn(pages: pages).denied(request, authorization.deny(request))
    }

    /// A second press of the button after the client has its tokens is no error for the person.
    private func problem(_ problem: AuthorizationProblem, _ question: Question) -> HTTPResponse {
        guard problem == .alreadyApproved else {
            return pages.problem(problem, question.context)
        }
        return ClientReturn(pages: pages).given(.taken, question.consent.request)
    }

    private func note(_ outcome: String, _ question: Question, grant: String) {
        log.write(
            .info,
            "consent",
            [
                .text("request", question.context.requestID), .text("outcome", outcome),
                .text("person", question.session.person.identifier), .text("grant", grant),
                .text("client", question.consent.clientName),
            ]
        )
    }
}
