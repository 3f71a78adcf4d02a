private import Primitives

/// A parsed `scope` parameter (RFC 6749 §3.3).
///
/// Unknown names are dropped instead of refused, because several clients ask for `openid profile`
/// by habit; the answer always says what was granted (RFC 6749 §5.1).
public struct ScopeParameter: Sendable, Equatable {
    /// The names that the catalogue knows.
    public let known: ScopeSet
    /// Whether at least one name was not in the catalogue.
    public let hasUnknownNames: Bool

    /// Parses the parameter's form-decoded bytes; spaces may lead, trail and repeat.
    public init(parsing bytes: [UInt8]) {
        let names = bytes.split(separator: 0x20)
        let scopes = names.compactMap { Scope(named: $0) }
        known = ScopeSet(scopes)
        hasUnknownNames = scopes.count < names.count
    }

    /// What a client that sent `parameter` to the authorization endpoint asks for at a resource
    /// with the scopes `offered`.
    ///
    /// A request that names no scope of the resource is taken as one for all of them: the consent
    /// page is where a person narrows it.
    public static func asked(
        by parameter: [UInt8]?,
        at offered: ScopeSet = .resource
    ) -> ScopeSet {
        let known = ScopeParameter(parsing: parameter ?? []).known
            .intersection(offered.union([.offlineAccess]))
        guard known.intersection(offered).isEmpty else { return known }
        return known.union(offered)
    }
}
