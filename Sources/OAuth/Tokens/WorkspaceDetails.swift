public import JSON

extension EffectiveWorkspace {
    /// The scopes of `granted` that mean something in this workspace under the person's role.
    public func usableScopes(of granted: ScopeSet) -> ScopeSet {
        granted.intersection(role.usableScopes)
    }
}

/// Writes workspaces as `authorization_details` of type `workspace` (RFC 9396 §2).
public enum WorkspaceDetails {
    /// Appends the list for `workspaces` under a grant of `scopes`.
    public static func write(
        _ workspaces: [EffectiveWorkspace],
        scopes: ScopeSet,
        to writer: inout JSONWriter
    ) {
        writer.beginArray()
        for workspace in workspaces {
            writer.beginObject()
            writer.name("type")
            writer.string("workspace")
            writer.name("identifier")
            writer.string(workspace.identifier)
            writer.name("name")
            writer.string(workspace.name)
            writer.name("role")
            writer.string(workspace.role.rawValue)
            writer.name("scopes")
            writer.beginArray()
            for scope in workspace.usableScopes(of: scopes).scopes { writer.string(scope.name) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }
}
