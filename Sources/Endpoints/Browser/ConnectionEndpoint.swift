package import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages
private import Primitives

/// `/account/connection`: changes what one connection may do, while its client goes on.
package struct ConnectionEndpoint: HTTPHandler {
    private let connections: Connections
    private let workspaces: any WorkspaceDirectory
    private let resources: ResourceRegistry
    private let account: AccountEndpoint
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers

    /// Creates the endpoint.
    package init(
        connections: Connections,
        workspaces: any WorkspaceDirectory,
        resources: ResourceRegistry,
        account: AccountEndpoint,
        visitors: Visitors,
        forms: FormProtection,
        pages: PageAnswers
    ) {
        self.connections = connections
        self.workspaces = workspaces
        self.resources = resources
        self.account = account
        self.visitors = visitors
        self.forms = forms
        self.pages = pages
    }

    /// A connection as its page shows it.
    private struct Subject {
        let session: Visitor.SignedIn
        let access: GrantAccess
        let workspaces: [ConsentWorkspace]
        /// Everything that can be allowed at the resource, and what goes without a tick.
        let offered: ScopeSet
        var page: ConnectionPage

        var user: UserKey { UserKey(session.person.key.rawValue) }
    }

    /// Shows the page for GET, and for POST does what the pressed button says.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            let link = ConnectionLink(query: request.query)
            guard let session = try await visitors.visitor(request).session else {
                return pages.redirect(to: PagePath.signIn(returningTo: link))
            }
            guard request.method == .post else {
                guard let link, let subject = try await subject(link.grant, session, link) else {
                    return missing(context)
                }
                return pages.connection(subject.page)
            }
            guard forms.isSameOrigin(request), let form = FormPost(request) else {
                return pages.foreignForm(context)
            }
            guard let subject = try await subject(form.text("grant"), session, nil) else {
                return try await account.page(session, .alreadyEnded)
            }
            return try await decide(form, subject)
        } catch {
            return pages.unavailable(context)
        }
    }

    private func decide(_ form: FormPost, _ subject: Subject) async throws -> HTTPResponse {
        var page = subject.page
        page.choices.tick(scopes: form.texts("scope"), workspaces: form.texts("workspace"))
        page.choices.filter = form.text("filter")
        page.choices.confirmsPublishing = form.confirmsPublishing
        page.alsoNarrowsOthers = form.text("others") == "yes"
        guard forms.isValid(form, .account, subject.session.secret) else {
            page.problem = .stale
            return pages.connection(page, .forbidden)
        }
        let grant = subject.access.grant.identifier
        switch form.text("decision") {
        case "save": return try await save(form, subject, page)
        case "end":
            let ended = try await connections.end(grant, of: subject.user)
            let name = subject.access.client.name
            return try await account.page(
                subject.session,
                ended == nil ? .alreadyEnded : .ended(clientName: name)
            )
        case "select-all":
            page.choices.tickAllShown()
            return pages.connection(page)
        default: return pages.connection(page)
        }
    }

    private func save(
        _ form: FormPost,
        _ subject: Subject,
        _ page: ConnectionPage
    ) async throws -> HTTPResponse {
        let change = ConnectionChange(
            ticks: ConsentTicks(form),
            offered: subject.offered,
            workspaces: subject.workspaces,
            alsoNarrowsOthers: page.alsoNarrowsOthers
        )
        let grant = subject.access.grant.identifier
        switch try await connections.change(change, of: grant, of: subject.user) {
        case .changed:
            let name = subject.access.client.name
            return try await account.page(subject.session, .changed(clientName: name))
        case .gone: return try await account.page(subject.session, .alreadyEnded)
        case .incomplete(let gap):
            var page = page
            page.problem = ChoiceProblem(gap)
            return pages.connection(page)
        }
    }

    /// The connection of a grant, or `nil` where it is not a live one of this person.
    private func subject(
        _ grant: String,
        _ session: Visitor.SignedIn,
        _ link: ConnectionLink?
    ) async throws -> Subject? {
        let person = session.person
        let found = try await connections.connection(grant, of: UserKey(person.key.rawValue))
        guard let (access, others) = found, let client = account.client(of: access) else {
            return nil
        }
        let terms = access.grant.terms
        let offered = try await resources.scopes(at: terms.resource).union(terms.scopes)
        let workspaces = try await workspaces.choices(of: person.key)
        var page = ConnectionPage(
            client: client,
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            seal: .init(grant: grant, csrf: forms.token(.account, session.secret)),
            choices: AccessChoices(
                access,
                offered: offered,
                workspaces: workspaces,
                link: link
            ),
            otherCount: others.count
        )
        page.wantsForeignWorkspace =
            link?.workspaces.contains { wanted in
                !workspaces.contains { $0.identifier.isIdentical(to: wanted) }
            } == true
        return Subject(
            session: session,
            access: access,
            workspaces: workspaces,
            offered: offered,
            page: page
        )
    }

    /// One answer for a connection that does not exist, has ended, or is somebody else's.
    private func missing(_ context: RequestContext) -> HTTPResponse {
        pages.error(
            .notFound,
            ErrorPage(
                heading: "There is no such connection",
                explanation: "It has ended, or it belongs to another account than yours.",
                advice: "Look at your connections, or connect again in the application.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account),
                linkText: "Your connections"
            )
        )
    }
}
