internal import HTTP
internal import OAuth
internal import Pages

/// How a person's answer gets back to the client.
///
/// To a website the browser is redirected. A program on the person's device may have gone, and then
/// a redirect would end on the browser's own error page; so a page of ours comes first, says that
/// the tab can be closed, and goes on by itself. After a second or less browsers put the next
/// address in this page's place, so that *back* leads to the consent page, which then shows what
/// became of the answer.
struct ClientReturn: Sendable {
    /// How long the page stays before it goes on.
    private static let delayInSeconds = 1

    let pages: PageAnswers

    /// The answer to an approval whose code stands in `location`.
    func approved(
        _ request: AcceptedAuthorizationRequest,
        _ location: String
    ) -> HTTPResponse {
        guard request.redirectURI.kind != .https else { return pages.redirect(to: location) }
        let client = ClientSummary(request)
        guard let link = PageLink(redirect: location) else {
            return pages.done(DonePage(client: client, state: .taken))
        }
        return goingOn(pages.done(DonePage(client: client, state: .returning(link))), to: location)
    }

    /// The answer to a refusal, which `location` tells the client.
    func denied(
        _ request: AcceptedAuthorizationRequest,
        _ location: String
    ) -> HTTPResponse {
        guard request.redirectURI.kind != .https else { return pages.redirect(to: location) }
        let link = PageLink(redirect: location)
        let page = pages.denied(DeniedPage(client: ClientSummary(request), link: link))
        return goingOn(page, to: location)
    }

    /// The page of a request that was approved before.
    func given(_ answer: GivenAnswer, _ request: AcceptedAuthorizationRequest) -> HTTPResponse {
        let state: DonePage.State =
            switch answer {
            case .waiting(let location, let seconds):
                PageLink(redirect: location).map { .waiting($0, seconds: seconds) } ?? .taken
            case .taken: .taken
            case .over: .over
            }
        return pages.done(DonePage(client: ClientSummary(request), state: state))
    }

    private func goingOn(_ page: HTTPResponse, to location: String) -> HTTPResponse {
        var page = page
        // A location is made of parsed URIs and percent-encoded values, so it fits; without the
        // field the button is left.
        if let value = HTTPFieldValue("\(Self.delayInSeconds);url=\(location)") {
            page.fields.append(.refresh, value)
        }
        return page
    }
}
