public import Primitives

/// Makes the opaque identifiers of items, `pg_…` and the like, with 96 random bits.
public struct ItemIdentifiers: Sendable {
    private let random: any RandomSource

    /// Creates the maker.
    public init(random: any RandomSource) {
        self.random = random
    }

    /// Returns a new identifier of an item of `kind`.
    public func make(_ kind: ItemKind) -> String {
        kind.prefix + Base64URL.encode(random.bytes(12))
    }
}
