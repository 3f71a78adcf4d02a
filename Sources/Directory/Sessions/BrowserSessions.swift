public import Primitives

/// The rules of signed-in browsers: who is signed in, and signing out.
public struct BrowserSessions: Sendable {
    private let store: any BrowserSessionStore
    private let policy: SessionPolicy
    private let clock: any WallClock

    /// Creates the rules over a store.
    public init(store: any BrowserSessionStore, policy: SessionPolicy, clock: any WallClock) {
        self.store = store
        self.policy = policy
        self.clock = clock
    }

    /// Returns who is signed in with this cookie, or `nil` when nobody is any more.
    ///
    /// A disabled person is signed out from the request that follows. The use is written down at
    /// most once in ``SessionPolicy/touchIntervalInSeconds``.
    ///
    /// - Parameter secret: The cookie.
    /// - Returns: The session and its person as they are now.
    /// - Throws: ``DirectoryStoreError`` of the store.
    public func current(
        _ secret: BrowserSecret
    ) async throws(DirectoryStoreError) -> StoredBrowserSession? {
        let now = clock.now()
        let digest = secret.digest
        guard let stored = try await store.session(digest) else { return nil }
        guard stored.person.isEnabled, policy.allows(stored.session, at: now) else {
            try await store.end(digest)
            return nil
        }
        if policy.wantsTouch(stored.session, at: now) {
            try await store.touch(digest, at: now)
        }
        return stored
    }

    /// Signs this browser out; a cookie that signs nobody in is no error.
    public func end(_ secret: BrowserSecret) async throws(DirectoryStoreError) {
        try await store.end(secret.digest)
    }
}
