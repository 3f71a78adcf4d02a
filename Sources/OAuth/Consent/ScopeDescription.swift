/// What a consent page says about one scope.
public struct ScopeDescription: Sendable, Equatable {
    /// Under which heading the scope stands.
    public enum Group: String, Sendable, CaseIterable {
        /// It only looks.
        case read
        /// It changes what can be changed back.
        case write
        /// It does what others see at once or what cannot be undone.
        case publish
    }

    /// The scope.
    public let scope: Scope
    /// Under which heading it stands.
    public let group: Group
    /// What it allows, in a few words.
    public let title: String
    /// What it allows, in one plain sentence.
    public let sentence: String

    /// Whether the scope is ticked when the page opens.
    ///
    /// Whatever cannot be undone is ticked by the person, on purpose.
    public var isTickedByDefault: Bool { group != .publish }

    /// The description of `scope`; `nil` for `offline_access`, which allows nothing of its own.
    public init?(_ scope: Scope) {
        guard let (group, title, sentence) = Self.texts(scope) else { return nil }
        self.scope = scope
        self.group = group
        self.title = title
        self.sentence = sentence
    }

    private static func texts(_ scope: Scope) -> (Group, String, String)? {
        switch scope {
        case .workspaceRead:
            (
                .read, "See your workspaces",
                "Read the workspaces you choose below, with their brand kits, hashtag "
                    + "libraries and Studio templates."
            )
        case .socialProfilesRead:
            (
                .read, "See connected profiles",
                "Read which social profiles are connected to those workspaces."
            )
        case .socialProfilesConnect:
            (
                .write, "Connect profiles",
                "Start connecting a social profile; you finish it yourself in the browser."
            )
        case .postsRead:
            (.read, "See posts", "List, read and preview posts, drafts included.")
        case .postsWrite:
            (
                .write, "Write and schedule posts",
                "Create, change, schedule and delete posts, drafts and campaigns."
            )
        case .postsPublish:
            (
                .publish, "Publish posts now",
                "Publish posts at once, where everybody can see them."
            )
        case .workflowsRead:
            (.read, "See workflows", "List workflows and read how they are set up.")
        case .workflowsRun:
            (
                .publish, "Run workflows",
                "Switch workflows on and off and run them, with everything they do."
            )
        case .offlineAccess: nil
        }
    }
}
