/// The page where a person decides whether to disconnect a profile.
///
/// Its form posts `csrf`, `workspace` and `profile` to `/account/profiles`.
public struct DisconnectPage: Sendable {
    /// What the form carries.
    public struct Seal: Sendable {
        let workspace: String
        let profile: String
        let csrf: String

        /// Gathers the identifiers and the token of the form.
        public init(workspace: String, profile: String, csrf: String) {
            self.workspace = workspace
            self.profile = profile
            self.csrf = csrf
        }
    }

    /// The profile as people know it; anything is safe to pass.
    public struct Subject: Sendable {
        let name: String
        let handle: String
        let network: String
        let workspace: String

        /// Names the profile and where it is.
        public init(name: String, handle: String, network: String, workspace: String) {
            self.name = ShownText.clean(name, limit: 80, fallback: "A profile")
            self.handle = ShownText.clean(handle, limit: 120, fallback: "-")
            self.network = network
            self.workspace = ShownText.clean(workspace, limit: 64, fallback: "a workspace")
        }
    }

    /// Who is signed in.
    public let account: ConsentPage.Account
    /// The profile.
    public let subject: Subject
    /// How many scheduled posts go there.
    public let scheduledPosts: Int
    /// How many workflows name it.
    public let workflows: Int
    /// Whether a person can connect it again.
    public let canReturn: Bool
    /// What the form carries.
    public let seal: Seal
    /// Whether the form was too old or came from elsewhere; nothing was done then.
    public var isStale = false

    /// Creates the page.
    public init(
        account: ConsentPage.Account,
        subject: Subject,
        counts: (scheduledPosts: Int, workflows: Int),
        canReturn: Bool,
        seal: Seal
    ) {
        self.account = account
        self.subject = subject
        scheduledPosts = counts.scheduledPosts
        workflows = counts.workflows
        self.canReturn = canReturn
        self.seal = seal
    }

    /// What it means, one fact a line.
    private var consequences: [String] {
        var lines = ["Nothing is published there any more. What is out stays out."]
        switch scheduledPosts {
        case 0: break
        case 1:
            lines.append(
                "One scheduled post goes there. At its time it fails for this profile, and goes "
                    + "out on its others."
            )
        case let count:
            lines.append(
                "\(count) scheduled posts go there. At their time they fail for this profile, and "
                    + "go out on their others."
            )
        }
        if workflows > 0 {
            let many =
                workflows == 1
                ? "One workflow names it and fails" : "\(workflows) workflows name it and fail"
            lines.append("\(many) at that step.")
        }
        lines.append(
            canReturn
                ? "Wayleave erases its permission and gives it back to \(subject.network) where "
                    + "that has a way. An assistant can give you a link to connect it again."
                : "Only the operator of this server can connect it again."
        )
        return lines
    }

    static let shape = Shape<DisconnectPage>([
        .text("title") { ($0.isStale ? "Not done yet: " : "") + "Disconnect \($0.subject.name)?" },
        .text("personName") { $0.account.name },
        .text("personEmail") { $0.account.email },
        .text("profileName") { $0.subject.name },
        .text("profileHandle") { $0.subject.handle },
        .text("network") { $0.subject.network },
        .text("workspaceName") { $0.subject.workspace },
        .texts("consequences") { $0.consequences },
        .text("workspace") { $0.seal.workspace },
        .text("profile") { $0.seal.profile },
        .text("csrf") { $0.seal.csrf },
        .flag("isStale") { $0.isStale },
    ])
}
