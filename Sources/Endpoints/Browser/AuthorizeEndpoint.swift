internal import Directory
package import HTTP
package import HTTPServer
package import OAuth
package import Primitives

/// `GET /authorize` (RFC 6749 §3.1): checks the request, seals it and sends the person to a page.
///
/// Nothing is stored and nothing is used up, so that the same request may come twice: some clients
/// fetch it themselves before they open a browser.
package struct AuthorizeEndpoint: HTTPHandler {
    private let authorization: AuthorizationService
    private let visitors: Visitors
    private let pages: PageAnswers
    private let clock: any WallClock
    private let log: any Log

    /// Creates the endpoint.
    package init(
        authorization: AuthorizationService,
        visitors: Visitors,
        pages: PageAnswers,
        clock: any WallClock,
        log: any Log
    ) {
        self.authorization = authorization
        self.visitors = visitors
        self.pages = pages
        self.clock = clock
        self.log = log
    }

    /// Answers with a page while client or redirect URI is unproven, else with 303 to the next
    /// page.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let fields = (try? FormDecoder.decode(request.query ?? [])) ?? FormFields()
        let visitor: Visitor
        do {
            visitor = try await visitors.visitor(request)
        } catch {
            return pages.unavailable(context)
        }
        switch await authorization.begin(RequestParameters(fields)) {
        case .page(let problem):
            note(problem.reason, context)
            return pages.problem(problem, context)
        case .held(let redirect):
            note(redirect.error.description, context)
            let flow = authorization.sealer.seal(
                redirect,
                binding: visitor.bindingBytes,
                at: clock.now()
            )
            return next(flow, visitor, wantsSignIn: false)
        case .accepted(let accepted):
            let flow = authorization.sealer.seal(
                accepted,
                binding: visitor.bindingBytes,
                at: clock.now()
            )
            return next(flow, visitor, wantsSignIn: accepted.prompt.wantsSignIn)
        case .unresolved(let unresolved):
            let flow = authorization.sealer.seal(
                unresolved,
                binding: visitor.bindingBytes,
                at: clock.now()
            )
            return next(flow, visitor, wantsSignIn: unresolved.prompt.wantsSignIn)
        }
    }

    private func next(_ flow: String, _ visitor: Visitor, wantsSignIn: Bool) -> HTTPResponse {
        let page = visitor.session == nil || wantsSignIn ? PagePath.signIn : PagePath.consent
        var response = pages.redirect(to: PagePath.with(flow: flow, page))
        visitors.rebind(visitor, &response)
        return response
    }

    private func note(_ reason: String, _ context: RequestContext) {
        log.write(
            .warning,
            "authorization request refused",
            [.text("request", context.requestID), .text("reason", reason)]
        )
    }
}

extension AuthorizationPrompt {
    /// Whether the form is shown to somebody who is signed in, too.
    fileprivate var wantsSignIn: Bool { contains(.signIn) || contains(.chooseAccount) }
}
