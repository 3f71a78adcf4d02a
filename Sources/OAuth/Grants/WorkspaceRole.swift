/// What a person is in a workspace, which caps what a client may do there in their name.
public enum WorkspaceRole: String, Sendable, CaseIterable {
    /// May do everything.
    case owner
    /// May do everything but connect profiles.
    case editor
    /// May only read.
    case viewer

    /// The scopes that mean something in a workspace where the person has this role.
    public var usableScopes: ScopeSet {
        switch self {
        case .owner: .resource
        case .editor: ScopeSet.resource.subtracting([.socialProfilesConnect])
        case .viewer: [.workspaceRead, .socialProfilesRead, .postsRead, .workflowsRead]
        }
    }
}
