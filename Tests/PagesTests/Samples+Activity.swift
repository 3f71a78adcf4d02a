import Pages
import Testing

extension Sample {
    static let confirm: [Sample] = [
        Sample(name: "confirm") { $0.render(confirm(showing: "Codex")) },
        Sample(name: "confirm-stale") {
            var page = confirm(showing: "Claude")
            page.isStale = true
            return $0.render(page)
        },
    ]

    /// The page that asks about one call, with a stranger's text in every place that one can fill.
    static func confirm(showing text: String) -> ConfirmPage {
        ConfirmPage(
            account: .init(name: text, email: text),
            clientName: text,
            lines: ["Publish this post now? It cannot be undone.", text],
            consent: text,
            askedAt: now,
            seal: .init(call: text, csrf: text)
        )
    }

    static let activity: [Sample] = [
        activity("activity", calls, links: (nil, "/account/activity?after=1-1")),
        activity("activity-none", []),
        activity(
            "activity-narrowed",
            Array(calls.prefix(2)),
            narrowing: .init(isOneClient: true, isOneWorkspace: true)
        ),
        activity(
            "activity-narrowed-none",
            [],
            narrowing: .init(isOneClient: true, isOneWorkspace: false)
        ),
        activity("activity-last", calls, links: ("/account/activity", nil)),
        activity("activity-beyond", [], links: ("/account/activity", nil)),
    ]

    /// The page of calls with a stranger's text in every place that one can fill.
    static func activity(showing text: String) -> ActivityPage {
        ActivityPage(
            account: .init(name: text, email: text),
            calls: [
                CallLine(
                    at: now,
                    tool: text,
                    outcome: text,
                    clientName: text,
                    workspace: text,
                    clientLink: PageLink(path: "/account/activity?grant=grt_1"),
                    workspaceLink: nil
                )
            ],
            narrowing: .init(isOneClient: true, isOneWorkspace: true),
            links: .init(all: PageLink(path: "/account/activity"), latest: nil, older: nil)
        )
    }

    private static func activity(
        _ name: String,
        _ calls: [CallLine],
        narrowing: ActivityPage.Narrowing = .init(isOneClient: false, isOneWorkspace: false),
        links: (latest: String?, older: String?) = (nil, nil)
    ) -> Sample {
        Sample(name: name) {
            $0.render(
                ActivityPage(
                    account: .init(name: "Ada Lovelace", email: "ada@example.com"),
                    calls: calls,
                    narrowing: narrowing,
                    links: .init(
                        all: PageLink(path: "/account/activity"),
                        latest: links.latest.flatMap(PageLink.init(path:)),
                        older: links.older.flatMap(PageLink.init(path:))
                    )
                )
            )
        }
    }

    private static let calls: [CallLine] = [
        call("publish_post", "succeeded", "Claude", "Northwind Studio"),
        call("get_me", "succeeded", "Codex", nil),
        call("delete_post", "role_too_low", "Claude", "Atlas Agency"),
        call("list_workflows", "insufficient_scope", String(repeating: "long ", count: 20), "ws_x"),
        call("create_ai_campaign", "some_new_code", "花子", "Harbour Coffee"),
    ]

    private static func call(
        _ tool: String,
        _ outcome: String,
        _ client: String,
        _ workspace: String?
    ) -> CallLine {
        CallLine(
            at: now,
            tool: tool,
            outcome: outcome,
            clientName: client,
            workspace: workspace,
            clientLink: PageLink(path: "/account/activity?grant=grt_1"),
            workspaceLink: workspace.flatMap { _ in
                PageLink(path: "/account/activity?workspace=ws_1")
            }
        )
    }
}
