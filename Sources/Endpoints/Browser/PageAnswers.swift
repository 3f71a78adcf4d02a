internal import HTTP
internal import HTTPServer
internal import OAuth
package import Pages

/// Turns page models into answers, each with the fields that keep a page safe.
package struct PageAnswers: Sendable {
    private let renderer: PageRenderer
    private let security: HTTPFields

    /// Creates the answers, which are rendered by `renderer`.
    package init(renderer: PageRenderer) {
        self.renderer = renderer
        var security = HTTPFields()
        for field in PageSecurity.fields {
            // Constants of ours: both initializers accept them, which a test checks.
            guard let name = HTTPFieldName(field.name), let value = HTTPFieldValue(field.value)
            else { continue }
            security.append(name, value)
        }
        self.security = security
    }

    func signIn(_ page: SignInPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func consent(_ page: ConsentPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func account(_ page: AccountPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func confirm(_ page: ConfirmPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func activity(_ page: ActivityPage) -> HTTPResponse {
        answer(.ok, renderer.render(page))
    }

    func connection(_ page: ConnectionPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func connect(_ page: ConnectPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func profiles(_ page: ProfilesPage) -> HTTPResponse {
        answer(.ok, renderer.render(page))
    }

    func disconnect(_ page: DisconnectPage, _ status: HTTPStatus = .ok) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    func waiting(_ page: WaitingPage) -> HTTPResponse {
        answer(.ok, renderer.render(page))
    }

    func done(_ page: DonePage) -> HTTPResponse {
        answer(.ok, renderer.render(page))
    }

    func denied(_ page: DeniedPage) -> HTTPResponse {
        answer(.ok, renderer.render(page))
    }

    func signedOut() -> HTTPResponse {
        answer(.ok, renderer.render(SignedOutPage()))
    }

    func error(_ status: HTTPStatus, _ page: ErrorPage) -> HTTPResponse {
        answer(status, renderer.render(page))
    }

    /// The page that tells a person why an authorization request cannot go on.
    func problem(_ problem: AuthorizationProblem, _ context: RequestContext) -> HTTPResponse {
        var response = error(
            HTTPStatus(code: problem.status) ?? .badRequest,
            ErrorPage(
                heading: problem.title,
                explanation: problem.text,
                advice: "",
                requestID: context.requestID
            )
        )
        if let seconds = problem.retryAfterSeconds {
            response.fields.append(.retryAfter, HTTPFieldValue(Int(clamping: seconds)))
        }
        return response
    }

    /// The error of a request that cannot be granted; the person decides whether to go back with
    /// it, for a client that registered itself could have sent them here from anywhere (RFC 9700
    /// §4.11.2).
    func held(
        _ redirect: AuthorizationRedirect,
        _ authorization: AuthorizationService,
        _ context: RequestContext
    ) -> HTTPResponse {
        let isRefused = redirect.error.code == .accessDenied
        return error(
            isRefused ? .forbidden : .badRequest,
            ErrorPage(
                heading: "\(redirect.clientName) cannot be connected",
                explanation: redirect.error.description,
                advice: isRefused
                    ? "Ask them if you need it. You can return and let the application know."
                    : "This is for its developers to mend. "
                        + "You can return and let the application know.",
                requestID: context.requestID,
                link: PageLink(redirect: authorization.location(of: redirect)),
                linkText: "Return to the application"
            )
        )
    }

    /// The page for a form that cannot have come from one of our own pages.
    func foreignForm(_ context: RequestContext) -> HTTPResponse {
        error(
            .forbidden,
            ErrorPage(
                heading: "This form did not come from here",
                explanation: "Your browser says that another site sent this form. "
                    + "Nothing was changed.",
                advice: "Open this server's page yourself and try again.",
                requestID: context.requestID
            )
        )
    }

    /// The page for a store that cannot answer.
    func unavailable(_ context: RequestContext) -> HTTPResponse {
        var response = error(
            .serviceUnavailable,
            ErrorPage(
                heading: "The server cannot answer right now",
                explanation: "Nothing was changed.",
                advice: "Try again in a few seconds.",
                requestID: context.requestID
            )
        )
        response.fields.append(.retryAfter, "5")
        return response
    }

    /// Sends the browser on with GET; 303 so that no form is ever sent along (RFC 9700 §4.12).
    func redirect(to location: String) -> HTTPResponse {
        var response = HTTPResponse(status: .seeOther, fields: security)
        guard let value = HTTPFieldValue(location) else {
            // A location is made of parsed URIs and percent-encoded values, so this is our bug.
            return HTTPResponse(status: .internalServerError, fields: security)
        }
        response.fields.append(.location, value)
        return response
    }

    private func answer(_ status: HTTPStatus, _ html: [UInt8]) -> HTTPResponse {
        var response = HTTPResponse(status: status, fields: security, body: .bytes(html))
        response.fields.append(.contentType, HTTPFieldValue(proven: PageSecurity.mediaType))
        return response
    }
}
