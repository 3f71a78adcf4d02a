import OAuth
import Primitives
import Storage

/// The grants of a store, and how often one was read for introspection.
final class CountedGrants: GrantStore {
    private let inner: GrantTable
    private let count = Lock(0)

    init(_ inner: GrantTable) {
        self.inner = inner
    }

    var reads: Int { count.withLock { $0 } }

    func insert(_ draft: GrantDraft) async throws(StoreError) -> Grant {
        try await inner.insert(draft)
    }

    func grant(_ key: GrantKey) async throws(StoreError) -> Grant? {
        try await inner.grant(key)
    }

    func grant(requestID: String) async throws(StoreError) -> Grant? {
        try await inner.grant(requestID: requestID)
    }

    func update<Outcome: Sendable>(
        _ key: GrantKey,
        _ rule: @escaping @Sendable (inout Grant, GrantStanding) -> Outcome
    ) async throws(StoreError) -> Outcome? {
        try await inner.update(key, rule)
    }

    func access(_ key: GrantKey) async throws(StoreError) -> GrantAccess? {
        try await inner.access(key)
    }

    func accessAtOnce(_ key: GrantKey) throws(StoreError) -> AtOnce<GrantAccess?> {
        count.withLock { $0 += 1 }
        return try inner.accessAtOnce(key)
    }

    func stateAtOnce(since known: StoreSnapshot?) throws(StoreError) -> StoreState? {
        try inner.stateAtOnce(since: known)
    }

    func noteUse(_ key: GrantKey, at time: Timestamp) {
        inner.noteUse(key, at: time)
    }
}
