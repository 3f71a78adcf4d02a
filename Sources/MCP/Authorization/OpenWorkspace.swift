/// A workspace that the router has opened for one call, and nobody else can.
///
/// It exists only where the token was introspected for this very call, the workspace is among those
/// that the answer names (selected, the person a member, not archived), and the person's role there
/// allows every scope of the tool.
public struct OpenWorkspace: Sendable, Equatable {
    /// The workspace's identifier.
    public let identifier: String
    /// The workspace's name.
    public let name: String
    /// The scopes of the tool, all of them usable there.
    public let scopes: [String]

    /// Only the router calls this; that it is not `public` is what keeps tools from it.
    init(_ workspace: ActiveToken.WorkspaceGrant, scopes: [String]) {
        identifier = workspace.id
        name = workspace.name
        self.scopes = scopes
    }
}
