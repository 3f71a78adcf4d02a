private import Primitives

/// What a person lets one client do at one resource, with every sign-in of that client.
///
/// Two installations of a program are one client with a grant each, and so are a step-up and what
/// it replaced; nothing in a request tells the two apart. So an approval never ends an older one:
/// that would sign the other installation out. The person sees one connection, and the sign-ins
/// that nobody has used since a newer one are named as such.
public struct ClientConnection: Sendable, Equatable {
    /// Its live grants, newest first; never empty.
    public internal(set) var signIns: [GrantAccess]

    /// The newest grant, which stands for the connection.
    public var newest: GrantAccess { signIns[0] }

    /// What any of its sign-ins may do.
    public var scopes: ScopeSet {
        signIns.reduce(.none) { $0.union($1.grant.terms.scopes) }
    }

    /// Where any of its sign-ins may do it, without repeats.
    public var workspaces: [EffectiveWorkspace] {
        signIns.flatMap(\.workspaces).reduce(into: []) { all, workspace in
            if !all.contains(where: { $0.identifier.isIdentical(to: workspace.identifier) }) {
                all.append(workspace)
            }
        }
    }

    /// Whether nobody has used `signIn` since a newer one was approved, so that the newer one
    /// probably took its place.
    public func isReplaced(_ signIn: GrantAccess) -> Bool {
        guard signIn.grant.key != newest.grant.key else { return false }
        let issued = signIn.grant.tokens.issuedAt
        let used = max(issued, signIn.grant.lastUsedAt ?? issued)
        return used < newest.grant.createdAt
    }

    /// Whether `access` is of the same client at the same resource.
    func includes(_ access: GrantAccess) -> Bool {
        access.grant.terms.client == newest.grant.terms.client
            && access.grant.terms.resource.isIdentical(to: newest.grant.terms.resource)
    }
}
