import Pages
import Testing

extension Sample {
    static let profiles: [Sample] = [
        Sample(name: "profiles") { renderer in
            var page = profiles(showing: "Northwind")
            page.notice = "@northwind is disconnected. Mastodon has ended the permission."
            return renderer.render(page)
        },
        Sample(name: "profiles-none") {
            $0.render(ProfilesPage(account: .init(name: "Ada", email: "a@b.c"), workspaces: []))
        },
        Sample(name: "disconnect") { $0.render(disconnect(showing: "Northwind", canReturn: true)) },
        Sample(name: "disconnect-stale") { renderer in
            var page = disconnect(showing: "Northwind", canReturn: false)
            page.isStale = true
            return renderer.render(page)
        },
    ]

    /// The list with a stranger's text in every place that one can fill.
    static func profiles(showing text: String) -> ProfilesPage {
        let states: [ProfileLine.State] = [.connected, .expired, .disconnected]
        let lines = states.map { state in
            ProfileLine(
                name: text,
                handle: text,
                network: "Mastodon",
                state: state,
                connectedAt: now,
                link: PageLink(path: "/account/profiles?workspace=ws_1&profile=spr_1")
            )
        }
        return ProfilesPage(
            account: .init(name: text, email: text),
            workspaces: [
                ProfileGroup(workspace: text, role: "owner", profiles: lines),
                ProfileGroup(workspace: "Empty", role: "viewer", profiles: []),
            ]
        )
    }

    /// The page that disconnects one, with a stranger's text in every place that one can fill.
    static func disconnect(showing text: String, canReturn: Bool) -> DisconnectPage {
        DisconnectPage(
            account: .init(name: text, email: text),
            subject: .init(name: text, handle: text, network: "Mastodon", workspace: text),
            counts: (scheduledPosts: 2, workflows: 1),
            canReturn: canReturn,
            seal: .init(workspace: text, profile: text, csrf: text)
        )
    }
}

@Suite("The page that disconnects a profile")
struct DisconnectPageTests {
    private func text(_ posts: Int, _ workflows: Int, canReturn: Bool = true) throws -> String {
        let page = DisconnectPage(
            account: .init(name: "Ada", email: "ada@example.com"),
            subject: .init(
                name: "Northwind",
                handle: "@northwind",
                network: "Mastodon",
                workspace: "Studio"
            ),
            counts: (posts, workflows),
            canReturn: canReturn,
            seal: .init(workspace: "ws_1", profile: "spr_1", csrf: "x")
        )
        return String(decoding: try PageRenderer().render(page), as: UTF8.self)
    }

    @Test func `it says what fails before anybody decides`() throws {
        #expect(try text(1, 0).contains("One scheduled post goes there."))
        #expect(try text(12, 2).contains("12 scheduled posts go there."))
        #expect(try text(12, 2).contains("2 workflows name it and fail at that step."))
        #expect(try text(0, 1).contains("One workflow names it and fails at that step."))
        let calm = try text(0, 0)
        #expect(!calm.contains("scheduled post") && !calm.contains("workflow"))
        #expect(calm.contains("to connect it again"))
        #expect(try text(0, 0, canReturn: false).contains("Only the operator"))
    }
}
