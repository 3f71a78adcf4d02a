private import Primitives

/// A permission that was asked for, with its tick.
public struct PermissionChoice: Sendable, Equatable {
    /// The scope, which the form posts as `scope`.
    public let scope: String
    /// Whether it is ticked.
    public var isTicked: Bool
    /// What was decided about it before, or `nil`.
    public let mark: ChoiceMark?

    /// Creates the choice.
    public init(scope: String, isTicked: Bool, mark: ChoiceMark? = nil) {
        self.scope = scope
        self.isTicked = isTicked
        self.mark = mark
    }

    /// Creates the choice as a page first shows it: ticked, unless the permission cannot be undone.
    public init(asked scope: String) {
        let mayBePreticked = PermissionWords.forScope(scope).mayBePreticked
        self.init(scope: scope, isTicked: mayBePreticked)
    }

    var words: PermissionWords { PermissionWords.forScope(scope) }

    static let shape = Shape<PermissionChoice>([
        .text("scope") { $0.scope },
        .text("permission") { $0.words.title },
        .text("detail") { $0.words.detail },
        .text("note") { $0.words.note },
        .text("mark") { $0.mark?.text ?? "" },
        .flag("isLoud") { $0.mark?.isLoud == true },
        .flag("isTicked") { $0.isTicked },
    ])
}

/// A workspace that the person is in, with its tick.
public struct WorkspaceChoice: Sendable, Equatable {
    /// The identifier, which the form posts as `workspace`.
    public let identifier: String
    /// The name.
    public let name: String
    /// What the person is there: `owner`, `editor` or `viewer`.
    public let role: String
    /// Whether it is ticked.
    public var isTicked: Bool
    /// What was decided about it before, or `nil`.
    public let mark: ChoiceMark?

    /// Creates the choice.
    public init(
        identifier: String,
        name: String,
        role: String,
        isTicked: Bool,
        mark: ChoiceMark? = nil
    ) {
        self.identifier = identifier
        self.name = name
        self.role = role
        self.isTicked = isTicked
        self.mark = mark
    }

    /// Whether the name holds `filter`, without regard to ASCII case; an empty filter matches all.
    public func matches(_ filter: String) -> Bool {
        let wanted = filter.utf8.map(ASCII.lowercased(_:))
        let name = name.utf8.map(ASCII.lowercased(_:))
        guard !wanted.isEmpty else { return true }
        guard wanted.count <= name.count else { return false }
        return (0...(name.count - wanted.count)).contains { name[$0...].starts(with: wanted) }
    }

    private var roleNote: String {
        role == "viewer" ? "It can only read there, as you can." : ""
    }

    static let shape = Shape<WorkspaceChoice>([
        .text("identifier") { $0.identifier },
        .text("workspace") { $0.name },
        .text("role") { $0.role },
        .text("roleNote") { $0.roleNote },
        .text("mark") { $0.mark?.text ?? "" },
        .flag("isLoud") { $0.mark?.isLoud == true },
        .flag("isTicked") { $0.isTicked },
    ])
}

/// Permissions of one reach, as the page groups them.
struct PermissionGroup: Sendable {
    let reach: PermissionWords.Reach
    let permissions: [PermissionChoice]

    private var explanation: String {
        let isKept = permissions.contains { $0.isTicked && $0.mark == .kept }
        return reach == .publish && isKept
            ? "Reaches the outside world and cannot be taken back. Ticked where you allowed it."
            : reach.explanation
    }

    static let shape = Shape<PermissionGroup>([
        .text("group") { $0.reach.title },
        .text("groupExplanation") { $0.explanation },
        .flag("isPublishing") { $0.reach == .publish },
        .list("permissions", PermissionChoice.shape) { $0.permissions },
    ])
}
