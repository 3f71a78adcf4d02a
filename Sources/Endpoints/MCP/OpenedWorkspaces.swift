internal import MCP
internal import OAuth
private import Primitives

/// The workspaces as the router sees them, as each event loop listed them last for a person.
///
/// Most grants of a person open the same workspaces with the same scopes. What is kept is compared
/// in full with what the store just said, so nothing here can be out of date.
enum OpenedWorkspaces {
    private struct Kept {
        let workspaces: [EffectiveWorkspace]
        let scopes: ScopeSet
        let list: [ActiveToken.WorkspaceGrant]
    }

    /// People whose list a loop keeps.
    private static let capacity = 4_096
    private static let kept = LoopLocal<[String: Kept]>([:])

    static func list(
        of user: String,
        _ workspaces: [EffectiveWorkspace],
        scopes: ScopeSet
    ) -> [ActiveToken.WorkspaceGrant] {
        let found = kept.withValue { kept -> [ActiveToken.WorkspaceGrant] in
            if let known = kept[user], known.scopes == scopes,
                known.workspaces.elementsEqual(workspaces, by: { $0.isIdentical(to: $1) })
            {
                return known.list
            }
            let list = makeList(workspaces, scopes)
            if kept.count >= capacity { kept.removeAll(keepingCapacity: true) }
            kept[user] = Kept(workspaces: workspaces, scopes: scopes, list: list)
            return list
        }
        return found ?? makeList(workspaces, scopes)
    }

    private static func makeList(
        _ workspaces: [EffectiveWorkspace],
        _ scopes: ScopeSet
    ) -> [ActiveToken.WorkspaceGrant] {
        workspaces.byName.map { workspace in
            ActiveToken.WorkspaceGrant(
                id: workspace.identifier,
                name: workspace.name,
                role: workspace.role.rawValue,
                scopes: workspace.usableScopes(of: scopes).names
            )
        }
    }
}
