public import Primitives

/// Where signed-in browsers are kept.
public protocol BrowserSessionStore: Sendable {
    /// Returns the session of this digest and its person, over or not, disabled or not.
    func session(
        _ digest: BrowserDigest
    ) async throws(DirectoryStoreError) -> StoredBrowserSession?

    /// Stores a new session, in one write with what that ends.
    ///
    /// The password may have been changed, or the person disabled, while it was being verified; a
    /// session that began then would outlive the change. So the write looks again.
    ///
    /// - Parameters:
    ///   - session: The session that begins.
    ///   - passwordHash: The stored hash that the person proved, byte by byte.
    ///   - replaced: The session that the same browser had until now; it is deleted.
    ///   - expiry: Sessions that this describes are deleted, so that nothing piles up.
    /// - Returns: `false`, and nothing is stored, when the person is gone or disabled or their
    ///   stored hash is another one by now.
    /// - Throws: ``DirectoryStoreError/unavailable(reason:)``.
    func insert(
        _ session: BrowserSession,
        provenBy passwordHash: String,
        replacing replaced: BrowserDigest?,
        clearing expiry: SessionExpiry
    ) async throws(DirectoryStoreError) -> Bool

    /// Writes down that the browser was seen at `time`; an earlier time changes nothing.
    func touch(_ digest: BrowserDigest, at time: Timestamp) async throws(DirectoryStoreError)

    /// Ends one session; one that is not there is no error.
    func end(_ digest: BrowserDigest) async throws(DirectoryStoreError)
}

/// A session joined with the person it signs in, read together so that neither can be stale.
public struct StoredBrowserSession: Sendable, Equatable {
    /// The session.
    public let session: BrowserSession
    /// The person, as they are now.
    public let person: Person

    /// Creates the pair.
    public init(session: BrowserSession, person: Person) {
        self.session = session
        self.person = person
    }
}
