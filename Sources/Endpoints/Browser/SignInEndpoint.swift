package import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages
package import Primitives

/// `/sign-in`: shows the form and takes it.
package struct SignInEndpoint: HTTPHandler {
    private let signIn: SignIn
    private let authorization: AuthorizationService
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers
    private let clock: any WallClock
    private let log: any Log

    /// What the endpoint works with.
    package struct Parts: Sendable {
        let signIn: SignIn
        let authorization: AuthorizationService
        let visitors: Visitors
        let forms: FormProtection
        let pages: PageAnswers

        /// Gathers the parts.
        package init(
            signIn: SignIn,
            authorization: AuthorizationService,
            visitors: Visitors,
            forms: FormProtection,
            pages: PageAnswers
        ) {
            self.signIn = signIn
            self.authorization = authorization
            self.visitors = visitors
            self.forms = forms
            self.pages = pages
        }
    }

    /// Creates the endpoint.
    package init(_ parts: Parts, clock: any WallClock, log: any Log) {
        signIn = parts.signIn
        authorization = parts.authorization
        visitors = parts.visitors
        forms = parts.forms
        pages = parts.pages
        self.clock = clock
        self.log = log
    }

    /// Shows the form for GET, and for POST tries to sign the person in.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            let visitor = try await visitors.visitor(request)
            if request.method == .post { return try await submit(request, visitor, context) }
            let goal = Goal(flow: request.queryText("flow"), next: request.queryText("next"))
            guard !goal.flow.isEmpty || visitor.session == nil else {
                return pages.redirect(to: goal.page)
            }
            return await show(goal, visitor, nil, email: nil, .ok, context)
        } catch {
            return pages.unavailable(context)
        }
    }

    /// Where a person goes once they have signed in.
    private struct Goal {
        /// The sealed authorization request that waits, or empty.
        let flow: String
        /// The page that they wanted to see.
        let next: String?

        init(flow: String, next: String) {
            self.flow = flow
            self.next = PagePath.returnable(next)
        }

        var page: String {
            if !flow.isEmpty, PagePath.isFlow(flow) {
                return PagePath.with(flow: flow, PagePath.consent)
            }
            return next ?? PagePath.account
        }
    }

    private func submit(
        _ request: HTTPRequest,
        _ visitor: Visitor,
        _ context: RequestContext
    ) async throws(DirectoryStoreError) -> HTTPResponse {
        guard forms.isSameOrigin(request) else { return pages.foreignForm(context) }
        guard let form = FormPost(request) else { return pages.foreignForm(context) }
        let goal = Goal(flow: form.text("flow"), next: form.text("next"))
        let email = form.text("email")
        guard forms.isValid(form, .signIn, visitor.binding, flow: goal.flow) else {
            return await show(goal, visitor, .stale, email: email, .forbidden, context)
        }
        let password = SecretText(form.text("password"))
        guard !email.isEmpty, !password.exposed.isEmpty else {
            return await show(goal, visitor, .incomplete, email: email, .ok, context)
        }
        let attempt = SignInAttempt(
            email: email,
            password: password,
            clientAddress: context.clientAddress,
            current: visitor.session?.secret
        )
        switch try await signIn.perform(attempt) {
        case .signedIn(let secret, let person):
            note("signed in", person.identifier, context)
            var response = pages.redirect(to: goal.page)
            visitors.begin(secret, &response)
            return response
        case .refused:
            note("sign-in refused", "-", context)
            return await show(goal, visitor, .refused, email: email, .ok, context)
        case .throttled(let until):
            note("sign-in throttled", "-", context)
            let now = clock.now()
            let problem = SignInPage.Problem.throttled(until: until, now: now)
            var response = await show(
                goal,
                visitor,
                problem,
                email: email,
                .tooManyRequests,
                context
            )
            let wait = max(1, until.seconds(since: now))
            response.fields.append(.retryAfter, HTTPFieldValue(Int(wait)))
            return response
        case .busy:
            return await show(goal, visitor, .busy, email: email, .serviceUnavailable, context)
        }
    }

    private func show(
        _ goal: Goal,
        _ visitor: Visitor,
        _ problem: SignInPage.Problem?,
        email: String?,
        _ status: HTTPStatus,
        _ context: RequestContext
    ) async -> HTTPResponse {
        var page = SignInPage(
            asking: nil,
            flow: goal.flow,
            csrf: forms.token(.signIn, visitor.binding, flow: goal.flow),
            email: email ?? "",
            problem: problem
        )
        page.next = goal.next ?? ""
        if !goal.flow.isEmpty {
            let flow = Array(goal.flow.utf8)
            let resumption = await authorization.resume(
                flow,
                binding: visitor.bindingBytes,
                person: nil
            )
            switch resumption {
            case .page(let problem): return pages.problem(problem, context)
            case .held: break
            case .unresolved(let request):
                page.asking = ClientSummary(request)
                if email == nil { page.email = request.loginHint ?? "" }
            case .accepted(let request, _):
                page.asking = ClientSummary(request)
                if email == nil { page.email = request.loginHint ?? "" }
            }
        }
        var response = pages.signIn(page, status)
        visitors.bind(visitor, &response)
        return response
    }

    private func note(_ event: String, _ person: String, _ context: RequestContext) {
        log.write(
            .info,
            "sign-in",
            [
                .text("request", context.requestID), .text("outcome", event),
                .text("person", person), .text("from", context.clientAddress),
            ]
        )
    }
}
