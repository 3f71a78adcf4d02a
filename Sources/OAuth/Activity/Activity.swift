/// What clients did for a person, page by page.
public struct Activity: Sendable {
    /// Calls on one page.
    public static let callsOnPage = 50

    private let store: any ActivityStore

    /// Creates the rules over a store.
    public init(store: any ActivityStore) {
        self.store = store
    }

    /// Some calls, and where older ones begin.
    public struct Page: Sendable, Equatable {
        /// The calls, the latest first.
        public let calls: [ToolActivity]
        /// Where the next page begins, or `nil` at the end.
        public let next: ActivityPosition?
    }

    /// Returns one page of the calls that were made for `user`.
    ///
    /// - Parameters:
    ///   - user: The person.
    ///   - filter: Which calls.
    ///   - position: Where to go on, or `nil` for the latest.
    /// - Returns: The page; empty where nothing fits.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func page(
        of user: UserKey,
        _ filter: ActivityFilter,
        after position: ActivityPosition?
    ) async throws(StoreError) -> Page {
        let found = try await store.calls(
            of: user,
            filter,
            after: position,
            limit: Self.callsOnPage + 1
        )
        let calls = Array(found.prefix(Self.callsOnPage))
        guard found.count > calls.count, let last = calls.last else {
            return Page(calls: calls, next: nil)
        }
        // Several calls of one second may be cut apart by the end of the page.
        let shown = calls.reversed().prefix { $0.at == last.at }.count
        let before = position?.at == last.at ? position?.shown ?? 0 : 0
        return Page(calls: calls, next: ActivityPosition(at: last.at, shown: before + shown))
    }
}
