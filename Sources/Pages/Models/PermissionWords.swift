/// A permission in plain words, so that a person can decide about it.
public struct PermissionWords: Sendable, Equatable {
    /// How far a permission reaches.
    public enum Reach: Int, Sendable, CaseIterable {
        /// Nothing changes.
        case read
        /// Things in the workspace change, nothing leaves it at once.
        case write
        /// The world outside sees it, at once or without anyone watching.
        case publish

        var title: String {
            switch self {
            case .read: "Read"
            case .write: "Create and change"
            case .publish: "Publish and run"
            }
        }

        var explanation: String {
            switch self {
            case .read: "Looks only. Nothing changes."
            case .write: "Changes what is in the workspace."
            case .publish:
                "Reaches the outside world and cannot be taken back. Never ticked for you."
            }
        }
    }

    /// How far it reaches.
    public let reach: Reach
    /// What it allows, in a few words that begin with a verb.
    public let title: String
    /// What that covers.
    public let detail: String
    /// What a person should know before ticking it, or nothing.
    public let note: String

    /// Whether a page may tick it in advance.
    public var mayBePreticked: Bool { reach != .publish }

    /// Returns the words for a scope.
    ///
    /// A scope that nobody described counts as the farthest reach, so that it is never ticked in
    /// advance.
    public static func forScope(_ scope: String) -> PermissionWords {
        if let words = table.first(where: { $0.scope.utf8.elementsEqual(scope.utf8) }) {
            return words.words
        }
        return PermissionWords(
            reach: .publish,
            title: ShownText.clean(scope, limit: 64, fallback: "An unnamed permission"),
            detail: "This server has no description of this permission.",
            note: "Tick it only if you know what it does."
        )
    }

    private static let table: [(scope: String, words: PermissionWords)] = [
        (
            "workspace:read",
            PermissionWords(
                reach: .read,
                title: "See workspaces",
                detail: "Names, brand kits, hashtag libraries and Studio templates.",
                note: ""
            )
        ),
        (
            "social_profiles:read",
            PermissionWords(
                reach: .read,
                title: "See connected profiles",
                detail: "Which social profiles are connected, and their state.",
                note: ""
            )
        ),
        (
            "posts:read",
            PermissionWords(
                reach: .read,
                title: "See posts",
                detail: "Drafts, scheduled and published posts, and previews of them.",
                note: ""
            )
        ),
        (
            "workflows:read",
            PermissionWords(
                reach: .read,
                title: "See workflows",
                detail: "Which workflows there are, and how they are set up.",
                note: ""
            )
        ),
        (
            "social_profiles:connect",
            PermissionWords(
                reach: .write,
                title: "Start connecting a profile",
                detail: "You sign in at the social network yourself. Only where you are owner.",
                note: ""
            )
        ),
        (
            "posts:write",
            PermissionWords(
                reach: .write,
                title: "Create, change, schedule and delete posts",
                detail: "Also drafts and campaigns written with AI.",
                note: "A scheduled post goes public by itself when its time comes."
            )
        ),
        (
            "posts:publish",
            PermissionWords(
                reach: .publish,
                title: "Publish posts now",
                detail: "Posts appear on your social profiles at once.",
                note: "What people have seen cannot be taken back."
            )
        ),
        (
            "workflows:run",
            PermissionWords(
                reach: .publish,
                title: "Switch workflows on and off, and run them",
                detail: "Workflows act on their own, publishing included.",
                note: "Once switched on, a workflow goes on when nobody looks."
            )
        ),
    ]
}
