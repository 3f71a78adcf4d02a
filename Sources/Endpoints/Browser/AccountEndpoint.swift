internal import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages

/// `/account`: shows a person's connections and ends them.
package struct AccountEndpoint: HTTPHandler {
    private let connections: Connections
    private let knownClients: KnownClientRegistry
    private let visitors: Visitors
    private let forms: FormProtection
    private let pages: PageAnswers

    /// Creates the endpoint.
    package init(
        connections: Connections,
        knownClients: KnownClientRegistry,
        visitors: Visitors,
        forms: FormProtection,
        pages: PageAnswers
    ) {
        self.connections = connections
        self.knownClients = knownClients
        self.visitors = visitors
        self.forms = forms
        self.pages = pages
    }

    /// Shows the page for GET, and for POST ends what the pressed button names.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            guard let session = try await visitors.visitor(request).session else {
                return pages.redirect(to: PagePath.signIn)
            }
            guard request.method == .post else { return try await page(session, nil) }
            guard forms.isSameOrigin(request), let form = FormPost(request) else {
                return pages.foreignForm(context)
            }
            guard forms.isValid(form, .account, session.secret) else {
                return try await page(session, .stale, .forbidden)
            }
            return try await page(session, try await end(form, session.person))
        } catch {
            return pages.unavailable(context)
        }
    }

    private func end(
        _ form: FormPost,
        _ person: Person
    ) async throws(StoreError) -> AccountPage.Notice? {
        let user = UserKey(person.key.rawValue)
        switch form.text("action") {
        case "end":
            let ended = try await connections.endConnection(form.text("grant"), of: user)
            return ended.map { .ended(clientName: $0.client.name) } ?? .alreadyEnded
        case "end-sign-in":
            let ended = try await connections.end(form.text("grant"), of: user)
            return ended.map { .endedSignIn(clientName: $0.client.name) } ?? .alreadyEnded
        case "end-all": return .endedAll(try await connections.endAll(of: user))
        default: return nil
        }
    }

    /// The page of a signed-in person, with what they have just done.
    func page(
        _ session: Visitor.SignedIn,
        _ notice: AccountPage.Notice?,
        _ status: HTTPStatus = .ok
    ) async throws(StoreError) -> HTTPResponse {
        let person = session.person
        let user = UserKey(person.key.rawValue)
        let page = AccountPage(
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            connections: try await connections.connections(of: user).compactMap(summary(_:)),
            ended: try await connections.ended(of: user).compactMap(Self.ending),
            csrf: forms.token(.account, session.secret),
            signOutCSRF: forms.token(.signOut, session.secret),
            notice: notice
        )
        return pages.account(page, status)
    }

    /// The client of a grant as pages show it, or `nil` where its redirect URI cannot be read.
    func client(of access: GrantAccess) -> ClientSummary? {
        ClientSummary(access, knownClients.current)
    }

    private func summary(_ connection: ClientConnection) -> ConnectionSummary? {
        let newest = connection.newest
        guard let client = client(of: newest) else { return nil }
        var summary = ConnectionSummary(
            grant: newest.grant.identifier,
            client: client,
            workspaces: connection.workspaces.byName.map { workspace in
                WorkspaceChoice(
                    identifier: workspace.identifier,
                    name: workspace.name,
                    role: workspace.role.rawValue,
                    isTicked: true
                )
            },
            scopes: connection.scopes.names,
            createdAt: newest.grant.createdAt,
            lastUsedAt: connection.signIns.compactMap(\.grant.lastUsedAt).max(),
            signIns: connection.signIns.map { signIn in
                SignInSummary(
                    grant: signIn.grant.identifier,
                    createdAt: signIn.grant.createdAt,
                    lastUsedAt: signIn.grant.lastUsedAt,
                    isReplaced: connection.isReplaced(signIn)
                )
            }
        )
        summary.confirmsPublishing = connection.signIns.allSatisfy {
            $0.grant.terms.confirmsPublishing
        }
        return summary
    }

    private static func ending(_ access: GrantAccess) -> EndedSummary? {
        access.grant.revocation.map { revocation in
            EndedSummary(
                clientName: access.client.name,
                endedAt: revocation.at,
                reason: revocation.reason.text,
                isAlarming: revocation.reason.isAlarming
            )
        }
    }
}
