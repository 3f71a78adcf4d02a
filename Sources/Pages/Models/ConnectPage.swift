/// The pages on which a person connects a profile of a network to a workspace.
///
/// The first posts `csrf`, `link`, and where it asks for them `server`, `account` and `password` to
/// `/account/connect`; the second posts `csrf`, `flow` and the ticked `account`s to
/// `/account/connect/profiles`; the last posts nothing.
public struct ConnectPage: Sendable {
    /// What is asked before the network can be.
    public enum Question: Sendable {
        /// Nothing.
        case nothing
        /// Which server the account is on.
        case server
        /// The account's name, an app password, and if they like the server.
        case account
    }

    /// What the person wrote so far.
    public struct Entries: Sendable {
        /// The server.
        public let server: String
        /// The account's name.
        public let account: String

        /// Gathers the entries.
        public init(server: String = "", account: String = "") {
            self.server = server
            self.account = account
        }
    }

    /// A profile that can be connected, or was.
    public struct Profile: Sendable {
        let account: String
        let name: String
        let handle: String
        let isTicked: Bool

        /// Describes a profile; name and handle may be anything.
        public init(account: String, name: String, handle: String, isTicked: Bool) {
            self.account = account
            self.name = ShownText.clean(name, limit: 80, fallback: "A profile")
            // Some networks have no handles, and the name twice says nothing more.
            let isSame = name.utf8.elementsEqual(handle.utf8)
            self.handle = isSame ? "" : ShownText.clean(handle, limit: 120, fallback: "")
            self.isTicked = isTicked
        }

        static let shape = Shape<Profile>([
            .text("account") { $0.account },
            .text("profileName") { $0.name },
            .text("profileHandle") { $0.handle },
            .flag("isTicked") { $0.isTicked },
        ])
    }

    /// Where the person is.
    public enum Stage: Sendable {
        /// Before the network.
        case start(Question, Entries)
        /// Behind it, with these profiles to choose from.
        case choose([Profile])
        /// At the end, with these profiles connected.
        case done([Profile])
    }

    /// What the form carries.
    public struct Seal: Sendable {
        let key: String
        let csrf: String

        /// Gathers the link or flow and the token of the form.
        public init(key: String, csrf: String) {
            self.key = key
            self.csrf = csrf
        }
    }

    private let network: String
    private let workspace: String
    private let client: String
    private let account: ConsentPage.Account
    private let seal: Seal
    private let stage: Stage
    /// One sentence that says what was wrong, or empty.
    public var problem = ""

    /// Creates the page; the names may be anything.
    public init(
        network: String,
        workspace: String,
        client: String,
        account: ConsentPage.Account,
        seal: Seal,
        stage: Stage
    ) {
        self.network = network
        self.workspace = ShownText.clean(workspace, limit: 120, fallback: "a workspace")
        self.client = ShownText.clean(client, limit: 64, fallback: "an application")
        self.account = account
        self.seal = seal
        self.stage = stage
    }

    private var title: String {
        let prefix = problem.isEmpty ? "" : "Not yet: "
        switch stage {
        case .start: return prefix + "Connect \(network)"
        case .choose: return prefix + "Choose what to connect"
        case .done(let profiles):
            return profiles.count == 1 ? "The profile is connected" : "The profiles are connected"
        }
    }

    private var asks: (question: Question, entries: Entries)? {
        if case .start(let question, let entries) = stage { (question, entries) } else { nil }
    }

    private var profiles: [Profile] {
        switch stage {
        case .start: []
        case .choose(let profiles), .done(let profiles): profiles
        }
    }

    static let shape = Shape<ConnectPage>([
        .text("title") { $0.title },
        .text("network") { $0.network },
        .text("workspace") { $0.workspace },
        .text("client") { $0.client },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("key") { $0.seal.key },
        .text("csrf") { $0.seal.csrf },
        .text("problem") { $0.problem },
        .flag("isStart") { $0.asks != nil },
        .flag("asksServer") { page in
            if case .server? = page.asks?.question { true } else { false }
        },
        .flag("asksAccount") { page in
            if case .account? = page.asks?.question { true } else { false }
        },
        .text("server") { $0.asks?.entries.server ?? "" },
        .text("accountName") { $0.asks?.entries.account ?? "" },
        .flag("isChoice") { if case .choose = $0.stage { true } else { false } },
        .flag("isDone") { if case .done = $0.stage { true } else { false } },
        .list("profiles", Profile.shape) { $0.profiles },
    ])
}
