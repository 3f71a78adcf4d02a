internal import Directory
package import HTTP
package import HTTPServer

/// `POST /sign-out`: ends the session, and for *switch account* goes on with the pending request.
package struct SignOutEndpoint: HTTPHandler {
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers

    /// Creates the endpoint.
    package init(visitors: Visitors, forms: FormProtection, pages: PageAnswers) {
        self.visitors = visitors
        self.forms = forms
        self.pages = pages
    }

    /// Signs the person out; a form of somebody who is signed out already changes nothing.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        guard forms.isSameOrigin(request), let form = FormPost(request) else {
            return pages.foreignForm(context)
        }
        let flow = form.text("flow")
        let canGoOn = !flow.isEmpty && PagePath.isFlow(flow)
        var response =
            canGoOn
            ? pages.redirect(to: PagePath.with(flow: flow, PagePath.signIn)) : pages.signedOut()
        do {
            guard let session = try await visitors.visitor(request).session else { return response }
            guard forms.isValid(form, .signOut, session.secret, flow: flow) else {
                return pages.redirect(to: PagePath.account)
            }
            try await visitors.end(session.secret, &response)
        } catch {
            return pages.unavailable(context)
        }
        // Not cookies: the binding must outlive the sign-out when somebody switches accounts.
        response.fields.append(.clearSiteData, #""cache", "storage""#)
        return response
    }
}
