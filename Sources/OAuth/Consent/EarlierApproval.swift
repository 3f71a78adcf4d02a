/// What a person let a client do at a resource before, so that a new request neither loses it nor
/// asks for it as if it were the first time.
public struct EarlierApproval: Sendable, Equatable {
    /// The scopes that the newest live grant has now.
    public let scopes: ScopeSet
    /// The scopes that were asked for and not granted, or taken away since.
    public let declined: ScopeSet
    /// The workspaces selected in that grant.
    public let workspaces: [WorkspaceKey]
    /// Whether the person is asked before something goes out or is deleted with that grant.
    public let confirmsPublishing: Bool

    /// Creates the value.
    public init(
        scopes: ScopeSet,
        declined: ScopeSet,
        workspaces: [WorkspaceKey],
        confirmsPublishing: Bool = false
    ) {
        self.confirmsPublishing = confirmsPublishing
        self.scopes = scopes
        self.declined = declined
        self.workspaces = workspaces
    }
}

/// How a permission on a consent page relates to what the person decided before.
public enum ScopeHistory: Sendable, Equatable {
    /// Nothing was decided before.
    case first
    /// It was granted before.
    case kept
    /// It was asked for before, and the person did not grant it.
    case declined
    /// The person allowed other things before; this one is asked for now.
    case added
}

extension ConsentRequest {
    /// Everything that this approval can grant: what is asked, and what was granted before.
    ///
    /// A client that steps up names the new scope alone more often than not; the person would
    /// otherwise lose with one approval what they had given with the last.
    public var offered: ScopeSet {
        request.scopes.union(earlier?.scopes ?? .none)
    }

    /// How `scope` relates to what the person decided before.
    public func history(of scope: Scope) -> ScopeHistory {
        guard let earlier else { return .first }
        if earlier.scopes.contains(scope) { return .kept }
        return earlier.declined.contains(scope) ? .declined : .added
    }

    /// Whether `workspace` was selected before.
    public func wasSelected(_ workspace: ConsentWorkspace) -> Bool {
        earlier?.workspaces.contains(workspace.key) == true
    }

    /// What this approval was asked for, for the next one to tell what was declined.
    var remembered: ScopeSet {
        offered.union(earlier?.declined ?? .none)
    }
}
