package import HTTP
package import HTTPServer
internal import OAuth
internal import Pages

/// Answers what the router has no line for: pages for people, JSON for machines.
package struct NotFound: HTTPHandler {
    private let pages: PageAnswers?

    /// Creates the answers; without `pages` everything is JSON.
    package init(pages: PageAnswers?) {
        self.pages = pages
    }

    /// Answers 404.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        guard let pages, wantsPage(request) else {
            var response = HTTPResponse.jsonError(
                .notFound,
                code: "not_found",
                description: "There is nothing at this address."
            )
            if request.path.hasPrefix(Self.wellKnown) { CrossOrigin.allowReading(&response) }
            return response
        }
        return pages.error(
            .notFound,
            ErrorPage(
                heading: "There is nothing here",
                explanation: "The address is not one of this server's pages.",
                advice: "Check the address, or go to your account page.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    /// The answer to a known address asked with another method.
    package func methodRefusal(
        _ request: HTTPRequest,
        _ context: RequestContext
    ) -> HTTPResponse {
        let isPage = pagePaths.contains(request.path)
        guard let pages, isPage || wantsPage(request) else {
            var response = HTTPResponse.jsonError(
                .methodNotAllowed,
                code: "invalid_request",
                description: "This address does not take that method. The Allow field names "
                    + "those it takes."
            )
            if isReadable(request.path) { CrossOrigin.allowReading(&response) }
            return response
        }
        return pages.error(
            .methodNotAllowed,
            ErrorPage(
                heading: "That is not possible here",
                explanation: "The address takes another kind of request.",
                advice: "Go to your account page and start from there.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    /// Only a browser that opens an address names HTML; machine addresses never answer it.
    private func wantsPage(_ request: HTTPRequest) -> Bool {
        guard !isReadable(request.path), request.path != EndpointPath.introspect else {
            return false
        }
        return request.fields.members(.accept).contains { range in
            range.starts(with: Array("text/html".utf8))
        }
    }

    private let pagePaths = [
        PagePath.signIn, PagePath.signOut, PagePath.consent, PagePath.account,
        PagePath.connection,
    ]
    private let readablePaths = [
        EndpointPath.token, EndpointPath.register, EndpointPath.clientConfiguration,
        EndpointPath.revoke, Application.mcpPath,
    ]
    private static let wellKnown = "/.well-known/"

    /// Whether pages of other origins may read what the address answers.
    private func isReadable(_ path: String) -> Bool {
        path.hasPrefix(Self.wellKnown) || readablePaths.contains(path)
    }
}
