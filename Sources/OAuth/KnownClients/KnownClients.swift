private import Primitives

/// The known clients, as one value that never changes.
public struct KnownClients: Sendable, Equatable {
    /// The state of the built-in data.
    public let revision: String
    /// The entries.
    public let entries: [KnownClient]

    private let claims: [Claim]

    /// A name that an entry goes by, folded once.
    private struct Claim: Sendable, Equatable {
        let entry: Int
        let name: NameSkeleton
        let isBrand: Bool
    }

    /// Gathers entries; each `identifier` once.
    init(revision: String, entries: [KnownClient]) {
        self.revision = revision
        self.entries = entries
        claims = entries.enumerated().flatMap { index, entry in
            entry.names.map { Claim(entry: index, name: NameSkeleton($0), isBrand: false) }
                + entry.brands.map { Claim(entry: index, name: NameSkeleton($0), isBrand: true) }
        }
    }

    /// Without any entry.
    public static let none = KnownClients(revision: "", entries: [])

    /// The entries of `self`, with those of `others` added, or in place of entries of the same
    /// identifier.
    public func extended(by others: KnownClients) -> KnownClients {
        let kept = entries.filter { entry in
            !others.entries.contains { $0.identifier.isIdentical(to: entry.identifier) }
        }
        return KnownClients(revision: revision, entries: kept + others.entries)
    }

    /// Says what is known about `client`, which would be sent back to `redirectURI`.
    public func recognize(_ client: Client, at redirectURI: RedirectURI) -> ClientRecognition {
        recognize(
            ClientNaming(
                identifier: client.identifier,
                kind: client.kind,
                name: client.metadata.name ?? ""
            ),
            at: redirectURI
        )
    }

    /// Says what is known about the client of this naming, which returns to `redirectURI`.
    ///
    /// Nothing is said about a client that an operator registered: they vouch for it.
    public func recognize(
        _ client: ClientNaming,
        at redirectURI: RedirectURI
    ) -> ClientRecognition {
        guard client.kind != .registered else { return .unknown }
        if client.kind == .metadataDocument,
            let owner = entries.first(where: { $0.owns(document: client.identifier) })
        {
            return .verified(owner, by: .document)
        }
        let claimed = claimed(by: NameSkeleton(client.name))
        if redirectURI.kind == .https,
            let owner = entries.first(where: { $0.returns(to: redirectURI) })
        {
            guard let other = claimed.first,
                !claimed.contains(where: { $0.0.vendor.isIdentical(to: owner.vendor) })
            else { return .verified(owner, by: .callback) }
            return .lookalike(other.0, disguised: other.isDisguised)
        }
        guard let first = claimed.first else {
            return Alphabet.areMixed(in: client.name) ? .mixedAlphabets : .unknown
        }
        if let disguise = claimed.first(where: \.isDisguised) {
            return .lookalike(disguise.0, disguised: true)
        }
        let owner = claimed.first { $0.0.returns(to: redirectURI) }
        return owner.map { .plausible($0.0) } ?? .lookalike(first.0, disguised: false)
    }

    /// The entries that a name claims to be, the longest claim first.
    private func claimed(by name: NameSkeleton) -> [(KnownClient, isDisguised: Bool)] {
        claims.filter { $0.isBrand ? name.contains($0.name) : name.is($0.name) }
            .sorted { $0.name.length > $1.name.length }
            .map { claim in
                (entries[claim.entry], isDisguised: name.isDisguise(of: claim.name))
            }
    }
}
