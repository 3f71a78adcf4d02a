/// The page where a person decides what an application may do, and where.
///
/// The form posts `flow`, `csrf`, `scope` and `workspace` (each as often as ticked), `filter` and
/// `decision` to `/consent`; the decision is `approve`, `deny`, `select-all` or `filter`. The form
/// to switch account posts `flow` and `csrf` to `/sign-out`.
public struct ConsentPage: Sendable {
    /// With more workspaces than this the page offers a filter.
    public static let workspacesBeforeFilter = 10
    /// A scope that is neither shown nor ticked: access is kept without it too.
    private static let unshownScope = "offline_access"

    /// Who is signed in.
    public struct Account: Sendable {
        let name: String
        let email: String

        /// Creates the account line.
        public init(name: String, email: String) {
            self.name = name
            self.email = email
        }
    }

    /// How long an approval lasts.
    public struct Duration: Sendable {
        let idleSeconds: Int64
        let absoluteSeconds: Int64

        /// Creates the two limits, both counted in seconds: since last use, and since the approval.
        public init(idleSeconds: Int64, absoluteSeconds: Int64) {
            self.idleSeconds = idleSeconds
            self.absoluteSeconds = absoluteSeconds
        }
    }

    /// What the two forms carry.
    public struct Seal: Sendable {
        let flow: String
        let csrf: String
        let signOutCSRF: String

        /// Gathers the sealed authorization request and the tokens of both forms.
        public init(flow: String, csrf: String, signOutCSRF: String) {
            self.flow = flow
            self.csrf = csrf
            self.signOutCSRF = signOutCSRF
        }
    }

    /// What was missing when the person approved.
    public enum Problem: Sendable, Equatable {
        /// No workspace was ticked.
        case noWorkspace
        /// No permission was ticked.
        case noPermission
        /// Neither a workspace nor a permission was ticked.
        case nothing
        /// The form was too old or came from elsewhere.
        case stale
    }

    /// The application that asks.
    public let client: ClientSummary
    /// Who is signed in.
    public let account: Account
    /// The address that the access is for.
    public let resource: String
    /// How long the approval would last.
    public let duration: Duration
    /// What the forms carry.
    public let seal: Seal
    /// What was asked for.
    public var permissions: [PermissionChoice]
    /// Where the person is a member, in the order to show.
    public var workspaces: [WorkspaceChoice]
    /// What the list of workspaces is narrowed to, or empty.
    public var filter = ""
    /// What was missing, or `nil`.
    public var problem: Problem?

    /// Creates the page as it is first shown.
    ///
    /// - Parameters:
    ///   - client: The application that asks.
    ///   - account: Who is signed in.
    ///   - resource: The address that the access is for.
    ///   - duration: How long the approval would last.
    ///   - seal: What the forms carry.
    ///   - scopes: What was asked for; ticked but for those that cannot be undone.
    ///   - workspaces: Where the person is a member, in the order to show.
    public init(
        client: ClientSummary,
        account: Account,
        resource: String,
        duration: Duration,
        seal: Seal,
        scopes: [String],
        workspaces: [WorkspaceChoice]
    ) {
        self.client = client
        self.account = account
        self.resource = resource
        self.duration = duration
        self.seal = seal
        self.workspaces = workspaces
        permissions = scopes.map {
            PermissionChoice(
                scope: $0,
                isTicked: PermissionWords.forScope($0).mayBePreticked
            )
        }
    }

    /// Sets the ticks as the form sent them.
    ///
    /// - Parameters:
    ///   - scopes: Every `scope` of the form; others than those asked for are ignored.
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

    /// Asked-for scopes that are kept without a tick of their own.
    var carriedScopes: [String] {
        permissions.map(\.scope).filter { $0.utf8.elementsEqual(Self.unshownScope.utf8) }
    }
}
