internal import MCP
private import Primitives

/// Where a page of workspaces ended, in a form that clients hand back unread.
///
/// It names the last workspace instead of counting, so that a workspace which was added or ended
/// meanwhile makes no other one appear twice or not at all.
struct WorkspaceCursor {
    private let workspaceID: String

    /// The version of the form, so that a later one can be told from it.
    private static let prefix = Array("w1:".utf8)

    init(after workspace: ActiveToken.WorkspaceGrant) {
        workspaceID = workspace.id
    }

    /// Reads a cursor that a client handed back.
    init?(_ text: String) {
        guard let bytes = Base64URL.decode(Array(text.utf8)), bytes.starts(with: Self.prefix),
            let id = String(validating: bytes.dropFirst(Self.prefix.count), as: UTF8.self)
        else { return nil }
        workspaceID = id
    }

    var text: String {
        Base64URL.encode(Self.prefix + Array(workspaceID.utf8))
    }

    func isOf(_ workspace: ActiveToken.WorkspaceGrant) -> Bool {
        workspace.id.isIdentical(to: workspaceID)
    }
}
