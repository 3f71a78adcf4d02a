import Pages
import Primitives
import Testing

/// One page of each kind and state, for tests that look at all of them.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let render: @Sendable (PageRenderer) -> [UInt8]

    var testDescription: String { name }

    static let all: [Sample] =
        signIn + consent + account + connection + activity + confirm + profiles + connect + notices
}

extension Sample {
    static let now = Timestamp(secondsSinceEpoch: 1_795_478_400)

    static let claude = ClientSummary(
        name: "Claude",
        verification: .byKnownDocument(.init(name: "Claude", vendor: "Anthropic")),
        destination: .website(host: "claude.ai")
    )

    static let claudeCode = ClientSummary(
        name: "Claude Code",
        verification: .byKnownDocument(.init(name: "Claude Code", vendor: "Anthropic")),
        destination: .thisComputer(address: "localhost:53124")
    )

    static let impostor = ClientSummary(
        name: "Claude",
        verification: .unverified,
        destination: .website(host: "login.evil.example"),
        caution: .lookalike(.init(name: "Claude", vendor: "Anthropic"))
    )

    static let disguised = ClientSummary(
        name: "Сlаudе",
        verification: .byDocument(host: "evil.example"),
        destination: .thisComputer(address: "localhost:53124"),
        caution: .disguised(.init(name: "Claude", vendor: "Anthropic"))
    )

    static let mixed = ClientSummary(
        name: "Pауments",
        verification: .unverified,
        destination: .website(host: "pay.example"),
        caution: .mixedAlphabets
    )

    static let documented = ClientSummary(
        name: "Reports",
        verification: .byDocument(host: "reports.example"),
        destination: .website(host: "reports.example")
    )

    static let connector = ClientSummary(
        name: "My assistant",
        verification: .byKnownCallback(.init(name: "Claude", vendor: "Anthropic")),
        destination: .website(host: "claude.ai")
    )

    static let codex = ClientSummary(
        name: "Codex",
        verification: .unverified,
        destination: .thisComputer(address: "127.0.0.1:33418")
    )

    static let cursor = ClientSummary(
        name: "Cursor",
        verification: .byOperator,
        destination: .application(scheme: "cursor")
    )

    static let stranger = ClientSummary(
        name: "Free Analytics Booster for all your many workspaces and more",
        verification: .unverified,
        destination: .website(host: "auth.some-long-subdomain.analytics-booster.example:8443")
    )

    static let scopes = [
        "workspace:read", "social_profiles:read", "posts:read", "workflows:read",
        "social_profiles:connect", "posts:write", "posts:publish", "workflows:run",
        "offline_access",
    ]

    static let workspaces = [
        WorkspaceChoice(
            identifier: "ws_1",
            name: "Northwind Studio",
            role: "owner",
            isTicked: false
        ),
        WorkspaceChoice(
            identifier: "ws_2",
            name: "Harbour Coffee",
            role: "editor",
            isTicked: true
        ),
        WorkspaceChoice(
            identifier: "ws_3",
            name: "Atlas Agency",
            role: "viewer",
            isTicked: false
        ),
    ]

    static func consent(
        _ client: ClientSummary = claude,
        workspaces: [WorkspaceChoice] = workspaces,
        scopes: [String] = scopes
    ) -> ConsentPage {
        ConsentPage(
            client: client,
            account: ConsentPage.Account(name: "Ada Lovelace", email: "ada@example.com"),
            resource: "https://wayleave.example/mcp",
            duration: .init(idleSeconds: 30 * 86_400, absoluteSeconds: 365 * 86_400),
            seal: .init(flow: "FLOW", csrf: "CSRF", signOutCSRF: "OUT"),
            choices: AccessChoices(
                permissions: scopes.map(PermissionChoice.init(asked:)),
                workspaces: workspaces
            )
        )
    }

    /// A request of a client that was let in before.
    static func again(_ client: ClientSummary) -> ConsentPage {
        ConsentPage(
            client: client,
            account: ConsentPage.Account(name: "Ada Lovelace", email: "ada@example.com"),
            resource: "https://wayleave.example/mcp",
            duration: .init(idleSeconds: 30 * 86_400, absoluteSeconds: 365 * 86_400),
            seal: .init(flow: "FLOW", csrf: "CSRF", signOutCSRF: "OUT"),
            choices: AccessChoices(
                permissions: [
                    PermissionChoice(scope: "posts:read", isTicked: true, mark: .kept),
                    PermissionChoice(scope: "workflows:read", isTicked: false, mark: .declined),
                    PermissionChoice(scope: "posts:write", isTicked: true, mark: .added),
                    PermissionChoice(scope: "posts:publish", isTicked: true, mark: .kept),
                ],
                workspaces: [
                    WorkspaceChoice(
                        identifier: "ws_1",
                        name: "Northwind Studio",
                        role: "owner",
                        isTicked: true,
                        mark: .kept
                    ),
                    WorkspaceChoice(
                        identifier: "ws_2",
                        name: "Harbour Coffee",
                        role: "editor",
                        isTicked: false
                    ),
                ]
            ),
            isRepeat: true
        )
    }

    static func manyWorkspaces(_ count: Int) -> [WorkspaceChoice] {
        (1...count).map {
            WorkspaceChoice(
                identifier: "ws_\($0)",
                name: "Client no. \($0)",
                role: $0.isMultiple(of: 3) ? "viewer" : "editor",
                isTicked: $0 == 3
            )
        }
    }

    private static func signIn(
        _ name: String,
        _ client: ClientSummary?,
        _ problem: SignInPage.Problem?
    ) -> Sample {
        Sample(name: name) {
            $0.render(
                SignInPage(
                    asking: client,
                    flow: client == nil ? "" : "FLOW",
                    csrf: "CSRF",
                    email: problem == nil ? "" : "ada@example.com",
                    problem: problem
                )
            )
        }
    }

    private static let signIn: [Sample] = [
        signIn("sign-in", nil, nil),
        signIn("sign-in-asked", claude, nil),
        signIn("sign-in-local", codex, .refused),
        signIn("sign-in-incomplete", nil, .incomplete),
        signIn("sign-in-wait", cursor, .throttled(until: now.adding(seconds: 8), now: now)),
        signIn("sign-in-later", nil, .throttled(until: now.adding(seconds: 900), now: now)),
        signIn("sign-in-busy", nil, .busy),
        signIn("sign-in-stale", claude, .stale),
    ]

    private static func consent(
        _ name: String,
        _ page: ConsentPage,
        _ change: @escaping @Sendable (inout ConsentPage) -> Void = { _ in }
    ) -> Sample {
        Sample(name: name) { renderer in
            var page = page
            change(&page)
            return renderer.render(page)
        }
    }

    private static let consent: [Sample] = [
        consent("consent", consent()),
        consent("consent-local", consent(codex)),
        consent("consent-known-local", consent(claudeCode)),
        consent("consent-known-callback", consent(connector)),
        consent("consent-documented", consent(documented)),
        consent("consent-lookalike", consent(impostor)),
        consent("consent-disguised", consent(disguised)),
        consent("consent-mixed", consent(mixed)),
        consent("consent-application", consent(cursor)),
        consent("consent-stranger", consent(stranger)) { $0.problem = .noPermission },
        consent("consent-nothing", consent(codex)) {
            $0.choices.tick(scopes: [], workspaces: [])
            $0.problem = .nothing
        },
        consent("consent-no-workspace", consent(scopes: ["posts:read"])) {
            $0.choices.tick(scopes: ["posts:read"], workspaces: [])
            $0.problem = .noWorkspace
        },
        consent("consent-stale", consent()) { $0.problem = .stale },
        consent("consent-member-of-none", consent(workspaces: [])),
        consent("consent-single", consent(workspaces: Array(workspaces.prefix(1)))),
        consent("consent-many", consent(workspaces: manyWorkspaces(14))),
        consent("consent-filtered", consent(workspaces: manyWorkspaces(40))) {
            $0.choices.filter = "no. 2"
        },
        consent("consent-filtered-away", consent(workspaces: manyWorkspaces(12))) {
            $0.choices.tick(scopes: [], workspaces: [])
            $0.choices.filter = "zebra"
        },
        consent("consent-again", again(claude)),
        consent("consent-again-local", again(codex)),
        consent("consent-elsewhere", consent(codex)) { $0.isElsewhere = true },
        consent("consent-confirm", consent(codex)) { $0.choices.confirmsPublishing = true },
        consent("consent-unknown-scope", consent(scopes: ["future:thing"])),
    ]

    private static func account(
        _ name: String,
        _ clients: [ClientSummary],
        _ notice: AccountPage.Notice?,
        signIns: Int = 1,
        ended: [EndedSummary] = []
    ) -> Sample {
        Sample(name: name) {
            $0.render(
                AccountPage(
                    account: .init(name: "Ada Lovelace", email: "ada@example.com"),
                    connections: clients.enumerated().map { index, client in
                        ConnectionSummary(
                            grant: "grt_\(index)",
                            client: client,
                            workspaces: Array(workspaces.prefix(index + 1)),
                            scopes: Array(scopes.prefix(index * 3 + 2)),
                            createdAt: now.adding(seconds: Int64(index) * -700_000),
                            lastUsedAt: index == 1 ? nil : now,
                            signIns: (0..<signIns).map { number in
                                SignInSummary(
                                    grant: "grt_\(index)_\(number)",
                                    createdAt: now.adding(seconds: Int64(number) * -90_000),
                                    lastUsedAt: number == 0 ? nil : now,
                                    isReplaced: number == 2
                                )
                            }
                        )
                    },
                    ended: ended,
                    csrf: "CSRF",
                    signOutCSRF: "OUT",
                    notice: notice
                )
            )
        }
    }

    private static let account: [Sample] = [
        account("account", [claude, codex, stranger], nil),
        account("account-one", [cursor], .ended(clientName: "Claude")),
        account("account-none", [], .endedAll(3)),
        account("account-gone", [claude], .alreadyEnded),
        account("account-stale", [claude], .stale),
        account("account-agreed", [codex], .agreed(clientName: "Codex")),
        account("account-disagreed", [codex], .disagreed(clientName: "Codex")),
        account("account-changed", [claude], .changed(clientName: "Claude")),
        account(
            "account-sign-ins",
            [codex, claude],
            .endedSignIn(clientName: "Codex"),
            signIns: 3
        ),
        account("account-ended", [claude], nil, ended: ended),
        account("account-only-ended", [], nil, ended: ended),
    ]

    private static let ended = [
        EndedSummary(
            clientName: "Codex",
            endedAt: now,
            reason: "An old refresh token was used again after it had been replaced, so it may "
                + "have leaked.",
            isAlarming: true
        ),
        EndedSummary(
            clientName: "Claude",
            endedAt: now.adding(seconds: -90_000),
            reason: "Ended on the account page.",
            isAlarming: false
        ),
    ]

    static func connection(
        _ client: ClientSummary = codex,
        others: Int = 0,
        workspaces: [WorkspaceChoice] = workspaces
    ) -> ConnectionPage {
        ConnectionPage(
            client: client,
            account: .init(name: "Ada Lovelace", email: "ada@example.com"),
            seal: .init(grant: "grt_1", csrf: "CSRF"),
            choices: AccessChoices(
                permissions: [
                    PermissionChoice(scope: "workspace:read", isTicked: true),
                    PermissionChoice(scope: "posts:write", isTicked: true, mark: .wanted),
                    PermissionChoice(scope: "posts:publish", isTicked: false, mark: .wanted),
                    PermissionChoice(scope: "offline_access", isTicked: true),
                ],
                workspaces: workspaces
            ),
            otherCount: others
        )
    }

    private static func connection(
        _ name: String,
        _ page: ConnectionPage,
        _ change: @escaping @Sendable (inout ConnectionPage) -> Void = { _ in }
    ) -> Sample {
        Sample(name: name) { renderer in
            var page = page
            change(&page)
            return renderer.render(page)
        }
    }

    private static let connection: [Sample] = [
        connection("connection", connection()),
        connection("connection-others", connection(claude, others: 2)) {
            $0.wantsForeignWorkspace = true
        },
        connection("connection-nothing", connection(cursor, others: 1)) {
            $0.choices.tick(scopes: [], workspaces: [])
            $0.alsoNarrowsOthers = false
            $0.problem = .nothing
        },
        connection("connection-stale", connection()) { $0.problem = .stale },
        connection("connection-many", connection(workspaces: manyWorkspaces(30))) {
            $0.choices.filter = "no. 2"
        },
        connection("connection-member-of-none", connection(workspaces: [])),
    ]

    private static func done(
        _ name: String,
        _ client: ClientSummary,
        _ address: String?,
        seconds: Int64? = nil,
        isOver: Bool = false
    ) -> Sample {
        Sample(name: name) {
            var state = isOver ? DonePage.State.over : .taken
            if let link = address.flatMap(PageLink.init(redirect:)) {
                state = seconds.map { .waiting(link, seconds: $0) } ?? .returning(link)
            }
            return $0.render(DonePage(client: client, state: state))
        }
    }

    private static func waiting(_ name: String, _ client: ClientSummary, _ isCrowdedOut: Bool)
        -> Sample
    {
        Sample(name: name) {
            $0.render(
                WaitingPage(
                    client: client,
                    account: .init(name: "Ada Lovelace", email: "ada@example.com"),
                    seal: .init(flow: "FLOW", csrf: "CSRF", signOutCSRF: "OUT"),
                    isCrowdedOut: isCrowdedOut
                )
            )
        }
    }

    private static let notices: [Sample] = [
        waiting("waiting", claude, false),
        waiting("waiting-stranger", stranger, false),
        waiting("waiting-crowded", codex, true),
        done("done-taken", claude, nil),
        done("done-over", codex, nil, isOver: true),
        done("done-returning", codex, "http://127.0.0.1:33418/callback?code=x&state=y"),
        done("done-returning-app", cursor, "cursor://anysphere.cursor-mcp/cb?code=x"),
        done("done-waiting", codex, "http://127.0.0.1:33418/callback?code=x", seconds: 250),
        done("done-waiting-app", cursor, "cursor://anysphere.cursor-mcp/cb?code=x", seconds: 50),
        done("done-waiting-web", claude, "https://claude.ai/cb?code=x", seconds: 50),
        Sample(name: "denied") { $0.render(DeniedPage(client: stranger, link: nil)) },
        Sample(name: "denied-link") {
            let link = PageLink(redirect: "cursor://anysphere.cursor/callback?error=access_denied")
            return $0.render(DeniedPage(client: cursor, link: link))
        },
        Sample(name: "signed-out") { $0.render(SignedOutPage()) },
        Sample(name: "error") {
            $0.render(
                ErrorPage(
                    heading: "This request cannot go on",
                    explanation: "The application sent a return address it never registered.",
                    advice: "Begin again in the application. If it happens again, tell its maker.",
                    requestID: "7f3a9c21d04e5b68"
                )
            )
        },
        Sample(name: "error-plain") {
            $0.render(
                ErrorPage(heading: "No such page", explanation: "", advice: "", requestID: "0")
            )
        },
    ]
}
