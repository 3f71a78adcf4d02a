private import Primitives

/// A resource for which this server issues tokens.
public struct OfferedResource: Sendable, Equatable {
    /// The canonical identifier, the audience of every token for it.
    public let canonical: String
    /// The scopes that mean something there.
    public let scopes: ScopeSet

    /// Creates the value.
    public init(canonical: String, scopes: ScopeSet) {
        self.canonical = canonical
        self.scopes = scopes
    }
}

/// The resources for which this server issues tokens: its own, and those of registered resource
/// servers (RFC 8707 §2).
///
/// A token is for exactly one of them, so that one resource server can never use what was given to
/// another (RFC 8707 §3).
public struct OfferedResources: Sendable {
    private let own: ResourceIndicator
    private let others: [(indicator: ResourceIndicator, scopes: ScopeSet)]

    /// Creates the list; one that is not in canonical form is never asked for and left out.
    ///
    /// The own resource has every scope of the catalogue, also where a resource server shares it.
    init(own: ResourceIndicator, registered: [OfferedResource]) {
        self.own = own
        others = registered.compactMap { resource in
            guard let indicator = ResourceIndicator(canonical: resource.canonical),
                indicator != own
            else { return nil }
            return (indicator, resource.scopes)
        }
    }

    /// Returns the one resource that a request asks for.
    ///
    /// No `resource` at all stands for the server's own, for clients that do not know the
    /// parameter. An origin without a path stands for the server's own, or for the only resource on
    /// that origin.
    ///
    /// - Parameter requested: The form-decoded values.
    /// - Returns: The resource.
    /// - Throws: ``ResourceRefusal`` for something that is not offered, and for two resources.
    func resource(for requested: [[UInt8]]) throws(ResourceRefusal) -> OfferedResource {
        var chosen: OfferedResource?
        for value in requested {
            let resource = try resource(for: value)
            guard chosen == nil || chosen == resource else {
                throw .several(canonical: own.canonical)
            }
            chosen = resource
        }
        return chosen ?? ownResource
    }

    /// The scopes of a resource by its canonical identifier; none where it is not offered.
    func scopes(at canonical: String) -> ScopeSet {
        if own.canonical.isIdentical(to: canonical) { return .resource }
        let found = others.first { $0.indicator.canonical.isIdentical(to: canonical) }
        return found?.scopes ?? .none
    }

    private var ownResource: OfferedResource {
        OfferedResource(canonical: own.canonical, scopes: .resource)
    }

    private func resource(for value: [UInt8]) throws(ResourceRefusal) -> OfferedResource {
        guard let refusal = own.refusal(of: value) else { return ownResource }
        let matches = others.filter { $0.indicator.refusal(of: value) == nil }
        guard let first = matches.first else { throw nearest(to: value) ?? refusal }
        // Several on one origin match only where the path was left out.
        guard matches.count == 1 else { throw .ambiguous(canonical: first.indicator.canonical) }
        return OfferedResource(canonical: first.indicator.canonical, scopes: first.scopes)
    }

    /// The refusal that names a resource on the very host that was asked for, where there is one.
    private func nearest(to value: [UInt8]) -> ResourceRefusal? {
        let refusals = ([own] + others.map(\.indicator)).compactMap { $0.refusal(of: value) }
        return refusals.first { if case .otherPath = $0 { true } else { false } }
    }
}

/// Looks up which resources are offered now.
public struct ResourceRegistry: Sendable {
    /// The resource of the server itself.
    public let own: ResourceIndicator
    private let store: any ResourceServerStore

    /// Creates the registry of a server whose own resource is `own`.
    public init(own: ResourceIndicator, store: any ResourceServerStore) {
        self.own = own
        self.store = store
    }

    /// Returns what is offered at this moment.
    func offered() async throws(StoreError) -> OfferedResources {
        OfferedResources(own: own, registered: try await store.resources())
    }

    /// Returns the scopes of a resource by its canonical identifier; none where it is not offered
    /// any more.
    public func scopes(at canonical: String) async throws(StoreError) -> ScopeSet {
        try await offered().scopes(at: canonical)
    }

    /// Returns the registered resource of exactly this identifier, or `nil`.
    public func registered(_ canonical: String) async throws(StoreError) -> OfferedResource? {
        try await store.resources().first { $0.canonical.isIdentical(to: canonical) }
    }
}
