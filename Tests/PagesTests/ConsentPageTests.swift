import Pages
import Primitives
import Testing

@Suite("The consent page")
struct ConsentPageTests {
    private func html(_ page: ConsentPage) throws -> TinyHTML {
        TinyHTML(try PageRenderer().render(page))
    }

    private func values(_ page: TinyHTML, _ name: String, ticked: Bool? = nil) -> [String] {
        page.all("input").filter {
            $0["name"] == name && (ticked == nil || ($0["checked"] != nil) == ticked)
        }.compactMap { $0["value"] }
    }

    private func decisions(_ page: TinyHTML) -> [String] {
        page.all("button").filter { $0["name"] == "decision" }.compactMap { $0["value"] }
    }

    @Test(
        arguments: [
            (Sample.claude, "Verified", "published description of Claude by Anthropic"),
            (Sample.claudeCode, "Verified", "Any program on this device can pass itself off"),
            (Sample.connector, "Verified", "an address of Claude by Anthropic"),
            (Sample.cursor, "Verified", "The operator of this server registered it."),
            (Sample.codex, "Not verified", "Any program can choose that name."),
            (Sample.documented, "Not verified", "published at reports.example"),
            (Sample.impostor, "Not verified", "This may not be Claude."),
            (Sample.disguised, "Not verified", "This is probably not Claude."),
            (Sample.mixed, "Not verified", "letters of different alphabets"),
        ]
    )
    func `the page says who stands for the name`(
        client: ClientSummary,
        badge: String,
        words: String
    ) throws {
        let page = try html(Sample.consent(client))
        #expect(page.all("span").first { $0["class"]?.hasPrefix("badge") == true }?.text == badge)
        let text = page.elements.map(\.text).joined()
        #expect(text.contains(words), "\(text)")
    }

    @Test func `what is verified is the known name, not the one that was chosen`() throws {
        let page = try html(Sample.consent(Sample.connector))
        let bold = page.all("b").map(\.text)
        #expect(bold.prefix(2) == ["Claude", "My assistant"])
        let own = try html(Sample.consent(Sample.claude))
        #expect(!own.elements.map(\.text).joined().contains("It calls itself"))
    }

    @Test func `what cannot be undone is never ticked in advance`() throws {
        let page = try html(Sample.consent())
        let unticked = page.all("input").filter {
            $0["name"] == "scope" && $0["type"] == "checkbox" && $0["checked"] == nil
        }
        #expect(unticked.compactMap { $0["value"] } == ["posts:publish", "workflows:run"])
        let unknown = try html(Sample.consent(scopes: ["future:thing"]))
        #expect(values(unknown, "scope", ticked: true) == [])
    }

    @Test func `permissions stand in groups, and offline access needs no tick`() throws {
        let page = try html(Sample.consent())
        #expect(
            page.all("legend").map(\.text).dropFirst() == [
                "Read", "Create and change", "Publish and run",
            ]
        )
        let offline = page.all("input").filter { $0["value"] == "offline_access" }
        #expect(offline.map { $0["type"] } == ["hidden"])
        let reading = try html(Sample.consent(scopes: ["posts:read"]))
        #expect(reading.all("legend").map(\.text).dropFirst() == ["Read"])
        #expect(values(reading, "scope") == ["posts:read"])
    }

    @Test func `the ticks of the form come back, and nothing that was not offered`() throws {
        var page = Sample.consent()
        page.choices.tick(
            scopes: ["posts:publish", "posts:read", "admin"],
            workspaces: ["ws_3", "ws_9", "ws_3"]
        )
        page.problem = .noWorkspace
        let html = try html(page)
        #expect(values(html, "scope", ticked: true) == ["posts:read", "posts:publish"])
        #expect(values(html, "workspace", ticked: true) == ["ws_3"])
        #expect(values(html, "workspace") == ["ws_1", "ws_2", "ws_3"])
    }

    @Test func `the filter appears beyond ten workspaces`() throws {
        let ten = try html(Sample.consent(workspaces: Sample.manyWorkspaces(10)))
        #expect(values(ten, "filter") == [])
        #expect(decisions(ten) == ["select-all", "deny", "approve"])
        let eleven = try html(Sample.consent(workspaces: Sample.manyWorkspaces(11)))
        #expect(values(eleven, "filter") == [""])
        // The first button of a form is what the Enter key presses.
        #expect(decisions(eleven) == ["filter", "select-all", "deny", "approve"])
    }

    @Test func `a filter hides what is neither found nor ticked`() throws {
        var page = Sample.consent(workspaces: Sample.manyWorkspaces(30))
        page.choices.filter = "NO. 2"
        #expect(values(try html(page), "workspace").count == 12)
        #expect(values(try html(page), "workspace", ticked: true) == ["ws_3"])
        page.choices.tickAllShown()
        #expect(values(try html(page), "workspace", ticked: true).count == 12)
        page.choices.filter = ""
        page.choices.tickAllShown()
        #expect(values(try html(page), "workspace", ticked: true).count == 30)
    }

    @Test func `who is in no workspace can only deny`() throws {
        #expect(decisions(try html(Sample.consent(workspaces: []))) == ["deny"])
    }

    @Test func `the account can be switched without losing the request`() throws {
        let page = try html(Sample.consent())
        #expect(page.all("form").map { $0["action"] } == ["/sign-out", "/consent"])
        #expect(values(page, "flow") == ["FLOW", "FLOW"])
        #expect(values(page, "csrf") == ["OUT", "CSRF"])
    }

    @Test func `both answers are the same kind of button`() throws {
        let buttons = try html(Sample.consent()).all("button").filter {
            ["approve", "deny"].contains($0["value"])
        }
        #expect(buttons.count == 2)
        #expect(Set(buttons.map { $0["class"] }) == ["button"])
    }

    @Test(
        arguments: [
            (ConsentPage.Problem.noWorkspace, ["#workspaces"]), (.noPermission, ["#permissions"]),
            (.nothing, ["#workspaces", "#permissions"]), (.stale, []),
        ] as [(ConsentPage.Problem, [String])]
    )
    func `what is missing is named and linked`(
        problem: ConsentPage.Problem,
        links: [String]
    ) throws {
        var page = Sample.consent()
        page.problem = problem
        let html = try html(page)
        let found = html.all("a").compactMap { $0["href"] }.filter { $0.hasPrefix("#") }
        #expect(found.filter { $0 != "#main" } == links)
        #expect(html.all("title").first?.text.hasPrefix("Not approved yet: ") == true)
    }

    @Test(
        arguments: [
            (1, "in 1 second."), (90, "in 90 seconds."), (91, "at 24 November 2026, 00:02 UTC."),
            (-5, "in 1 second."), (900, "at 24 November 2026, 00:15 UTC."),
        ] as [(Int64, String)]
    )
    func `a throttled person learns when to try again`(wait: Int64, words: String) throws {
        let now = CivilDate(Sample.now)
        #expect(now.readable == "24 November 2026, 00:00 UTC")
        let page = SignInPage(
            asking: nil,
            flow: "",
            csrf: "",
            problem: .throttled(until: Sample.now.adding(seconds: wait), now: Sample.now)
        )
        let text = String(decoding: try PageRenderer().render(page), as: UTF8.self)
        #expect(text.contains(words))
    }
}
