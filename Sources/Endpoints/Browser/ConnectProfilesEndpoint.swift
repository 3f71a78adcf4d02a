internal import Directory
internal import HTTP
internal import HTTPServer
internal import Pages
internal import Primitives
internal import Publishing

/// `/account/connect/profiles`: a person chooses which of their profiles to connect.
struct ConnectProfilesEndpoint: HTTPHandler {
    private let parts: ConnectParts

    init(_ parts: ConnectParts) {
        self.parts = parts
    }

    /// The address of the choice in a flow, whose key is base64url.
    static func path(_ key: SecretText) -> String {
        "\(PagePath.connectProfiles)?flow=\(key.exposed)"
    }

    /// A flow in which its own person chooses.
    private struct Choice {
        let key: SecretText
        let flow: ConnectionFlow
        let visitor: ConnectionVisitor
        let session: Visitor.SignedIn
    }

    /// Shows the profiles for GET, and for POST connects what was ticked.
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        do {
            let isPost = request.method == .post
            guard !isPost || parts.forms.isSameOrigin(request) else {
                return parts.pages.foreignForm(context)
            }
            let form = isPost ? FormPost(request) : nil
            guard !isPost || form != nil else { return parts.pages.foreignForm(context) }
            let key = SecretText(form?.text("flow") ?? request.queryText("flow"))
            let visitor = try await parts.visitors.visitor(request)
            guard let session = visitor.session, !visitor.isNew, PagePath.isFlow(key.exposed) else {
                return parts.over(context)
            }
            let known = parts.visitor(visitor, session)
            guard let flow = try await parts.connecting.choice(key, known) else {
                return parts.over(context)
            }
            let choice = Choice(key: key, flow: flow, visitor: known, session: session)
            guard let form else {
                return show(choice, ticked: flow.offers.count == 1 ? [flow.offers[0].account] : [])
            }
            return try await connect(choice, form, context)
        } catch let fault as PublishingFault {
            return parts.answer(to: fault, context)
        } catch {
            return parts.pages.unavailable(context)
        }
    }

    private func connect(
        _ choice: Choice,
        _ form: FormPost,
        _ context: RequestContext
    ) async throws(PublishingFault) -> HTTPResponse {
        let accounts = form.texts("account")
        let secret = choice.session.secret
        guard parts.forms.isValid(form, .connect, secret, flow: choice.key.exposed) else {
            let problem = "This page had been open for too long. Look at it again."
            return show(choice, ticked: accounts, problem, .forbidden)
        }
        let offered = choice.flow.offers.contains { offer in
            accounts.contains { $0.isIdentical(to: offer.account) }
        }
        guard offered else {
            return show(choice, ticked: [], "Tick at least one profile, or close this tab.")
        }
        let connected = try await parts.connecting.connect(accounts, choice.key, choice.visitor)
        guard let connected else { return parts.over(context) }
        parts.note("connected", choice.flow.ticket, context)
        let lines = connected.map { profile in
            ConnectPage.Profile(
                account: profile.identifier,
                name: profile.name,
                handle: profile.handle,
                isTicked: true
            )
        }
        return page(choice, .done(lines))
    }

    private func show(
        _ choice: Choice,
        ticked: [String],
        _ problem: String = "",
        _ status: HTTPStatus = .ok
    ) -> HTTPResponse {
        let lines = choice.flow.offers.map { offer in
            ConnectPage.Profile(
                account: offer.account,
                name: offer.name,
                handle: offer.handle,
                isTicked: ticked.contains { $0.isIdentical(to: offer.account) }
            )
        }
        return page(choice, .choose(lines), problem, status)
    }

    private func page(
        _ choice: Choice,
        _ stage: ConnectPage.Stage,
        _ problem: String = "",
        _ status: HTTPStatus = .ok
    ) -> HTTPResponse {
        let token = parts.forms.token(
            .connect,
            choice.session.secret,
            flow: choice.key.exposed
        )
        var page = ConnectPage(
            choice.flow.ticket,
            choice.session.person,
            seal: ConnectPage.Seal(key: choice.key.exposed, csrf: token),
            stage
        )
        page.problem = problem
        return parts.pages.connect(page, status)
    }
}
