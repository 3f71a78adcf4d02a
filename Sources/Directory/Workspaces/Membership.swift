/// What a person may do in a workspace; the raw values are what the store and the protocols carry.
public enum MembershipRole: String, Sendable, CaseIterable {
    /// Everything, connecting profiles included.
    case owner
    /// Reads, writes, publishes and runs.
    case editor
    /// Only reads.
    case viewer
}

/// A person's place in a workspace.
public struct Membership: Sendable, Equatable {
    /// Who.
    public let person: PersonKey
    /// Where.
    public let workspace: Workspace
    /// As what.
    public let role: MembershipRole

    /// Creates the value from its stored columns.
    public init(person: PersonKey, workspace: Workspace, role: MembershipRole) {
        self.person = person
        self.workspace = workspace
        self.role = role
    }
}
