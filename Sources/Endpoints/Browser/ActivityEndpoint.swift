private import Directory
package import HTTP
package import HTTPServer
package import OAuth
internal import Pages

/// `/account/activity`: shows a person which tools were called for them.
package struct ActivityEndpoint: HTTPHandler {
    private let activity: Activity
    private let visitors: Visitors
    private let pages: PageAnswers

    /// Creates the endpoint.
    package init(activity: Activity, visitors: Visitors, pages: PageAnswers) {
        self.activity = activity
        self.visitors = visitors
        self.pages = pages
    }

    /// Shows one page of the calls; anything in the query that is not understood is ignored.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            guard let session = try await visitors.visitor(request).session else {
                return pages.redirect(to: PagePath.signIn)
            }
            let link = ActivityLink(query: request.query)
            let page = try await activity.page(
                of: UserKey(session.person.key.rawValue),
                link.filter,
                after: link.position
            )
            return pages.activity(
                ActivityPage(
                    account: ConsentPage.Account(
                        name: session.person.name,
                        email: session.person.email.text
                    ),
                    calls: page.calls.map { CallLine($0, within: link.filter) },
                    narrowing: ActivityPage.Narrowing(
                        isOneClient: link.filter.grant != nil,
                        isOneWorkspace: link.filter.workspace != nil
                    ),
                    links: ActivityPage.Links(
                        all: ActivityLink().pageLink,
                        latest: link.position == nil
                            ? nil : ActivityLink(filter: link.filter).pageLink,
                        older: page.next.flatMap {
                            ActivityLink(filter: link.filter, position: $0).pageLink
                        }
                    )
                )
            )
        } catch {
            return pages.unavailable(context)
        }
    }
}

extension CallLine {
    /// A call with links that narrow the list further.
    fileprivate init(_ call: ToolActivity, within filter: ActivityFilter) {
        let workspace = call.workspace?.identifier
        self.init(
            at: call.at,
            tool: call.tool,
            outcome: call.outcome,
            clientName: call.clientName,
            workspace: call.workspace.map { $0.name ?? $0.identifier },
            clientLink: filter.grant == nil
                ? call.grant.flatMap {
                    ActivityLink(
                        filter: ActivityFilter(grant: $0, workspace: filter.workspace)
                    ).pageLink
                } : nil,
            workspaceLink: filter.workspace == nil
                ? workspace.flatMap {
                    ActivityLink(filter: ActivityFilter(grant: filter.grant, workspace: $0))
                        .pageLink
                } : nil
        )
    }
}
