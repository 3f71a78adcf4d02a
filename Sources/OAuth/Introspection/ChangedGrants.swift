/// How lately each grant was changed, as one event loop has heard of it.
///
/// Grants share places in a table of fixed size. One that is changed makes those that share its
/// place be read again too, which costs a read and is never wrong.
struct ChangedGrants {
    /// A power of two; a place takes eight bytes.
    static let placeCount = 8_192

    /// The state up to which changes were heard of.
    private(set) var seen: StoreSnapshot?
    /// What was read before this state counts no more.
    private var floor = StoreSnapshot(version: .min)
    private var latest: [StoreSnapshot] = []

    /// Hears of the changes between ``seen`` and `state`.
    ///
    /// - Returns: Whether the store went back to an earlier state, so that nothing may be kept that
    ///   was read before.
    mutating func hear(of state: StoreState) -> Bool {
        let wentBack = seen.map { $0 > state.snapshot } ?? false
        seen = state.snapshot
        switch state.changes {
        case .everything:
            floor = state.snapshot
            latest = []
        case .grants(let grants) where !grants.isEmpty:
            if latest.isEmpty {
                latest = Array(repeating: StoreSnapshot(version: .min), count: Self.placeCount)
            }
            for grant in grants { latest[Self.place(of: grant)] = state.snapshot }
        case .grants:
            break
        }
        return wentBack
    }

    /// Whether what was read for `grant` in the state `read` is still so.
    func isCurrent(_ grant: GrantKey, readIn read: StoreSnapshot) -> Bool {
        guard read >= floor else { return false }
        return latest.isEmpty || read >= latest[Self.place(of: grant)]
    }

    private static func place(of grant: GrantKey) -> Int {
        Int(truncatingIfNeeded: grant.value) & (placeCount - 1)
    }
}
