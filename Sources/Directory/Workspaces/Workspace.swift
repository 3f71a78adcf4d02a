public import Primitives

/// A tenant: what a person picks on the consent page.
public struct Workspace: Sendable, Equatable {
    /// The row key.
    public let key: WorkspaceKey
    /// The identifier that clients and resource servers see, `ws_…`.
    public let identifier: String
    /// The name that pages and tools show.
    public let name: String
    /// When it was archived, or `nil`; an archived workspace gives nobody access.
    public let archivedAt: Timestamp?

    /// Whether the workspace can be picked and used.
    public var isLive: Bool { archivedAt == nil }

    /// Creates the value from its stored columns.
    public init(key: WorkspaceKey, identifier: String, name: String, archivedAt: Timestamp?) {
        self.key = key
        self.identifier = identifier
        self.name = name
        self.archivedAt = archivedAt
    }
}

/// A workspace that is about to be added.
public struct WorkspaceDraft: Sendable {
    /// The identifier, made by ``OpaqueIdentifier/workspace(_:)``.
    public let identifier: String
    /// The name.
    public let name: DisplayName
    /// When the workspace is added.
    public let createdAt: Timestamp

    /// Creates the draft.
    public init(identifier: String, name: DisplayName, createdAt: Timestamp) {
        self.identifier = identifier
        self.name = name
        self.createdAt = createdAt
    }
}
