public import JSON
private import Primitives

extension EffectiveWorkspace {
    /// The scopes of `granted` that mean something in this workspace under the person's role.
    public func usableScopes(of granted: ScopeSet) -> ScopeSet {
        granted.intersection(role.usableScopes)
    }
}

extension Collection<EffectiveWorkspace> {
    /// The workspaces by name, as the pages show them; byte by byte, then by identifier.
    ///
    /// The store reads them by key, which costs introspection nothing; whoever writes or shows them
    /// sorts, and what is written is kept from one call to the next.
    public var byName: [EffectiveWorkspace] {
        sorted { one, other in
            one.name.isIdentical(to: other.name)
                ? one.identifier.utf8.lexicographicallyPrecedes(other.identifier.utf8)
                : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
        }
    }
}

/// Writes workspaces as `authorization_details` of type `workspace` (RFC 9396 §2).
public enum WorkspaceDetails {
    /// Appends the list for `workspaces`, by name, under a grant of `scopes`.
    public static func write(
        _ workspaces: [EffectiveWorkspace],
        scopes: ScopeSet,
        to writer: inout JSONWriter
    ) {
        writer.beginArray()
        for workspace in workspaces.byName {
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
