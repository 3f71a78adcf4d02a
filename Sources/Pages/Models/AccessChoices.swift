/// The permissions and workspaces that a person ticks, on the consent page and later.
///
/// The forms post `scope` and `workspace` (each as often as ticked), `filter`, and `confirm` where
/// the person wants to be asked before something goes out or is deleted.
public struct AccessChoices: Sendable {
    /// With more workspaces than this the page offers a filter.
    public static let workspacesBeforeFilter = 10
    /// A scope that is neither shown nor ticked: access is kept without it too.
    private static let unshownScope = "offline_access"

    /// What can be allowed.
    public var permissions: [PermissionChoice]
    /// Where the person is a member, in the order to show.
    public var workspaces: [WorkspaceChoice]
    /// What the list of workspaces is narrowed to, or empty.
    public var filter = ""
    /// Whether the person wants to be asked before something goes out or is deleted.
    public var confirmsPublishing = false

    /// Gathers the choices with their first ticks.
    public init(permissions: [PermissionChoice], workspaces: [WorkspaceChoice]) {
        self.permissions = permissions
        self.workspaces = workspaces
    }

    /// Sets the ticks as the form sent them.
    ///
    /// - Parameters:
    ///   - scopes: Every `scope` of the form; others than those offered are ignored.
    ///   - identifiers: Every `workspace` of the form; others than the person's are ignored.
    public mutating func tick(scopes: [String], workspaces identifiers: [String]) {
        let wantedScopes = Set(scopes.map { Array($0.utf8) })
        let wantedWorkspaces = Set(identifiers.map { Array($0.utf8) })
        for index in permissions.indices {
            let scope = Array(permissions[index].scope.utf8)
            permissions[index].isTicked = wantedScopes.contains(scope)
        }
        for index in workspaces.indices {
            let identifier = Array(workspaces[index].identifier.utf8)
            workspaces[index].isTicked = wantedWorkspaces.contains(identifier)
        }
    }

    /// Ticks every workspace that the page shows under its filter.
    public mutating func tickAllShown() {
        for index in workspaces.indices where workspaces[index].matches(filter) {
            workspaces[index].isTicked = true
        }
    }

    /// The workspaces under the filter, and those already ticked: nobody approves what they cannot
    /// see.
    var shownWorkspaces: [WorkspaceChoice] {
        workspaces.filter { $0.isTicked || $0.matches(filter) }
    }

    var groups: [PermissionGroup] {
        PermissionWords.Reach.allCases.compactMap { reach in
            let members = permissions.filter {
                $0.words.reach == reach && !$0.scope.utf8.elementsEqual(Self.unshownScope.utf8)
            }
            return members.isEmpty ? nil : PermissionGroup(reach: reach, permissions: members)
        }
    }

    /// Whether anything can be allowed that the person could be asked about.
    private var mayConfirm: Bool {
        permissions.contains { permission in
            ["posts:publish", "posts:write", "workflows:run"].contains {
                permission.scope.utf8.elementsEqual($0.utf8)
            }
        }
    }

    /// Asked-for scopes that are kept without a tick of their own.
    var carriedScopes: [String] {
        permissions.map(\.scope).filter { $0.utf8.elementsEqual(Self.unshownScope.utf8) }
    }

    private var workspaceCount: String {
        let total = workspaces.count
        let shown = shownWorkspaces.count
        if shown < total { return "Showing \(shown) of \(total) workspaces" }
        return total == 1 ? "You are in one workspace" : "You are in \(total) workspaces"
    }

    /// The fields of both partial templates.
    static func fields<Model>(
        _ choices: @escaping @Sendable (Model) -> AccessChoices
    ) -> [Field<Model>] {
        [
            .flag("hasWorkspaces") { !choices($0).workspaces.isEmpty },
            .flag("hasSeveral") { choices($0).workspaces.count > 1 },
            .flag("hasFilter") { choices($0).workspaces.count > Self.workspacesBeforeFilter },
            .text("filter") { choices($0).filter },
            .text("workspaceCount") { choices($0).workspaceCount },
            .list("workspaces", WorkspaceChoice.shape) { choices($0).shownWorkspaces },
            .list("groups", PermissionGroup.shape) { choices($0).groups },
            .texts("carriedScopes") { choices($0).carriedScopes },
            .flag("mayConfirm") { choices($0).mayConfirm },
            .flag("confirmsPublishing") { choices($0).confirmsPublishing },
        ]
    }
}

/// What was missing when a person sent their choices.
public enum ChoiceProblem: Sendable, Equatable {
    /// No workspace was ticked.
    case noWorkspace
    /// No permission was ticked.
    case noPermission
    /// Neither a workspace nor a permission was ticked.
    case nothing
    /// The form was too old or came from elsewhere.
    case stale

    /// The fields that name what is missing.
    static func fields<Model>(
        _ problem: @escaping @Sendable (Model) -> ChoiceProblem?
    ) -> [Field<Model>] {
        [
            .flag("hasProblem") { problem($0) != nil },
            .flag("isStale") { problem($0) == .stale },
            .flag("missesWorkspace") { [.noWorkspace, .nothing].contains(problem($0)) },
            .flag("missesPermission") { [.noPermission, .nothing].contains(problem($0)) },
        ]
    }
}

/// A remark on a choice that goes back to what was decided before.
public enum ChoiceMark: Sendable, Equatable {
    /// It was allowed before.
    case kept
    /// It was not allowed before, though it was asked for.
    case declined
    /// It is asked for now and was not before.
    case added
    /// The address that led to the page asks for it.
    case wanted

    var text: String {
        switch self {
        case .kept: "Allowed before"
        case .declined: "You did not allow this before"
        case .added: "New"
        case .wanted: "Asked for"
        }
    }

    var isLoud: Bool { self == .added || self == .wanted }
}
