import Pages

extension Sample {
    static func connect(
        _ stage: ConnectPage.Stage,
        network: String = "Mastodon",
        problem: String = ""
    ) -> ConnectPage {
        var page = ConnectPage(
            network: network,
            workspace: "Northwind Studio",
            client: "Claude",
            account: .init(name: "Ada Lovelace", email: "ada@example.com"),
            seal: .init(key: "KEY", csrf: "CSRF"),
            stage: stage
        )
        page.problem = problem
        return page
    }

    private static func profiles(_ count: Int) -> [ConnectPage.Profile] {
        (1...count).map { number in
            ConnectPage.Profile(
                account: "\(number)",
                name: number == 1 ? "Northwind Studio" : "Northwind in town no. \(number)",
                handle: "@northwind\(number)@mastodon.example",
                isTicked: number == 1
            )
        }
    }

    private static func connect(_ name: String, _ page: ConnectPage) -> Sample {
        Sample(name: name) { $0.render(page) }
    }

    static let connect: [Sample] = [
        connect("connect-server", connect(.start(.server, .init()))),
        connect(
            "connect-server-problem",
            connect(
                .start(.server, .init(server: "10.0.0.1")),
                problem: "Write the address of a public server, such as mastodon.social."
            )
        ),
        connect("connect-account", connect(.start(.account, .init()), network: "Bluesky")),
        connect(
            "connect-account-problem",
            connect(
                .start(.account, .init(server: "", account: "ada.bsky.social")),
                network: "Bluesky",
                problem: "The server does not know this handle and app password."
            )
        ),
        connect("connect-nothing", connect(.start(.nothing, .init()), network: "LinkedIn")),
        connect("connect-choose", connect(.choose(profiles(1)))),
        connect(
            "connect-choose-several",
            connect(
                .choose(profiles(4)),
                network: "Facebook",
                problem: "Tick at least one profile, or close this tab."
            )
        ),
        connect("connect-done", connect(.done(profiles(1)))),
        connect("connect-done-several", connect(.done(profiles(3)))),
    ]
}
