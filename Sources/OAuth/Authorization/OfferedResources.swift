/// The resources for which this server issues tokens: its own, and those of registered resource
/// servers (RFC 8707 §2).
///
/// A token is for exactly one of them, so that one resource server can never use what was given to
/// another (RFC 8707 §3).
public struct OfferedResources: Sendable {
    private let own: ResourceIndicator
    private let others: [ResourceIndicator]

    /// Creates the list; an audience that is not in canonical form is never asked for and left out.
    init(own: ResourceIndicator, audiences: [String]) {
        self.own = own
        others = audiences.compactMap { ResourceIndicator(canonical: $0) }
            .filter { $0 != own }
    }

    /// Returns the canonical form of the one resource that a request asks for.
    ///
    /// No `resource` at all stands for the server's own, for clients that do not know the
    /// parameter. An origin without a path stands for the server's own, or for the only resource on
    /// that origin.
    ///
    /// - Parameter requested: The form-decoded values.
    /// - Returns: The canonical resource.
    /// - Throws: ``ResourceRefusal`` for something that is not offered, and for two resources.
    func canonical(for requested: [[UInt8]]) throws(ResourceRefusal) -> String {
        var chosen: ResourceIndicator?
        for value in requested {
            let resource = try resource(for: value)
            guard chosen == nil || chosen == resource else {
                throw .several(canonical: own.canonical)
            }
            chosen = resource
        }
        return (chosen ?? own).canonical
    }

    private func resource(for value: [UInt8]) throws(ResourceRefusal) -> ResourceIndicator {
        guard let refusal = own.refusal(of: value) else { return own }
        let matches = others.filter { $0.refusal(of: value) == nil }
        guard let first = matches.first else { throw refusal }
        // Several on one origin match only where the path was left out.
        guard matches.count == 1 else { throw .ambiguous(canonical: first.canonical) }
        return first
    }
}

/// Looks up which resources are offered now.
public struct ResourceRegistry: Sendable {
    private let own: ResourceIndicator
    private let store: any ResourceServerStore

    /// Creates the registry of a server whose own resource is `own`.
    public init(own: ResourceIndicator, store: any ResourceServerStore) {
        self.own = own
        self.store = store
    }

    /// Returns what is offered at this moment.
    func offered() async throws(StoreError) -> OfferedResources {
        OfferedResources(own: own, audiences: try await store.audiences())
    }
}
