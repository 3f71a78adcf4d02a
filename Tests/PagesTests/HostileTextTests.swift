import Pages
import Testing

@Suite("Text of strangers on pages")
struct HostileTextTests {
    /// Thirty and more ways to become an element, an attribute or a script.
    static let payloads = [
        "<script>alert(1)</script>", "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>",
        "<img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)",
        "' onfocus='alert(1)' autofocus='",
        "\"\u{301} onmouseover=alert(1) x=\"", "'\u{301} onmouseover=alert(1) x='",
        ">\u{301}<svg onload=alert(1)>", "<\u{338}script>", "</title><script>alert(1)</script>",
        "</label><input name=scope value=posts:publish checked>",
        "</form><form action=//evil.example>",
        "<base href=//evil.example>", "<style>*{display:none}</style>",
        "<link rel=stylesheet href=//e>",
        "<meta http-equiv=refresh content=0;url=//evil.example>", "<iframe srcdoc=x>", "<!--",
        "-->",
        "]]>", "<![CDATA[", "{{csrf}}", "{{{csrf}}}", "{{#if x}}", "&lt;script&gt;",
        "&#x3c;script&#x3e;",
        "javascript:alert(1)", "<a href=javascript:alert(1)>x</a>", "\u{0}<script>",
        "\r\n\r\n<html>",
        "<math><mi xlink:href=javascript:alert(1)>", "`><script>", "\u{2028}<script>\u{2029}",
        "<svg><script href=data:,alert(1)>", "x\" checked x=\"", "<input type=image src=x>",
    ]

    private let renderer = Result { try PageRenderer() }

    /// Every page that shows the text, in every place where a stranger's text can be.
    private func pages(showing text: String) throws -> [[UInt8]] {
        let renderer = try renderer.get()
        let client = ClientSummary(
            name: text,
            verification: .byDocument(host: text),
            destination: .website(host: text)
        )
        let local = ClientSummary(
            name: text,
            verification: .unverified,
            destination: .application(scheme: text)
        )
        let workspace = WorkspaceChoice(identifier: text, name: text, role: text, isTicked: true)
        var consent = ConsentPage(
            client: client,
            account: .init(name: text, email: text),
            resource: text,
            duration: .init(idleSeconds: 1, absoluteSeconds: 2),
            seal: .init(flow: text, csrf: text, signOutCSRF: text),
            choices: AccessChoices(
                permissions: [PermissionChoice(asked: text)],
                workspaces: [WorkspaceChoice](repeating: workspace, count: 11)
            )
        )
        consent.choices.filter = text
        return accountPages(showing: text, local, workspace, consent.choices, renderer) + [
            renderer.render(Sample.activity(showing: text)),
            renderer.render(Sample.confirm(showing: text)),
            renderer.render(Sample.profiles(showing: text)),
            renderer.render(Sample.disconnect(showing: text, canReturn: true)),
            renderer.render(SignInPage(asking: client, flow: text, csrf: text, email: text)),
            renderer.render(consent),
            renderer.render(DonePage(client: local, state: .taken)),
            renderer.render(
                WaitingPage(
                    client: client,
                    account: .init(name: text, email: text),
                    seal: .init(flow: text, csrf: text, signOutCSRF: text),
                    isCrowdedOut: false
                )
            ),
            renderer.render(DeniedPage(client: client, link: nil)),
            renderer.render(
                ErrorPage(heading: text, explanation: text, advice: text, requestID: text)
            ),
        ]
    }

    private func accountPages(
        showing text: String,
        _ local: ClientSummary,
        _ workspace: WorkspaceChoice,
        _ choices: AccessChoices,
        _ renderer: PageRenderer
    ) -> [[UInt8]] {
        let connection = ConnectionSummary(
            grant: text,
            client: local,
            workspaces: [workspace],
            scopes: [text],
            createdAt: Sample.now,
            lastUsedAt: nil,
            signIns: [SignInSummary](
                repeating: SignInSummary(
                    grant: text,
                    createdAt: Sample.now,
                    lastUsedAt: nil,
                    isReplaced: true
                ),
                count: 2
            )
        )
        return connectPages(showing: text, renderer) + [
            renderer.render(
                AccountPage(
                    account: .init(name: text, email: text),
                    connections: [connection, connection],
                    ended: [
                        EndedSummary(
                            clientName: text,
                            endedAt: Sample.now,
                            reason: text,
                            isAlarming: true
                        )
                    ],
                    csrf: text,
                    signOutCSRF: text,
                    notice: .ended(clientName: text)
                )
            ),
            renderer.render(
                ConnectionPage(
                    client: local,
                    account: .init(name: text, email: text),
                    seal: .init(grant: text, csrf: text),
                    choices: choices,
                    otherCount: 1
                )
            ),
        ]
    }

    private func connectPages(showing text: String, _ renderer: PageRenderer) -> [[UInt8]] {
        let profile = ConnectPage.Profile(account: text, name: text, handle: text, isTicked: true)
        let entries = ConnectPage.Entries(server: text, account: text)
        let stages: [ConnectPage.Stage] = [
            .start(.server, entries), .start(.account, entries), .choose([profile]),
            .done([profile]),
        ]
        return stages.map { stage in
            var page = ConnectPage(
                network: text,
                workspace: text,
                client: text,
                account: .init(name: text, email: text),
                seal: .init(key: text, csrf: text),
                stage: stage
            )
            page.problem = text
            return renderer.render(page)
        }
    }

    @Test(arguments: payloads)
    func `no text becomes an element or an attribute`(payload: String) throws {
        let honest = try pages(showing: "Claude").map { TinyHTML($0).elements.map(\.skeleton) }
        let hostile = try pages(showing: payload).map { TinyHTML($0).elements.map(\.skeleton) }
        #expect(honest == hostile)
    }

    @Test(arguments: payloads)
    func `no payload stands on a page as it was sent`(payload: String) throws {
        guard payload.utf8.contains(where: { "<>\"'".utf8.contains($0) }) else { return }
        let raw = Array(payload.utf8)
        for page in try pages(showing: payload) {
            let isThere = page.indices.contains { page[$0...].starts(with: raw) }
            #expect(!isThere || raw == Array("-->".utf8) || raw == Array("]]>".utf8))
        }
    }

    @Test(arguments: [
        ("Claude\u{202e}edualC", "ClaudeedualC"), ("Clau\u{200b}de", "Claude"),
        ("  Claude \r\n Code ", "Claude Code"),
        ("\u{feff}\u{200d}", "An application without a name"),
        ("", "An application without a name"), ("Z\u{301}\u{301}\u{301}\u{301}", "Z\u{301}\u{301}"),
        ("\u{e000}App\u{7}", "App"), ("花子", "花子"),
        (String(repeating: "n", count: 65), String(repeating: "n", count: 63) + "…"),
        (String(repeating: "n", count: 64), String(repeating: "n", count: 64)),
    ])
    func `a client's name is one honest line`(name: String, shown: String) {
        let client = ClientSummary(
            name: name,
            verification: .unverified,
            destination: .website(host: "x")
        )
        #expect(client.name.utf8.elementsEqual(shown.utf8))
    }

    @Test(arguments: [
        ("https://claude.ai/cb?code=1&state=2", true), ("http://127.0.0.1:1/cb", true),
        ("com.example.app:/cb", true), ("cursor://x/cb", true), ("javascript:alert(1)", false),
        ("JavaScript:alert(1)", false), ("data:text/html,x", false), ("vbscript:x", false),
        ("blob:https://x", false), ("file:///etc/passwd", false), ("about:blank", false),
        ("java\nscript:x", false), (" javascript:x", false), ("//evil.example", false),
        ("/path", false), ("", false), (":x", false), ("https://a\"b", false), ("1a:x", false),
        ("https://é.example", false),
    ])
    func `only addresses that a browser visits become links`(address: String, isLink: Bool) {
        #expect((PageLink(redirect: address) != nil) == isLink)
    }

    @Test(arguments: [
        ("/account", true), ("/", true), ("//evil.example", false), ("/\\evil.example", false),
        ("account", false), ("https://x", false), ("", false), ("/a b", false),
    ])
    func `only paths of this server become own links`(path: String, isLink: Bool) {
        #expect((PageLink(path: path) != nil) == isLink)
    }
}
