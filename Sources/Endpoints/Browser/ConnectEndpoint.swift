internal import Directory
internal import HTTP
internal import HTTPServer
internal import Pages
internal import Primitives
internal import Publishing

/// `/account/connect`: opens a connection link, and sends the person to their network.
struct ConnectEndpoint: HTTPHandler {
    private let parts: ConnectParts

    init(_ parts: ConnectParts) {
        self.parts = parts
    }

    /// A link that was opened by the person whose it is.
    private struct Question {
        let link: ConnectLink
        let ticket: ConnectionTicket
        let question: ConnectionQuestion
        let visitor: Visitor
        let session: Visitor.SignedIn
        let context: RequestContext
    }

    /// Shows what will be connected for GET, and for POST goes on to the network.
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        do {
            let isPost = request.method == .post
            guard !isPost || parts.forms.isSameOrigin(request) else {
                return parts.pages.foreignForm(context)
            }
            let form = isPost ? FormPost(request) : nil
            guard !isPost || form != nil else { return parts.pages.foreignForm(context) }
            let text = form?.text("link") ?? request.queryText("link")
            guard let link = ConnectLink(text) else { return unknown(context) }
            let visitor = try await parts.visitors.visitor(request)
            guard let session = visitor.session else {
                return parts.pages.redirect(to: PagePath.signIn(returningTo: link.path))
            }
            switch try await parts.connecting.open(link.text, by: session.person.identifier) {
            case .unknown: return unknown(context)
            case .foreign: return foreign(session, context)
            case .expired: return expired(context)
            case .closed: return parts.closed(context)
            case .open(let ticket, let question):
                let question = Question(
                    link: link,
                    ticket: ticket,
                    question: question,
                    visitor: visitor,
                    session: session,
                    context: context
                )
                guard let form else { return show(question, ConnectPage.Entries(), nil) }
                return try await begin(question, form)
            }
        } catch let fault as PublishingFault {
            return parts.answer(to: fault, context)
        } catch {
            return parts.pages.unavailable(context)
        }
    }

    private func begin(
        _ question: Question,
        _ form: FormPost
    ) async throws(PublishingFault) -> HTTPResponse {
        let entries = ConnectPage.Entries(
            server: form.text("server"),
            account: form.text("account")
        )
        let (session, link) = (question.session, question.link)
        guard parts.forms.isValid(form, .connect, session.secret, flow: link.text) else {
            let problem = "This page had been open for too long. Try again."
            return show(question, entries, problem, .forbidden)
        }
        let step = try await parts.connecting.begin(
            question.ticket,
            link: link.text,
            ConnectionAnswers(
                server: entries.server,
                account: entries.account,
                password: SecretText(form.text("password"))
            ),
            parts.visitor(question.visitor, session)
        )
        switch step {
        case .visit(let url):
            parts.note("sent to the network", question.ticket, question.context)
            var response = parts.pages.redirect(to: url)
            parts.visitors.bind(question.visitor, &response)
            return response
        case .choose(let key):
            var response = parts.pages.redirect(to: ConnectProfilesEndpoint.path(key))
            parts.visitors.bind(question.visitor, &response)
            return response
        case .refused(let refusal):
            parts.note("\(refusal)", question.ticket, question.context)
            return show(question, entries, Self.sentence(refusal, question.ticket.network))
        }
    }

    private func show(
        _ question: Question,
        _ entries: ConnectPage.Entries,
        _ problem: String?,
        _ status: HTTPStatus = .ok
    ) -> HTTPResponse {
        let asked: ConnectPage.Question =
            switch question.question {
            case .nothing: .nothing
            case .server: .server
            case .account: .account
            }
        let token = parts.forms.token(
            .connect,
            question.session.secret,
            flow: question.link.text
        )
        var page = ConnectPage(
            question.ticket,
            question.session.person,
            seal: ConnectPage.Seal(key: question.link.text, csrf: token),
            .start(asked, entries)
        )
        page.problem = problem ?? ""
        var response = parts.pages.connect(page, status)
        parts.visitors.bind(question.visitor, &response)
        return response
    }

    private static func sentence(_ refusal: ConnectionRefusal, _ network: Network) -> String {
        switch refusal {
        case .answer(let text), .refused(let text): text
        case .denied, .expired: "\(network.title) did not accept this. Look at it and try again."
        case .unavailable: "\(network.title) does not answer there right now. Try again later."
        }
    }

    private func unknown(_ context: RequestContext) -> HTTPResponse {
        parts.pages.error(
            .notFound,
            ErrorPage(
                heading: "This link leads nowhere",
                explanation: "It is not one that this server made, or a part of it is missing.",
                advice: "Open it exactly as your assistant wrote it, or ask for a new one.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    private func foreign(
        _ session: Visitor.SignedIn,
        _ context: RequestContext
    ) -> HTTPResponse {
        parts.pages.error(
            .forbidden,
            ErrorPage(
                heading: "This link is for somebody else",
                explanation: "You are signed in as \(session.person.email.text). Only the person "
                    + "whose assistant made the link can use it.",
                advice: "Ask your own assistant for a link, or sign in with the other account "
                    + "and open this one again.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    private func expired(_ context: RequestContext) -> HTTPResponse {
        parts.pages.error(
            .gone,
            ErrorPage(
                heading: "This link has expired",
                explanation: "Links that connect a profile are good for half an hour. "
                    + "Nothing was changed.",
                advice: "Ask your assistant for a new one.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }
}
