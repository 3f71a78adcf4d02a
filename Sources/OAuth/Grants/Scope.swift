/// One permission of the catalogue.
///
/// The raw value is the scope's bit in tokens and in the database: append new scopes, never
/// renumber.
public enum Scope: UInt8, Sendable, CaseIterable {
    /// Read approved workspaces, brand kits, hashtag libraries and Studio templates.
    case workspaceRead = 0
    /// Read connected profiles.
    case socialProfilesRead = 1
    /// Start connecting a profile.
    case socialProfilesConnect = 2
    /// List, inspect and preview posts.
    case postsRead = 3
    /// Create, update, schedule and delete posts, AI drafts and campaigns.
    case postsWrite = 4
    /// Publish now.
    case postsPublish = 5
    /// List and inspect workflows.
    case workflowsRead = 6
    /// Enable, disable and run workflows.
    case workflowsRun = 7
    /// A wish for a refresh token, which every client gets anyway; allows nothing at a resource.
    case offlineAccess = 31

    /// The scope as it is written in requests, answers and challenges.
    public var name: String {
        switch self {
        case .workspaceRead: "workspace:read"
        case .socialProfilesRead: "social_profiles:read"
        case .socialProfilesConnect: "social_profiles:connect"
        case .postsRead: "posts:read"
        case .postsWrite: "posts:write"
        case .postsPublish: "posts:publish"
        case .workflowsRead: "workflows:read"
        case .workflowsRun: "workflows:run"
        case .offlineAccess: "offline_access"
        }
    }

    /// The scope that is written `name`, byte for byte, or `nil`.
    public init?(named name: some Collection<UInt8>) {
        guard let scope = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name) }) else {
            return nil
        }
        self = scope
    }
}
