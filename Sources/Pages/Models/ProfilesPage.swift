public import Primitives

/// The page of the social profiles that a person's workspaces publish to.
public struct ProfilesPage: Sendable {
    /// Who is signed in.
    public let account: ConsentPage.Account
    /// The workspaces with their profiles.
    public let workspaces: [ProfileGroup]
    /// What was done just now, one or two sentences.
    public var notice = ""

    /// Creates the page.
    public init(account: ConsentPage.Account, workspaces: [ProfileGroup]) {
        self.account = account
        self.workspaces = workspaces
    }

    static let shape = Shape<ProfilesPage>([
        .text("title") { _ in "Your social profiles" },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("notice") { $0.notice },
        .list("workspaces", ProfileGroup.shape) { page in
            page.workspaces.filter { !$0.profiles.isEmpty }
        },
    ])
}

/// A workspace with its profiles.
public struct ProfileGroup: Sendable {
    /// The workspace's name; anything is safe to pass.
    public let workspace: String
    /// The person's role there.
    public let role: String
    /// The profiles.
    public let profiles: [ProfileLine]

    /// Gathers the profiles of a workspace.
    public init(workspace: String, role: String, profiles: [ProfileLine]) {
        self.workspace = workspace
        self.role = role
        self.profiles = profiles
    }

    static let shape = Shape<ProfileGroup>([
        .text("workspace") { ShownText.clean($0.workspace, limit: 64, fallback: "A workspace") },
        .text("role") { $0.role },
        .list("profiles", ProfileLine.shape) { $0.profiles },
    ])
}

/// A profile in the list.
public struct ProfileLine: Sendable {
    /// Whether the network still lets this server in.
    public enum State: Sendable {
        /// It does.
        case connected
        /// It does not any more.
        case expired
        /// A person has disconnected it here.
        case disconnected
    }

    /// What the profile is called; anything is safe to pass.
    public let name: String
    /// Its name at the network; anything is safe to pass.
    public let handle: String
    /// The network.
    public let network: String
    /// Whether the network still lets this server in.
    public let state: State
    /// When it was connected last.
    public let connectedAt: Timestamp
    /// Leads to the page that disconnects it, for somebody who may.
    public let link: PageLink?

    /// Describes a profile.
    public init(
        name: String,
        handle: String,
        network: String,
        state: State,
        connectedAt: Timestamp,
        link: PageLink?
    ) {
        self.name = name
        self.handle = handle
        self.network = network
        self.state = state
        self.connectedAt = connectedAt
        self.link = link
    }

    private var words: String {
        switch state {
        case .connected: "Connected"
        case .expired: "Must be connected again"
        case .disconnected: "Disconnected"
        }
    }

    static let shape = Shape<ProfileLine>([
        .text("profileName") { ShownText.clean($0.name, limit: 80, fallback: "A profile") },
        .text("profileHandle") { ShownText.clean($0.handle, limit: 120, fallback: "-") },
        .text("network") { $0.network },
        .flag("isConnected") { $0.state == .connected },
        .text("status") { $0.words },
        .text("connectedAt") { CivilDate($0.connectedAt).readable },
        .link("disconnectLink") { $0.link },
    ])
}
