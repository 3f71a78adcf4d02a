/// Why a `resource` parameter is not this server's resource (RFC 8707 §2).
public enum ResourceRefusal: Error, Sendable, Equatable {
    /// It is not an absolute `http` or `https` URI.
    case notAbsolute(canonical: String)
    /// It has a fragment.
    case hasFragment(canonical: String)
    /// It has a query.
    case hasQuery(canonical: String)
    /// It names another scheme, host or port.
    case otherOrigin(canonical: String)
    /// It names another path on this host.
    case otherPath(canonical: String)

    /// The request names two resources, and a token is for one.
    case several(canonical: String)
    /// It names a host with several resources, and no path.
    case ambiguous(canonical: String)

    /// What the client learns.
    public var wire: OAuthError {
        let (problem, canonical) = explanation
        return OAuthError(.invalidTarget, "The resource \(problem). Ask for \(canonical) instead.")
    }

    /// A short name for the log.
    public var reason: String { explanation.problem }

    private var explanation: (problem: String, canonical: String) {
        switch self {
        case .notAbsolute(let canonical): ("is not an absolute https URI", canonical)
        case .hasFragment(let canonical): ("has a fragment", canonical)
        case .hasQuery(let canonical): ("has a query", canonical)
        case .otherOrigin(let canonical):
            ("is on a host that this server does not serve", canonical)
        case .otherPath(let canonical): ("is not a path that this server protects", canonical)
        case .several(let canonical): ("must be one, and two are named", canonical)
        case .ambiguous(let canonical): ("has no path, and its host has several", canonical)
        }
    }
}
