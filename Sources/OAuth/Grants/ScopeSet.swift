private import Primitives

/// A set of permissions, one bit each.
public struct ScopeSet: Sendable, Hashable {
    /// Bit *n* stands for the scope whose raw value is *n*.
    public let mask: UInt32

    /// The catalogue once, because `allCases` makes a new list at every use.
    private static let catalogue = Scope.allCases

    private static let catalogueMask = catalogue.reduce(UInt32(0)) {
        $0 | 1 << UInt32($1.rawValue)
    }

    /// The set without a scope.
    public static let none = ScopeSet(mask: 0)

    /// Everything that means something at the resource: the whole catalogue but `offline_access`.
    public static let resource = ScopeSet(Scope.allCases).subtracting([.offlineAccess])

    /// Creates the set of the known bits of `mask`; others are dropped.
    public init(mask: UInt32) {
        self.mask = mask & Self.catalogueMask
    }

    /// Creates the set of `scopes`.
    public init(_ scopes: some Sequence<Scope>) {
        self.init(mask: scopes.reduce(0) { $0 | 1 << UInt32($1.rawValue) })
    }

    /// The scopes in catalogue order.
    public var scopes: [Scope] {
        Self.catalogue.filter(contains(_:))
    }

    /// Whether the set has no scope.
    public var isEmpty: Bool { mask == 0 }

    /// Whether `scope` is in the set.
    public func contains(_ scope: Scope) -> Bool {
        mask >> UInt32(scope.rawValue) & 1 == 1
    }

    /// Whether every scope of this set is in `other`.
    public func isSubset(of other: ScopeSet) -> Bool {
        mask & ~other.mask == 0
    }

    /// The scopes that are in both sets.
    public func intersection(_ other: ScopeSet) -> ScopeSet {
        ScopeSet(mask: mask & other.mask)
    }

    /// The scopes that are in either set.
    public func union(_ other: ScopeSet) -> ScopeSet {
        ScopeSet(mask: mask | other.mask)
    }

    /// The scopes of this set that are not in `other`.
    public func subtracting(_ other: ScopeSet) -> ScopeSet {
        ScopeSet(mask: mask & ~other.mask)
    }

    /// The names in catalogue order, separated by single spaces (RFC 6749 §3.3).
    public var text: String {
        scopes.map(\.name).joined(separator: " ")
    }

    /// The names in catalogue order.
    public var names: [String] {
        let known = Self.namesByMask.withValue { kept -> [String] in
            if let names = kept[mask] { return names }
            let names = scopes.map(\.name)
            if kept.count >= Self.namesKept { kept.removeAll(keepingCapacity: true) }
            kept[mask] = names
            return names
        }
        return known ?? scopes.map(\.name)
    }

    /// The lists that each event loop asked for last; few of them occur.
    private static let namesByMask = LoopLocal<[UInt32: [String]]>([:])
    private static let namesKept = 256
}

extension ScopeSet: ExpressibleByArrayLiteral {
    /// Creates the set of `elements`.
    public init(arrayLiteral elements: Scope...) {
        self.init(elements)
    }
}
